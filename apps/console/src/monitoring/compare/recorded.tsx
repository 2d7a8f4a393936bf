/** What others publish and somebody records here: places in lists, averages. One shape of form, table and drawer for both. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button, Drawer, Form, type FormProps, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateInput } from '../../forms/date-controls.js';
import { useAreas } from '../../reference/names.js';
import { type Head, PageTable } from '../../shell/page-table.js';
import { Answer, type Asked, problemText, Section } from '../../shell/parts.js';
import { useMay } from '../../shell/session.js';

/** The days something published is of: named by their month where they lie in one. */
export const periodOf = (from: string, to: string): { label: string; from: string; to: string } => ({
  label: from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from} – ${to}`,
  from,
  to,
});

/** Whether two of these have the same days. */
export const isOfDays = (
  { period }: { readonly period: { readonly from: string; readonly to: string } },
  from: string,
  to: string,
): boolean => period.from === from && period.to === to;

export const NEEDED = [{ required: true }];
/** Of what is chosen from a list or a calendar, by its name. */
export const useChosen = (): ((name: string) => { required: true; message: string }[]) => {
  const { t } = useTranslation();
  return (name) => [{ required: true, message: t('states.chosen', { name }) }];
};
export const NEEDED_TEXT = [{ required: true, min: 2 }];

export const AreaItem = ({ label }: { readonly label: string }) => {
  const areas = useAreas();
  const chosen = useChosen();
  return (
    <Form.Item name="areaId" label={label} rules={chosen(label)}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={[...(areas?.values() ?? [])]
          .filter(({ retired, level }) => !retired && level !== 'village')
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
};

export const DaysItem = () => {
  const { t } = useTranslation();
  const chosen = useChosen();
  return (
    <div className="form-pair">
      <Form.Item name="from" label={t('airComparison.from')} rules={chosen(t('airComparison.firstDay'))}>
        <DateInput allowClear={false} />
      </Form.Item>
      <Form.Item name="to" label={t('airComparison.to')} rules={chosen(t('airComparison.lastDay'))}>
        <DateInput allowClear={false} />
      </Form.Item>
    </div>
  );
};

/** The form of one record; its items are given, the paper it rests on is asked for by all. */
export const RecordForm = <V extends object>({
  action,
  first,
  keys,
  save,
  onClose,
  children,
}: {
  readonly action: string;
  readonly first?: NonNullable<FormProps<V>['initialValues']>;
  /** First words of the queries that are read anew afterwards. */
  readonly keys: readonly string[];
  readonly save: (values: V) => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      void message.success(t('airComparison.saved'));
      onClose();
      await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <Form<V> layout="vertical" initialValues={first ?? {}} onFinish={(values) => saving.mutate(values)}>
      {children}
      <Form.Item name="document" label={t('airComparison.document')} rules={NEEDED_TEXT}>
        <Input maxLength={120} />
      </Form.Item>
      {saving.error ? (
        <div className="form-trouble" role="alert">
          {problemText(saving.error)}
        </div>
      ) : null}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {action}
        </Button>
        <Button onClick={onClose}>{t('states.cancel')}</Button>
      </div>
    </Form>
  );
};

/** What is recorded as a table, and the drawer that records one more. */
export const Recorded = <T,>({
  title,
  aside,
  none,
  action,
  permission = 'target.manage',
  query,
  heads,
  row,
  form,
  children,
}: {
  readonly title: string;
  readonly aside: string;
  readonly none: string;
  readonly action: string;
  /** What recording one more takes. */
  readonly permission?: string;
  readonly query: Asked<T[]>;
  readonly heads: readonly Head[];
  readonly row: (one: T) => ReactNode;
  readonly form: (known: readonly T[], onClose: () => void) => ReactNode;
  /** What stands below the table. */
  readonly children?: ReactNode;
}) => {
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <Section
      flush
      title={title}
      aside={aside}
      extra={may(permission) ? <Button onClick={() => setOpen(true)}>{action}</Button> : null}
    >
      <Answer query={query} rows={2} empty={(items) => items.length === 0} emptyText={none}>
        {(items) => <PageTable heads={heads}>{items.map(row)}</PageTable>}
      </Answer>
      {children}
      <Drawer open={isOpen} onClose={close} size={560} title={action} destroyOnHidden mask={{ closable: false }}>
        {form(query.data ?? [], close)}
      </Drawer>
    </Section>
  );
};
