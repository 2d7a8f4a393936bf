import { Button, Collapse, Form } from 'antd';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/client.js';
import { useNamed } from '../i18n.js';
import { problemText, Trouble } from '../shell/parts.js';
import { useMay, useMe } from '../shell/session.js';
import { instantOfLocal } from '../shell/time.js';
import { Control } from './control.js';
import { filledIn, firstValues } from './first-values.js';
import { FormContext, type FormField, type FormSubject } from './form-context.js';

const BACKDATING = new Set(['at', 'backdatingReason']);
const DECIMAL = /^\d{1,14}(\.\d{1,4})?$/;

type Values = Record<string, unknown>;

/** A form of described fields; faults of the input come back beside the field they are about. */
export const FieldsForm = ({
  fields: all,
  subject,
  first,
  submitText,
  mutation,
  onCancel,
  before,
  children,
}: {
  readonly fields: readonly FormField[];
  readonly subject: FormSubject;
  /** Values to begin with, before those the record and the day give. */
  readonly first?: Readonly<Values>;
  readonly submitText: string;
  readonly mutation: {
    readonly mutate: (values: Values) => void;
    readonly isPending: boolean;
    readonly error: unknown;
  };
  readonly onCancel: () => void;
  /** Items of the form that stand first. */
  readonly before?: ReactNode;
  /** Further items of the form. */
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const me = useMe();
  const may = useMay();
  const [form] = Form.useForm<Values>();
  const fields = all.filter(({ name }) => !BACKDATING.has(name));
  const backdating = may('record.backdate') ? all.filter(({ name }) => BACKDATING.has(name)) : [];
  // The form begins once, whatever arrives while somebody fills it in.
  const beginning = useMemo(() => ({ ...firstValues(fields, subject, me), ...first }), []);

  useEffect(() => {
    if (mutation.error instanceof ApiProblem) form.setFields(faultsByField(mutation.error, all));
  }, [mutation.error, form, all]);

  const drawn = (field: FormField) => (
    <Form.Item
      key={field.name}
      name={field.name}
      label={named(field)}
      required={field.required}
      rules={[
        ...(field.required ? [{ required: true, message: t('states.required', { name: named(field) }) }] : []),
        ...(field.control === 'decimal' ? [{ pattern: DECIMAL, message: t('forms.invalidDecimal') }] : []),
      ]}
    >
      <Control field={field} />
    </Form.Item>
  );

  return (
    <FormContext.Provider value={subject}>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={beginning}
        scrollToFirstError={{ block: 'center', focus: true }}
        onFinish={({ at, ...values }) =>
          mutation.mutate({ ...filledIn(values), ...(at ? { at: instantOfLocal(String(at)) } : {}) })
        }
      >
        {before}
        {fields.map(drawn)}
        {children}
        {backdating.length > 0 ? (
          <Collapse
            ghost
            size="small"
            className="backdating"
            items={[{ key: 'back', label: t('forms.backdating'), children: backdating.map(drawn) }]}
          />
        ) : null}
        {mutation.error ? <WriteTrouble why={mutation.error} /> : null}
        <div className="form-foot">
          <Button type="primary" htmlType="submit" loading={mutation.isPending}>
            {submitText}
          </Button>
          <Button onClick={onCancel}>{t('states.cancel')}</Button>
        </div>
      </Form>
    </FormContext.Provider>
  );
};

const faultsByField = (why: ApiProblem, fields: readonly FormField[]): { name: string; errors: string[] }[] =>
  (why.problem.errors ?? []).flatMap(({ path, message }) => {
    const [name = '', ...rest] = path.split('.');
    return fields.some((field) => field.name === name)
      ? [{ name, errors: [rest.length > 0 ? `${rest.join('.')}: ${message}` : message] }]
      : [];
  });

const WriteTrouble = ({ why }: { readonly why: unknown }) =>
  why instanceof ApiProblem && why.problem.status < 500 ? (
    <div className="form-trouble" role="alert">
      {problemText(why)}
    </div>
  ) : (
    <Trouble why={why} />
  );
