import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem, send } from '../api/client.js';
import { useNamed } from '../i18n.js';
import { FieldsForm } from './fields-form.js';
import type { FormField, FormSubject } from './form-context.js';

/** An act as its record offers it. */
export interface OfferedAction {
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  /** Below the API's root. */
  readonly path: string;
  readonly fields: readonly FormField[];
}

/** Reference data do not change with an act. */
const SELDOM = new Set(['units', 'posts', 'people', 'areas', 'vocabulary']);

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
  readonly besides?: Readonly<Record<string, unknown>>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) => {
  const named = useNamed();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (values: Record<string, unknown>) => send(offered.path, { ...besides, ...values }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ predicate: ({ queryKey }) => !SELDOM.has(String(queryKey[0])) });
    },
    onError: (why) => {
      if (why instanceof ApiProblem && why.problem.code.endsWith('_CHANGED_MEANWHILE'))
        void queries.invalidateQueries();
    },
  });
  return (
    <FieldsForm
      fields={offered.fields}
      subject={subject}
      submitText={named(offered)}
      mutation={act}
      onCancel={onCancel}
    />
  );
};
