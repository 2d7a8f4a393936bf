import { App as AntApp, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { FieldsForm } from '../forms/fields-form.js';
import type { FormField } from '../forms/form-context.js';
import type { Texts } from '../texts/shape.js';
import { usePlatformToday } from '../shell/session.js';
import { type Entry, type Project, useBook } from './funds-queries.js';
import { moneyText } from './money.js';
import type { fundsZh } from './texts.js';

export type ProjectAct =
  { readonly kind: 'pay' | 'start' | 'progress' } | { readonly kind: 'reverse'; readonly entry: Entry };

/** What can be done about a project, one form each. */
export const ProjectForm = ({
  act,
  project,
  entries,
  onClose,
}: {
  readonly act: ProjectAct | null;
  readonly project: Project;
  readonly entries: readonly Entry[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Drawer
      open={act !== null}
      onClose={onClose}
      size={520}
      destroyOnHidden
      mask={{ closable: false }}
      title={
        act?.kind === 'reverse'
          ? t('funds.reverseTitle', { amount: moneyText(act.entry.amount), voucher: act.entry.voucher })
          : act
            ? t(`funds.${act.kind}`)
            : ''
      }
    >
      {act ? <Filling key={act.kind} act={act} project={project} entries={entries} onClose={onClose} /> : null}
    </Drawer>
  );
};

type FieldText = keyof Texts<typeof fundsZh>;

const useField = () => {
  const { i18n } = useTranslation();
  const [zh, en] = [i18n.getFixedT('zh'), i18n.getFixedT('en')];
  return (
    name: string,
    text: FieldText &
      (
        | 'amount'
        | 'date'
        | 'voucher'
        | 'payee'
        | 'purpose'
        | 'reason'
        | 'notice'
        | 'startedOn'
        | 'reverseOn'
        | 'progressPct'
        | 'progressOn'
        | 'progressReason'
      ),
    control: FormField['control'],
    more: Partial<FormField> = {},
  ): FormField => ({ name, zh: zh(`funds.${text}`), en: en(`funds.${text}`), control, required: true, ...more });
};

const Filling = ({
  act,
  project,
  entries,
  onClose,
}: {
  readonly act: ProjectAct;
  readonly project: Project;
  readonly entries: readonly Entry[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const today = usePlatformToday();
  const field = useField();
  const { message } = AntApp.useApp();
  const base = `/projects/${encodeURIComponent(project.id)}`;
  const paths = {
    pay: `${base}/payments`,
    start: `${base}/start`,
    progress: `${base}/physical-progress`,
    reverse: `${base}/payments/${act.kind === 'reverse' ? act.entry.id : ''}/reversal`,
  };
  const book = useBook(paths[act.kind]);
  const notices = [...new Set(entries.map(({ noticeId }) => noticeId))].map((id) => ({ value: id, zh: id, en: id }));
  const fields: Record<ProjectAct['kind'], FormField[]> = {
    pay: [
      field('noticeId', 'notice', 'choice', { choices: notices }),
      field('amount', 'amount', 'decimal'),
      field('paidOn', 'date', 'date'),
      field('voucher', 'voucher', 'text'),
      field('payee', 'payee', 'text'),
      field('purpose', 'purpose', 'text'),
    ],
    start: [field('startedOn', 'startedOn', 'date')],
    progress: [
      field('physicalPct', 'progressPct', 'decimal'),
      field('on', 'progressOn', 'date'),
      field('reason', 'progressReason', 'long-text', { required: false }),
    ],
    reverse: [
      field('paidOn', 'reverseOn', 'date'),
      field('voucher', 'voucher', 'text'),
      field('reason', 'reason', 'long-text'),
    ],
  };
  const first: Record<ProjectAct['kind'], Record<string, unknown>> = {
    pay: { paidOn: today, ...(notices.length === 1 ? { noticeId: notices[0]!.value } : {}) },
    start: { startedOn: today },
    progress: { on: today, physicalPct: String(Number(project.physicalPct)) },
    reverse: { paidOn: today },
  };
  const says = (values: Record<string, unknown>): string =>
    act.kind === 'pay'
      ? t('funds.posted', { amount: moneyText(String(values['amount'])) })
      : act.kind === 'reverse'
        ? t('funds.reversed')
        : t('funds.saved');
  return (
    <>
      {act.kind === 'reverse' ? <p className="aside">{t('funds.reverseAside')}</p> : null}
      <FieldsForm
        fields={fields[act.kind]}
        subject={{ today }}
        first={first[act.kind]}
        submitText={act.kind === 'reverse' ? t('funds.reverse') : t(`funds.${act.kind}`)}
        mutation={{
          isPending: book.isPending,
          error: book.error,
          mutate: (values) =>
            book.mutate(values, {
              onSuccess: () => {
                void message.success(says(values));
                onClose();
              },
            }),
        }}
        onCancel={onClose}
      />
    </>
  );
};
