import { App as AntApp, Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNamed } from '../i18n.js';
import { codeOf } from '../problems/problem-code.js';
import { useStateName } from '../problems/problem-names.js';
import { useProblem } from '../problems/problem-queries.js';
import { Answer, Nothing } from '../shell/parts.js';
import { usePlatformToday } from '../shell/session.js';
import { useTask } from '../tasks/task-queries.js';
import { ActionForm, type OfferedAction } from './action-form.js';
import { useDescribedFields } from './described-fields.js';
import type { FormSubject } from './form-context.js';

/** An act somebody set out to do on a record. */
export interface ActionTarget {
  readonly kind: 'problem' | 'task';
  readonly id: string;
  readonly action: string;
  /** The weekly sheet that a progress report answers. */
  readonly dispatchId?: string | null;
}

/** The form of one act beside the page one is on; it asks the record anew what may be done. */
export const ActionDrawer = ({
  target,
  onClose,
}: {
  readonly target: ActionTarget | null;
  readonly onClose: () => void;
}) => (
  <Drawer
    open={target !== null}
    onClose={onClose}
    size={600}
    destroyOnHidden
    mask={{ closable: false }}
    title={target ? <Title target={target} /> : ''}
  >
    {target?.kind === 'problem' ? <OnProblem key={target.id} target={target} onClose={onClose} /> : null}
    {target?.kind === 'task' ? <OnTask key={target.id} target={target} onClose={onClose} /> : null}
  </Drawer>
);

const useTargetRecord = (target: ActionTarget) => {
  const problem = useProblem(target.kind === 'problem' ? target.id : undefined).data;
  const task = useTask(target.kind === 'task' ? target.id : undefined).data;
  return { problem, task, offered: (problem ?? task)?.nextActions.find(({ action }) => action === target.action) };
};

const Title = ({ target }: { readonly target: ActionTarget }) => {
  const named = useNamed();
  const { problem, task, offered } = useTargetRecord(target);
  const code = problem ? codeOf(problem) : task?.taskNo;
  return (
    <>
      {offered ? named(offered) : ''} <span className="aside">{code}</span>
    </>
  );
};

interface Part {
  readonly target: ActionTarget;
  readonly onClose: () => void;
}

const OnProblem = ({ target, onClose }: Part) => {
  const today = usePlatformToday();
  const query = useProblem(target.id);
  return (
    <Answer query={query}>
      {(problem) => (
        <Offered
          offered={problem.nextActions.find(({ action }) => action === target.action)}
          title={problem.title}
          subject={{ today, problem }}
          besides={
            target.action === 'report-progress'
              ? { problemId: problem.id, ...(target.dispatchId ? { dispatchId: target.dispatchId } : {}) }
              : { expectedVersion: problem.version }
          }
          onClose={onClose}
        />
      )}
    </Answer>
  );
};

/** Of a task a report has no milestones; the task does not offer it among its steps. */
const useTaskReport = (isWanted: boolean): OfferedAction | undefined => {
  const fields = useDescribedFields('ReportProgress', isWanted);
  return isWanted && fields
    ? {
        ...REPORT,
        fields: fields.filter(({ name }) => name !== 'milestone' && name !== 'share'),
      }
    : undefined;
};
const REPORT = { action: 'report-progress', zh: '填报进展', en: 'report progress', path: '/progress-reports' } as const;

const OnTask = ({ target, onClose }: Part) => {
  const today = usePlatformToday();
  const query = useTask(target.id);
  const report = useTaskReport(target.action === 'report-progress');
  if (target.action === 'report-progress' && !report) return <Skeleton active />;
  return (
    <Answer query={query}>
      {(task) => (
        <Offered
          offered={report ?? task.nextActions.find(({ action }) => action === target.action)}
          title={task.title}
          subject={{ today, task }}
          besides={
            target.action === 'report-progress'
              ? { taskId: task.id, ...(target.dispatchId ? { dispatchId: target.dispatchId } : {}) }
              : { expectedVersion: task.version }
          }
          onClose={onClose}
        />
      )}
    </Answer>
  );
};

const Offered = ({
  offered,
  title,
  subject,
  besides,
  onClose,
}: {
  readonly offered: (OfferedAction & { readonly to?: string | null }) | undefined;
  readonly title: string;
  readonly subject: FormSubject;
  readonly besides: Readonly<Record<string, unknown>>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const named = useNamed();
  const stateName = useStateName();
  const { message } = AntApp.useApp();
  if (!offered) return <Nothing text={t('forms.gone')} />;
  return (
    <>
      <p className="form-head">
        {title}
        {offered.to ? <span className="aside"> · {t('forms.leadsTo', { state: stateName(offered.to) })}</span> : null}
      </p>
      <ActionForm
        key={offered.action}
        offered={offered}
        subject={subject}
        besides={besides}
        onCancel={onClose}
        onDone={() => {
          void message.success(t('forms.done', { action: named(offered) }));
          onClose();
        }}
      />
    </>
  );
};
