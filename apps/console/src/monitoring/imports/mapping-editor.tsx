import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { POLLUTANTS } from '../monitoring-queries.js';
import { problemText } from '../../shell/parts.js';
import { termText } from '../../reference/terms.js';
import { type ChosenFile, FileChoice } from './file-choice.js';
import { type Mapping, saveMapping, useImportWrite, usePreview } from './import-queries.js';

/** Items of sections as GB 3838 names them. */
const ITEMS = {
  wt: '水温',
  ph: 'pH',
  do: '溶解氧',
  codmn: '高锰酸盐指数',
  cod: '化学需氧量',
  bod5: '五日生化需氧量',
  nh3n: '氨氮',
  tp: '总磷',
  tn: '总氮',
  f: '氟化物',
  ec: '电导率',
  turbidity: '浊度',
} as const;
const KEYS = {
  station: POLLUTANTS.map((id) => ({ value: id as string, label: id as string })),
  section: Object.entries(ITEMS).map(([value, label]) => ({ value, label: label as string })),
};
const FACTOR = /^(?=.*[1-9])\d{1,9}(\.\d{1,9})?$/;

interface Values {
  readonly name: string;
  readonly sample?: ChosenFile;
  readonly subject: 'station' | 'section';
  readonly code: string[];
  readonly time: string[];
  readonly labelsStart?: boolean;
  readonly values: { readonly key: string; readonly heading: string[]; readonly factor: string }[];
}

/** Headings are chosen from a sample, or typed where there is none. */
const Headings = ({
  headings,
  most,
  value,
  onChange,
}: {
  readonly headings: readonly string[];
  readonly most: number;
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}) => (
  <Select
    mode="tags"
    maxCount={most}
    {...(value === undefined ? {} : { value })}
    onChange={(next: string[]) => onChange?.(next)}
    options={[...new Set(headings)].filter(Boolean).map((heading) => ({ value: heading, label: heading }))}
  />
);

const Sample = ({ preview }: { readonly preview: Schemas['ImportFilePreview'] }) => {
  const { t } = useTranslation();
  return (
    <>
      <div className="aside">{t('imports.preview')}</div>
      <div className="table-scroll sample-rows">
        <table className="page-table">
          <thead>
            <tr>
              {preview.headings.map((heading, n) => (
                <th key={n} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, 5).map((row, n) => (
              <tr key={n}>
                {row.map((cell, k) => (
                  <td key={k}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

const bodyOf = (values: Values, before: Mapping | null): Schemas['SaveColumnMapping'] => ({
  name: values.name.trim(),
  expectedVersion: before?.version ?? 0,
  retired: false,
  mapping: {
    subject: values.subject,
    code: values.code,
    time: values.time[0]!,
    labelsStart: values.labelsStart ?? false,
    values: values.values.map(({ key, heading, factor }) => ({ key, heading: heading[0]!, factor })),
  },
});

const valuesOf = (mapping: Mapping | null): Partial<Values> =>
  mapping === null
    ? { subject: 'station', values: [{ key: '', heading: [], factor: '1' }] }
    : {
        name: mapping.name,
        subject: mapping.mapping.subject,
        code: mapping.mapping.code,
        time: [mapping.mapping.time],
        labelsStart: mapping.mapping.labelsStart ?? false,
        values: mapping.mapping.values.map(({ key, heading, factor }) => ({
          key,
          heading: [heading],
          factor: factor ?? '1',
        })),
      };

/** A mapping of columns, new or another version of one. */
export const MappingEditor = ({
  before,
  onClose,
}: {
  readonly before: Mapping | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const sample = Form.useWatch('sample', form);
  const subject = Form.useWatch('subject', form) ?? 'station';
  const preview = usePreview(sample?.sha256 ?? null);
  const headings = preview.data?.headings ?? [];
  const write = useImportWrite(saveMapping, 'saved', onClose);
  const required = [{ required: true }];
  return (
    <Drawer
      open
      size={760}
      onClose={onClose}
      mask={{ closable: false }}
      title={t(before ? 'imports.editMapping' : 'imports.newMapping')}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={valuesOf(before)}
        onFinish={(values) => write.mutate({ id: before?.id ?? null, body: bodyOf(values, before) })}
      >
        <Form.Item name="name" label={t('imports.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="sample" label={t('imports.sampleFile')} extra={t('imports.sampleHint')}>
          <FileChoice />
        </Form.Item>
        {preview.error ? (
          <div className="form-trouble" role="alert">
            {problemText(preview.error)}
          </div>
        ) : null}
        {preview.data ? <Sample preview={preview.data} /> : null}
        <Form.Item name="subject" label={t('imports.subject')} rules={required}>
          <Select
            onChange={() => form.setFieldValue('values', [{ key: '', heading: [], factor: '1' }])}
            options={(['station', 'section'] as const).map((id) => ({ value: id, label: t(`imports.subjects.${id}`) }))}
          />
        </Form.Item>
        <Form.Item name="code" label={t('imports.code')} extra={t('imports.codeHint')} rules={required}>
          <Headings headings={headings} most={2} />
        </Form.Item>
        <Form.Item name="time" label={t('imports.time')} rules={required}>
          <Headings headings={headings} most={1} />
        </Form.Item>
        {subject === 'station' ? (
          <Form.Item name="labelsStart" valuePropName="checked">
            <Checkbox>{t('imports.labelsStart')}</Checkbox>
          </Form.Item>
        ) : null}
        <Form.List name="values">
          {(rows, { add, remove }) => (
            <>
              <div>
                {t('imports.values')} <span className="aside">{t('imports.factorHint')}</span>
              </div>
              {rows.map(({ key, name }) => (
                <div key={key} className="mapped-value">
                  <Form.Item name={[name, 'key']} rules={required} aria-label={t('imports.key')}>
                    <Select
                      placeholder={t('imports.key')}
                      options={KEYS[subject].map(({ value, label }) => ({ value, label: termText(label) }))}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'heading']} rules={required} aria-label={t('imports.heading')}>
                    <Headings headings={headings} most={1} />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'factor']}
                    rules={[{ required: true, pattern: FACTOR, message: t('forms.invalidDecimal') }]}
                  >
                    <Input aria-label={t('imports.factor')} inputMode="decimal" maxLength={19} />
                  </Form.Item>
                  <Button onClick={() => remove(name)} disabled={rows.length === 1}>
                    {t('imports.remove')}
                  </Button>
                </div>
              ))}
              <Button onClick={() => add({ key: '', heading: [], factor: '1' })}>{t('imports.addValue')}</Button>
            </>
          )}
        </Form.List>
        {write.error ? (
          <div className="form-trouble" role="alert">
            {problemText(write.error)}
          </div>
        ) : null}
        <div className="form-foot">
          <Button type="primary" htmlType="submit" loading={write.isPending}>
            {t('imports.save')}
          </Button>
          <Button onClick={onClose}>{t('states.cancel')}</Button>
        </div>
      </Form>
    </Drawer>
  );
};
