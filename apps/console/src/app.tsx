import { App as AntApp, ConfigProvider, Skeleton } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from './shell/error-boundary.js';
import { Frame } from './shell/frame.js';
import { SessionProvider, useSessionState } from './shell/session.js';
import { ChangePassword } from './sign-in/change-password.js';
import { Unreachable } from './sign-in/door.js';
import { SignIn } from './sign-in/sign-in.js';
import { theme } from './theme.js';

const Inside = () => {
  const session = useSessionState();
  switch (session.kind) {
    case 'asking':
      return (
        <div className="page" aria-busy>
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      );
    case 'unreachable':
      return <Unreachable why={session.why} />;
    case 'signed-out':
      return <SignIn hasEnded={session.hasEnded} />;
    case 'signed-in':
      return session.me.mustChange ? (
        <ChangePassword userName={session.me.userName} />
      ) : (
        <SessionProvider me={session.me}>
          <Frame />
        </SessionProvider>
      );
  }
};

export const App = () => {
  const { t, i18n } = useTranslation();
  // The library's own complaint is worded otherwise than ours; its forms fill in the name of the field.
  const required = t('states.required', { name: '${label}' });
  return (
    <ConfigProvider
      theme={theme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      form={{ validateMessages: { required } }}
    >
      <AntApp component={false}>
        <ErrorBoundary>
          <Inside />
        </ErrorBoundary>
      </AntApp>
    </ConfigProvider>
  );
};
