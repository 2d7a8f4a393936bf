import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, type Schemas } from '../api/client.js';
import { FieldsForm } from '../forms/fields-form.js';
import type { FormField } from '../forms/form-context.js';
import { Part } from '../forms/row-controls.js';
import { DateInput } from '../forms/date-controls.js';
import { DecimalInput, TextInput } from '../forms/simple-controls.js';
import { usePlatformToday } from '../shell/session.js';

type Body = Schemas['RegisterProject'];

/** A new funded project with the papers that gave it money. */
export const RegisterProject = ({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={isOpen}
      onClose={onClose}
      size={600}
      title={t('funds.register')}
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
  const [zh, en] = [i18n.getFixedT('zh'), i18n.getFixedT('en')];
  const field = (
    name: keyof Body,
    text:
      | 'id'
      | 'name'
      | 'owner'
      | 'lead_unit'
      | 'source'
      | 'category'
      | 'totalInvestment'
      | 'contract'
      | 'planned'
      | 'finish',
    control: FormField['control'],
    required = true,
  ): FormField => ({ name, zh: zh(`funds.${text}`), en: en(`funds.${text}`), control, required });
  const fields: FormField[] = [
    field('id', 'id', 'text'),
    field('name', 'name', 'text'),
    field('ownerUnitId', 'owner', 'unit'),
    field('leadUnitId', 'lead_unit', 'unit'),
    field('fundingSource', 'source', 'text'),
    { ...field('category', 'category', 'text') },
    field('totalInvestment', 'totalInvestment', 'decimal'),
    field('contractNo', 'contract', 'text', false),
    field('plannedStart', 'planned', 'date'),
    field('plannedFinish', 'finish', 'date'),
  ];
  const register = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      api.POST('/api/projects', {
        body: {
          ...values,
          notices: ((values['notices'] ?? []) as Notice[]).map((notice) => ({
            ...notice,
            category: values['category'],
          })),
        } as Body,
      }),
    onSuccess: async (_answer, values) => {
      void message.success(t('funds.saved'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['projects'] });
      void navigate(`/funds/${String(values['id'])}`);
    },
  });
  return (
    <FieldsForm
      fields={fields}
      subject={{ today }}
      submitText={t('funds.register')}
      mutation={register}
      onCancel={onClose}
    >
      <Form.Item name="notices" label={t('funds.notice')}>
        <NoticesInput />
      </Form.Item>
    </FieldsForm>
  );
};

interface Notice {
  readonly no: string;
  readonly date: string;
  readonly amount: string;
}

const NoticesInput = ({
  value = [],
  onChange,
}: {
  readonly value?: readonly Notice[];
  readonly onChange?: (value: readonly Notice[]) => void;
}) => {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Notice>): void =>
    onChange?.(value.map((notice, n) => (n === at ? { ...notice, ...part } : notice)));
  return (
    <div className="rows">
      {value.map((notice, n) => (
        <div key={n} className="row">
          <div className="row-fields">
            <Part label={t('funds.notice')} wide>
              <TextInput value={notice.no} maxLength={100} onChange={(no) => change(n, { no: no ?? '' })} />
            </Part>
            <Part label={t('funds.noticeDate')}>
              <DateInput value={notice.date} onChange={(date) => change(n, { date: date ?? '' })} />
            </Part>
            <Part label={t('funds.noticeAmount')}>
              <DecimalInput value={notice.amount} onChange={(amount) => change(n, { amount: amount ?? '' })} />
            </Part>
          </div>
          <Button
            type="text"
            size="small"
            aria-label={t('forms.rows.remove')}
            onClick={() => onChange?.(value.filter((_notice, at) => at !== n))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange?.([...value, { no: '', date: '', amount: '' }])}>
        + {t('funds.addNotice')}
      </Button>
    </div>
  );
};
