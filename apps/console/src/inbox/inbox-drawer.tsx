import { App as AntApp, Button, Drawer, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../api/client.js';
import { linkTo } from '../reference/links.js';
import { Answer, problemText } from '../shell/parts.js';
import { minuteText } from '../shell/time.js';
import { useInbox, useMarkRead } from './inbox-queries.js';

type Message = Schemas['Delivery'];
const MOST_AT_ONCE = 200;

/** What was delivered to the posts one holds; opening a message's record marks it as read. */
export const InboxDrawer = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { message } = AntApp.useApp();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const inbox = useInbox(isOpen, onlyUnread);
  const markRead = useMarkRead();
  const mark = (ids: string[]): void =>
    markRead.mutate(ids.slice(0, MOST_AT_ONCE), { onError: (why) => void message.error(problemText(why)) });
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = items.filter((item) => item.readAt === null).map((item) => item.id);
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      size={440}
      title={t('shell.inbox')}
      extra={
        <Button size="small" disabled={unread.length === 0} loading={markRead.isPending} onClick={() => mark(unread)}>
          {t('shell.allRead')}
        </Button>
      }
    >
      <Segmented
        block
        value={onlyUnread}
        onChange={setOnlyUnread}
        options={[
          { value: false, label: t('states.all') },
          { value: true, label: t('shell.onlyUnread') },
        ]}
      />
      <Answer query={inbox} empty={() => items.length === 0} emptyText={t('shell.emptyInbox')}>
        {() => (
          <ul className="messages">
            {items.map((item) => (
              <Row
                key={item.id}
                item={item}
                onOpen={() => {
                  if (item.readAt === null) mark([item.id]);
                  onClose();
                }}
                onMark={() => mark([item.id])}
              />
            ))}
          </ul>
        )}
      </Answer>
      {inbox.hasNextPage ? (
        <Button block loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
          {t('states.more', { n: 50 })}
        </Button>
      ) : null}
    </Drawer>
  );
};

const Row = ({
  item,
  onOpen,
  onMark,
}: {
  readonly item: Message;
  readonly onOpen: () => void;
  readonly onMark: () => void;
}) => {
  const { t } = useTranslation();
  const link = linkTo(item.aboutKind, item.aboutId);
  const isUnread = item.readAt === null;
  return (
    <li className={isUnread ? 'message unread' : 'message'}>
      <div className="message-title">
        {item.isUrgent ? <Tag color="error">{t('shell.urgent')}</Tag> : null}
        {link ? (
          <Link to={link} onClick={onOpen}>
            {item.title}
          </Link>
        ) : (
          item.title
        )}
      </div>
      <div className="aside">
        {t(`inbox.occasion.${item.aboutKind}`)} · {minuteText(item.occurredAt)}
        {isUnread ? (
          <Button type="link" size="small" onClick={onMark}>
            {t('shell.markRead')}
          </Button>
        ) : null}
      </div>
    </li>
  );
};
