import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Badge, Button, Drawer, Dropdown, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { api } from '../api/client.js';
import { setLanguage } from '../i18n.js';
import { useUnreadCount } from '../inbox/inbox-queries.js';
import { InboxDrawer } from '../inbox/inbox-drawer.js';
import { useUnitName } from '../reference/names.js';
import { useWorkCount } from '../work/work-queries.js';
import type { PageOfMenu } from './pages.js';
import { problemText } from './problem-text.js';
import { useMay, useMe } from './session.js';
import { minuteText } from './time.js';

/** The platform's clock runs apart from the browser's by more than this only in a sample. */
const APART_MS = 24 * 3_600_000;

const Bell = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden>
    <path d="M9 2.2a4.6 4.6 0 0 0-4.6 4.6c0 4.2-1.6 5.4-1.6 5.4h12.4s-1.6-1.2-1.6-5.4A4.6 4.6 0 0 0 9 2.2Z" />
    <path d="M7.4 14.6a1.7 1.7 0 0 0 3.2 0" />
  </svg>
);
const Person = () => (
  <svg
    className="account-sign"
    width="18"
    height="18"
    viewBox="0 0 18 18"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    aria-hidden
  >
    <circle cx="9" cy="6" r="3.2" />
    <path d="M2.8 15.6c.5-3.2 3-5 6.2-5s5.7 1.8 6.2 5" />
  </svg>
);
const Bars = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" stroke="currentColor" strokeWidth="1.6" aria-hidden>
    <path d="M2 4.5h14M2 9h14M2 13.5h14" />
  </svg>
);

const Clock = () => {
  const { t } = useTranslation();
  const { now } = useMe();
  const isSample = Math.abs(Date.parse(now) - Date.now()) > APART_MS;
  return (
    <Tooltip title={isSample ? t('shell.clockSample') : null}>
      <span className="clock">
        <span className="clock-label">{t('shell.clock')}</span> <time dateTime={now}>{minuteText(now)}</time>
      </span>
    </Tooltip>
  );
};

export const LanguageButton = () => {
  const { t, i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'zh' : 'en';
  return (
    <Button type="text" size="small" lang={other} onClick={() => void setLanguage(other)}>
      {t('shell.language')}
    </Button>
  );
};

const Account = () => {
  const { t } = useTranslation();
  const me = useMe();
  const unitName = useUnitName();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const leave = useMutation({
    mutationFn: () => api.POST('/api/sign-out'),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(['me'], null);
    },
    onError: (why) => message.error(problemText(why)),
  });
  const posts = me.posts.map(({ id, title, unitId }) => ({
    key: id,
    label: `${unitName(unitId)} ${title}`,
    disabled: true,
  }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            type: 'group',
            key: 'posts',
            label: t('shell.posts'),
            children: posts.length > 0 ? posts : [{ key: 'none', label: t('shell.noPost'), disabled: true }],
          },
          { type: 'divider' },
          { key: 'leave', label: t('shell.signOut'), onClick: () => leave.mutate() },
        ],
      }}
    >
      <Button type="text" size="small" aria-label={me.name} title={me.name}>
        <span className="account-name">{me.name}</span>
        <Person />
      </Button>
    </Dropdown>
  );
};

const Entries = ({ pages, onGo }: { readonly pages: readonly PageOfMenu[]; readonly onGo?: () => void }) => {
  const { t } = useTranslation();
  const work = useWorkCount();
  return (
    <>
      {pages.map(({ name, path }) => (
        <NavLink key={name} to={path} {...(onGo ? { onClick: onGo } : {})}>
          {t(`pages.${name}`)}
          {name === 'work' && work.total > 0 ? (
            <span className={work.overdue > 0 ? 'nav-count overdue' : 'nav-count'}>{work.total}</span>
          ) : null}
        </NavLink>
      ))}
    </>
  );
};

/** The line at the head of every page: where one can go, what time it is here, what has come in, who one is. */
export const Masthead = ({ pages }: { readonly pages: readonly PageOfMenu[] }) => {
  const { t } = useTranslation();
  const mayInbox = useMay()('inbox.read');
  const unread = useUnreadCount(mayInbox);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isInboxOpen, setInboxOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <header className="masthead">
      <div className="masthead-line">
        <Button
          type="text"
          className="menu-button"
          aria-label={t('shell.menu')}
          aria-expanded={isMenuOpen}
          icon={<Bars />}
          onClick={() => setMenuOpen(true)}
        />
        <Link to="/" className="mark" title={t('productLong')}>
          {t('product')}
        </Link>
        <nav className="nav" aria-label={t('shell.menu')}>
          <Entries pages={pages} />
        </nav>
        <div className="tools">
          <Clock />
          <LanguageButton />
          {mayInbox ? (
            <Button
              type="text"
              aria-label={`${t('shell.inbox')} ${unread > 0 ? t('shell.unread', { n: unread }) : ''}`}
              icon={
                <Badge count={unread} size="small" overflowCount={99} offset={[4, -2]}>
                  <Bell />
                </Badge>
              }
              onClick={() => setInboxOpen(true)}
            />
          ) : null}
          <Account />
        </div>
      </div>
      <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} placement="left" size={260} title={t('productLong')}>
        <nav className="nav-column">
          <Entries pages={pages} onGo={() => setMenuOpen(false)} />
        </nav>
      </Drawer>
      {mayInbox ? <InboxDrawer isOpen={isInboxOpen} onClose={() => setInboxOpen(false)} /> : null}
    </header>
  );
};
