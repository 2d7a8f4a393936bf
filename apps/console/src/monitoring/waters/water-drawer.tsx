import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Drawer } from 'antd';
import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from '../../api/client.js';
import { FieldsForm } from '../../forms/fields-form.js';
import type { FormField } from '../../forms/form-context.js';
import { usePlatformToday } from '../../shell/session.js';

/** Something to be written into the register of waters. */
export interface WaterWrite {
  readonly title: string;
  /** Below the API's root; where the form asks for the name of what is new, as that name gives it. */
  readonly path: string | ((values: Readonly<Record<string, unknown>>) => string);
  /** How it is sent; `POST` where absent. */
  readonly method?: 'PUT';
  readonly fields: readonly FormField[];
  /** Sent along without being asked for; what is filled in stands before it. */
  readonly besides: Readonly<Record<string, unknown>>;
  /** What is sent of what is filled in, where it is not sent as it stands. */
  readonly bodyOf?: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly first?: Readonly<Record<string, unknown>>;
  /** Items of the form that stand first. */
  readonly before?: ReactNode;
  /** Further items of the form. */
  readonly more?: ReactNode;
}

/** The form of one write beside the page one is on. */
export const WaterDrawer = ({
  write,
  onClose,
}: {
  readonly write: WaterWrite | null;
  readonly onClose: () => void;
}) => (
  <Drawer
    open={write !== null}
    onClose={onClose}
    size={600}
    title={write?.title}
    destroyOnHidden
    mask={{ closable: false }}
  >
    {write ? <Filling write={write} onClose={onClose} /> : null}
  </Drawer>
);

const Filling = ({ write, onClose }: { readonly write: WaterWrite; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const queries = useQueryClient();
  const { message } = AntApp.useApp();
  const mutation = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      send(
        typeof write.path === 'string' ? write.path : write.path(values),
        { ...write.besides, ...(write.bodyOf?.(values) ?? values) },
        write.method,
      ),
    onSuccess: async () => {
      void message.success(t('forms.done', { action: write.title }));
      onClose();
      await Promise.all(['monitoring', 'device'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (why) => {
      if (why instanceof ApiProblem && why.problem.code.endsWith('_CHANGED_MEANWHILE'))
        void queries.invalidateQueries({ queryKey: ['monitoring'] });
    },
  });
  return (
    <FieldsForm
      fields={write.fields}
      subject={{ today }}
      {...(write.first ? { first: write.first } : {})}
      submitText={write.title}
      mutation={mutation}
      onCancel={onClose}
      before={write.before}
    >
      {write.more}
    </FieldsForm>
  );
};

/** Fields named in both languages, from texts of the page. */
export const useField = () => {
  const { i18n } = useTranslation();
  const [zh, en] = [i18n.getFixedT('zh'), i18n.getFixedT('en')];
  return (
    name: string,
    text: ParseKeys,
    control: FormField['control'],
    required = true,
    choices?: FormField['choices'],
  ): FormField => ({
    name,
    zh: zh(text),
    en: en(text),
    control,
    required,
    ...(choices ? { choices } : {}),
  });
};

/** Choices named in both languages, from texts of the page. */
export const useChoices = () => {
  const { i18n } = useTranslation();
  const [zh, en] = [i18n.getFixedT('zh'), i18n.getFixedT('en')];
  return <V extends string>(values: readonly V[], text: (value: V) => ParseKeys): NonNullable<FormField['choices']> =>
    values.map((value) => ({ value, zh: zh(text(value)), en: en(text(value)) }));
};
