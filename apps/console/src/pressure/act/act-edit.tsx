import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { problemText } from '../../shell/parts.js';
import type { ActDetail } from '../queries.js';

type Field = ActDetail['fields'][number];
type Values = Readonly<Record<string, unknown>>;

/** Text that is made of pieces, tables and figures are the office's data and are not typed over here. */
const isPlain = (field: Field, value: unknown): boolean =>
  !field.late && field.type !== 'list' && field.type !== 'figure' && field.type !== 'time' && typeof value !== 'object';

const Control = ({
  field,
  ...props
}: {
  readonly field: Field;
  readonly id?: string;
  readonly value?: never;
  readonly onChange?: never;
}) => {
  if (field.choices)
    return (
      <Select
        {...props}
        allowClear={field.optional}
        options={Object.entries(field.choices).map(([value, label]) => ({ value, label }))}
      />
    );
  if (field.type === 'integer') return <InputNumber {...props} precision={0} />;
  if (field.type === 'date') return <Input {...props} type="date" style={{ maxWidth: 180 }} />;
  return <Input.TextArea {...props} autoSize={{ minRows: 1, maxRows: 8 }} maxLength={4000} />;
};

const EditForm = ({ act, onDone }: { readonly act: ActDetail; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const blanks = new Set(act.blanks.map(({ name }) => name));
  const fields = act.fields
    .filter((field) => isPlain(field, act.parameters[field.name] ?? ''))
    .sort((a, b) => Number(blanks.has(b.name)) - Number(blanks.has(a.name)));
  const isSigned = act.signers.some(({ signedAt }) => signedAt !== null);
  const save = useMutation({
    mutationFn: ({ reason, ...values }: Values) => {
      const parameters = Object.fromEntries(
        Object.entries(values).filter(([name, value]) => (value ?? null) !== (act.parameters[name] ?? null)),
      );
      return dataOf(
        api.PUT('/api/acts/{id}/content', {
          params: { path: { id: act.id } },
          body: {
            parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value ?? null])),
            expectedVersion: act.version,
            ...(reason ? { reason: String(reason) } : {}),
          },
        }),
      );
    },
    onSuccess: async () => {
      void message.success(t('pressure.act.saved'));
      onDone();
      await queries.invalidateQueries({ queryKey: ['act', act.id] });
    },
  });
  return (
    <Form<Values>
      layout="vertical"
      initialValues={Object.fromEntries(fields.map(({ name }) => [name, act.parameters[name]]))}
      onFinish={(values) => save.mutate(values)}
    >
      {fields.map((field) =>
        field.type === 'flag' ? (
          <Form.Item key={field.name} name={field.name} valuePropName="checked">
            <Checkbox>{field.label}</Checkbox>
          </Form.Item>
        ) : (
          <Form.Item
            key={field.name}
            name={field.name}
            label={blanks.has(field.name) ? <b>{field.label}</b> : field.label}
            required={!field.optional}
          >
            <Control field={field} />
          </Form.Item>
        ),
      )}
      {isSigned ? (
        <Form.Item name="reason" label={t('pressure.act.reasonVoids')} rules={[{ required: true }]}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
        </Form.Item>
      ) : null}
      {save.error ? <p className="overdue">{problemText(save.error)}</p> : null}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('pressure.act.save')}
      </Button>
    </Form>
  );
};

/** The blanks of a draft, those still open first. */
export const EditDrawer = ({
  act,
  isOpen,
  onClose,
}: {
  readonly act: ActDetail;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      size={520}
      destroyOnHidden
      title={`${t('pressure.act.edit')} · ${act.title}`}
    >
      <EditForm act={act} onDone={onClose} />
    </Drawer>
  );
};
