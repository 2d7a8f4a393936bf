import { Alert, Button, Space } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const Broken = ({ why, onRetry }: { readonly why: Error; readonly onRetry: () => void }) => {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Alert
        type="error"
        showIcon
        title={t('shell.broken')}
        description={
          <>
            <p>{t('shell.brokenAside')}</p>
            <pre className="trace">{why.message}</pre>
          </>
        }
        action={
          <Space>
            <Button size="small" onClick={onRetry}>
              {t('states.retry')}
            </Button>
            <Button size="small" onClick={() => location.reload()}>
              {t('shell.reload')}
            </Button>
          </Space>
        }
      />
    </div>
  );
};

/** Keeps a page that failed from taking the frame with it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly why: Error | null }> {
  override state = { why: null as Error | null };

  static getDerivedStateFromError(why: unknown) {
    return { why: why instanceof Error ? why : new Error(String(why)) };
  }

  override render(): ReactNode {
    const { why } = this.state;
    return why ? <Broken why={why} onRetry={() => this.setState({ why: null })} /> : this.props.children;
  }
}
