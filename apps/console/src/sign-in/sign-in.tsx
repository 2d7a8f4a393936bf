import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, ApiProblem, dataOf, type Schemas } from '../api/client.js';
import { problemText } from '../shell/problem-text.js';
import { Door } from './door.js';

/** Signing in; afterwards the page that was asked for opens. */
export const SignIn = ({ hasEnded }: { readonly hasEnded: boolean }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const enter = useMutation({
    mutationFn: (body: Schemas['SignIn']) => dataOf(api.POST('/api/sign-in', { body })),
    onSuccess: () => queries.resetQueries(),
  });
  const status = enter.error instanceof ApiProblem ? enter.error.problem.status : 0;
  const trouble = enter.error
    ? status === 401
      ? t('signIn.refused')
      : status === 429
        ? t('signIn.tooMany')
        : problemText(enter.error)
    : null;
  return (
    <Door title={t('signIn.title')}>
      {trouble ? <Alert type="error" showIcon title={trouble} role="alert" /> : null}
      {hasEnded && !trouble ? <Alert type="info" showIcon title={t('signIn.ended')} /> : null}
      <Form
        layout="vertical"
        requiredMark={false}
        size="large"
        onFinish={(values: Schemas['SignIn']) => enter.mutate(values)}
      >
        <Form.Item
          name="userName"
          label={t('signIn.userName')}
          rules={[{ required: true, message: t('states.required', { name: t('signIn.userName') }) }]}
        >
          <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={100} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('states.required', { name: t('signIn.password') }) }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={enter.isPending}>
          {t('signIn.submit')}
        </Button>
      </Form>
    </Door>
  );
};
