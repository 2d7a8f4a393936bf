import { Button, Collapse, Form } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from '../api/client.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNamed } from '../i18n.js';
import { problemText, Trouble } from '../shell/parts.js';
import { useMay, useMe } from '../shell/session.js';
import { instantOfLocal } from '../shell/time.js';
import { Control } from './control.js';
import { filledIn, firstValues } from './first-values.js';
import { FormContext, type FormField, type FormSubject } from './form-context.js';

/** An act as its record offers it. */
export interface OfferedAction {
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  readonly path: string;
  readonly fields: readonly FormField[];
}

const BACKDATING = new Set(['at', 'backdatingReason']);
const DECIMAL = /^\d{1,14}(\.\d{1,4})?$/;

type Values = Record<string, unknown>;

/** The form of one act, drawn from what its owner says the act takes. */
export const ActionForm = ({
  offered,
  subject,
  besides = {},
  onDone,
  onCancel,
}: {
  readonly offered: OfferedAction;
  readonly subject: FormSubject;
  /** Sent along without being asked for: which record, which version of it. */
  readonly besides?: Readonly<Values>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const me = useMe();
  const may = useMay();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const fields = offered.fields.filter(({ name }) => !BACKDATING.has(name));
  const backdating = may('record.backdate') ? offered.fields.filter(({ name }) => BACKDATING.has(name)) : [];
  const first = useMemo(() => firstValues(fields, subject, me), [offered.action]); // begins once, whatever arrives later

  const act = useMutation({
    mutationFn: ({ at, ...values }: Values) =>
      send(offered.path, { ...besides, ...filledIn(values), ...(at ? { at: instantOfLocal(String(at)) } : {}) }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ predicate: ({ queryKey }) => !SELDOM.has(String(queryKey[0])) });
    },
    onError: (why) => {
      if (!(why instanceof ApiProblem)) return;
      form.setFields(faultsByField(why, new Set(offered.fields.map(({ name }) => name))));
      if (why.problem.code.endsWith('_CHANGED_MEANWHILE')) void queries.invalidateQueries();
    },
  });

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
        initialValues={first}
        scrollToFirstError={{ block: 'center', focus: true }}
        onFinish={(values) => act.mutate(values)}
      >
        {fields.map(drawn)}
        {backdating.length > 0 ? (
          <Collapse
            ghost
            size="small"
            items={[{ key: 'back', label: t('forms.backdating'), children: backdating.map(drawn) }]}
          />
        ) : null}
        {act.error ? <ActTrouble why={act.error} /> : null}
        <div className="form-foot">
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {named(offered)}
          </Button>
          <Button onClick={onCancel}>{t('states.cancel')}</Button>
        </div>
      </Form>
    </FormContext.Provider>
  );
};

/** Reference data do not change with an act. */
const SELDOM = new Set(['units', 'posts', 'people', 'areas', 'vocabulary']);

/** Faults of the input beside the field they are about; what belongs to no field of the form is left to the message. */
const faultsByField = (why: ApiProblem, names: ReadonlySet<string>): { name: string; errors: string[] }[] =>
  (why.problem.errors ?? []).flatMap(({ path, message }) => {
    const [name = '', ...rest] = path.split('.');
    return names.has(name) ? [{ name, errors: [rest.length > 0 ? `${rest.join('.')}: ${message}` : message] }] : [];
  });

const ActTrouble = ({ why }: { readonly why: unknown }) =>
  why instanceof ApiProblem && why.problem.status < 500 ? (
    <div className="form-trouble" role="alert">
      {problemText(why)}
    </div>
  ) : (
    <Trouble why={why} />
  );
