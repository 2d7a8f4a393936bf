import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.js';
import { problemText } from '../shell/problem-text.js';
import { Door } from './door.js';

interface Passwords {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

/** The first password was given by somebody else; nothing opens before it is changed. */
export const ChangePassword = ({ userName }: { readonly userName: string }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) => api.POST('/api/change-password', { body: { current, next } }),
    onSuccess: async () => {
      message.success(t('signIn.changed'));
      await queries.resetQueries();
    },
  });
  const needed = (name: string) => ({ required: true, message: t('states.required', { name }) });
  return (
    <Door title={t('signIn.changeTitle')} aside={t('signIn.changeAside')}>
      {change.error ? <Alert type="error" showIcon title={problemText(change.error)} role="alert" /> : null}
      <Form layout="vertical" requiredMark={false} size="large" onFinish={(values: Passwords) => change.mutate(values)}>
        <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
        <Form.Item name="current" label={t('signIn.current')} rules={[needed(t('signIn.current'))]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('signIn.next')}
          extra={t('signIn.nextAside')}
          rules={[needed(t('signIn.next')), { min: 10, message: t('signIn.nextAside') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('signIn.again')}
          dependencies={['next']}
          rules={[
            needed(t('signIn.again')),
            ({ getFieldValue }) => ({
              validator: (_rule, value) =>
                !value || value === getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('signIn.differ'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={change.isPending}>
          {t('signIn.change')}
        </Button>
      </Form>
    </Door>
  );
};
