import { Skeleton } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Route, Routes, useLocation } from 'react-router';
import { ErrorBoundary } from './error-boundary.js';
import { useLive } from './live.js';
import { Masthead } from './masthead.js';
import { PAGES } from './pages.js';
import { Page } from './parts.js';
import { useMay } from './session.js';

const NoPage = () => {
  const { t } = useTranslation();
  return (
    <Page title={t('shell.noPage')} lead={t('shell.noPageAside')}>
      <Link to="/">{t('shell.back')}</Link>
    </Page>
  );
};

/** A page there is, but not for this person. */
const NotYours = () => {
  const { t } = useTranslation();
  return (
    <Page title={t('shell.notYours')} lead={t('shell.notYoursAside')}>
      <Link to="/">{t('shell.back')}</Link>
    </Page>
  );
};

const NothingOpen = () => {
  const { t } = useTranslation();
  return (
    <Page title={t('product')} lead={t('shell.nothingOpen')}>
      {null}
    </Page>
  );
};

const Loading = () => (
  <div className="page" aria-busy>
    <Skeleton active paragraph={{ rows: 8 }} />
  </div>
);

/** The frame around every page of somebody signed in, with the pages that person may open. */
export const Frame = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { isOffline } = useLive();
  const { pathname } = useLocation();
  const pages = PAGES.filter(({ permissions }) => permissions.some(may));
  const first = pages[0];
  return (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Masthead pages={pages} />
      {isOffline ? (
        <div className="offline" role="status">
          {t('shell.offline')}
        </div>
      ) : null}
      <main id="main">
        <ErrorBoundary key={pathname.split('/')[1]}>
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route path="/" element={first ? <Navigate to={first.path} replace /> : <NothingOpen />} />
              {PAGES.map(({ name, path, permissions, Component }) => (
                <Route key={name} path={`${path}/*`} element={permissions.some(may) ? <Component /> : <NotYours />} />
              ))}
              <Route path="*" element={<NoPage />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
};
