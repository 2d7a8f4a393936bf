import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Drawer, Form, Input, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDescribedFields } from '../forms/described-fields.js';
import { FieldsForm } from '../forms/fields-form.js';
import { api, dataOf, type Schemas } from '../api/client.js';
import { usePlatformToday } from '../shell/session.js';
import { useLists } from './problem-queries.js';
import { TIME_CATEGORIES } from './time-categories.js';

/** A new problem for the ledger; what is left out is filled in from the responsibility list. */
export const RegisterProblem = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      size={600}
      title={t('problems.register')}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <Filling onClose={onClose} />
    </Drawer>
  );
};

const Filling = ({ onClose }: { readonly onClose: () => void }) => {
  const { t, i18n } = useTranslation();
  const today = usePlatformToday();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const described = useDescribedFields('RegisterProblem');
  const register = useMutation({
    mutationFn: ({ listId, itemNo, ...values }: Record<string, unknown>) =>
      dataOf(
        api.POST('/api/problems', {
          body: {
            ...values,
            ...(listId && itemNo ? { items: [{ listId, itemNo }] } : {}),
          } as Schemas['RegisterProblem'],
        }),
      ),
    onSuccess: async ({ problemId, problemNo }) => {
      void message.success(t('problems.registered', { no: problemNo }));
      onClose();
      await queries.invalidateQueries({ queryKey: ['problems'] });
      void navigate(`/problems/${problemId}`);
    },
  });
  if (!described) return <Skeleton active paragraph={{ rows: 10 }} />;
  const inLanguage = (key: (typeof TIME_CATEGORIES)[number], lng: 'zh' | 'en') =>
    i18n.getFixedT(lng)(`problems.timeCategories.${key}`);
  const fields = described.map((field) =>
    field.name === 'timeCategory'
      ? {
          ...field,
          choices: TIME_CATEGORIES.map((value) => ({
            value,
            zh: inLanguage(value, 'zh'),
            en: inLanguage(value, 'en'),
          })),
        }
      : field,
  );
  return (
    <FieldsForm
      fields={fields}
      subject={{ today }}
      first={{ timeCategory: 'DEADLINE' }}
      submitText={t('problems.register')}
      mutation={register}
      onCancel={onClose}
    >
      <OnList />
    </FieldsForm>
  );
};

/** Which list the problem stands on, and its number there. */
const OnList = () => {
  const { t } = useTranslation();
  const lists = useLists().data?.items ?? [];
  const chosen = Form.useWatch('listId') as string | undefined;
  return (
    <>
      <Form.Item name="listId" label={t('problems.detail.items')}>
        <Select
          allowClear
          placeholder={t('states.none')}
          options={lists.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      {chosen ? (
        <Form.Item
          name="itemNo"
          label={t('problems.detail.itemNo')}
          rules={[{ required: true, message: t('states.required', { name: t('problems.detail.itemNo') }) }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      ) : null}
    </>
  );
};
