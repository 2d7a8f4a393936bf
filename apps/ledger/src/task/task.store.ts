import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { TaskChanged } from '#libs/contracts/ledger.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import { select } from '#libs/persistence/select.js';
import type { TaskQuery } from './task.api.js';
import { TaskEntity } from './task.entity.js';

/** The row to act on, locked until the transaction ends. Refuses with TASK_NOT_FOUND. */
export const lockTask = async (tx: EntityManager, id: string): Promise<TaskEntity> => {
  const task = await tx.findOne(TaskEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!task) throw new Refusal('TASK_NOT_FOUND', `no task ${id}`);
  return task;
};

export const unitsNamedByTask = (task: TaskEntity): string[] => [
  ...new Set(
    [task.leadUnitId, ...task.supportingUnitIds, task.territorialUnitId, task.supervisingUnitId].filter(
      (id) => id !== null,
    ),
  ),
];

/** Writes what an act did to a task: the line of its history, the audit row and the event. Answers the line's id. */
export const recordTaskAct = async (
  tx: EntityManager,
  task: TaskEntity,
  act: {
    readonly action: string;
    readonly from: string | null;
    readonly given: object;
    readonly at: Date;
    readonly now: Date;
  },
): Promise<string> => {
  const id = uuidv7();
  await tx.query(
    `insert into task_action (id, task_id, action, from_state, to_state, at, recorded_at, actor, given)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      task.id,
      act.action,
      act.from,
      task.state,
      act.at,
      act.now,
      JSON.stringify(currentCause().actor),
      JSON.stringify(act.given),
    ],
  );
  await audit(tx, {
    at: act.at,
    action: `task.${act.action}`,
    subject: { kind: 'task', id: task.id },
    old: act.from === null ? null : { state: act.from },
    new: { state: task.state, version: task.version },
  });
  await publish(tx, TaskChanged, {
    key: task.id,
    occurredAt: act.at,
    data: {
      taskId: task.id,
      version: task.version,
      taskNo: task.taskNo,
      kind: task.kind,
      title: task.title,
      state: task.state,
      action: act.action,
      subject:
        task.subjectKind === null || task.subjectId === null
          ? null
          : { kind: task.subjectKind as 'area', id: task.subjectId },
      leadUnitId: task.leadUnitId,
      supportingUnitIds: task.supportingUnitIds,
      territorialUnitId: task.territorialUnitId,
      supervisingUnitId: task.supervisingUnitId,
      acceptanceUnitId: null,
      leaderPostId: null,
      responsiblePostId: task.responsiblePostId,
      dueAt: task.dueOn,
      warningId: task.warningId,
      basis: task.basis,
    },
  });
  return id;
};

export interface TaskViewRow {
  readonly id: string;
  readonly version: number;
  readonly taskNo: string;
  readonly kind: TaskEntity['kind'];
  readonly title: string;
  readonly state: TaskEntity['state'];
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly areaId: string | null;
  readonly leadUnitId: string;
  readonly supportingUnitIds: string[];
  readonly territorialUnitId: string | null;
  readonly supervisingUnitId: string | null;
  readonly responsiblePostId: string | null;
  readonly assignedAt: Date;
  readonly dueOn: string | null;
  readonly overdueDays: number;
  readonly signedAt: Date | null;
  readonly reportedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly warningId: string | null;
  readonly causeKey: string | null;
  readonly ruleClass: string | null;
  readonly periodLabel: string | null;
  readonly changedAt: Date;
}

const OVERDUE = `case when t.reported_at is null and t.state <> 'cancelled' and t.due_on < $1::date
                      then $1::date - t.due_on else 0 end`;
const ROW = `t.id, t.version, t.task_no, t.kind, t.title, t.state, t.subject_kind, t.subject_id, t.area_id, t.lead_unit_id,
  t.supporting_unit_ids, t.territorial_unit_id, t.supervising_unit_id, t.responsible_post_id, t.assigned_at,
  t.due_on::text as due_on, ${OVERDUE} as overdue_days, t.signed_at, t.reported_at, t.confirmed_at, t.warning_id,
  w.cause_key, w.rule_class, w.period_label, t.changed_at`;
const FROM = 'from task t left join warning w on w.id = t.warning_id';

/** A page of tasks, newest first, with the counts of the whole filter. */
export const taskPage = async (
  tx: EntityManager,
  query: TaskQuery,
  on: string,
  seen: readonly string[],
  after: { readonly at: string; readonly id: string } | null,
): Promise<{ rows: TaskViewRow[]; byState: { state: string; total: number }[] }> => {
  const conditions = `t.unit_ids && $2::text[]
    and ($3::text is null or t.kind = $3)
    and ($4::text[] is null or t.state = any($4))
    and ($5::text is null or t.unit_ids && array[$5])
    and ($6::text is null or t.area_id = $6)
    and ($7::uuid is null or t.warning_id = $7)
    and ($8::text is null or w.cause_key = $8)
    and ($9::text is null or w.period_label = $9)
    and ($10::text is null or w.rule_class = $10)`;
  const values = [
    on,
    seen,
    query.kind ?? null,
    query.state ?? null,
    query.unitId ?? null,
    query.areaId ?? null,
    query.warningId ?? null,
    query.causeKey ?? null,
    query.periodLabel ?? null,
    query.ruleClass ?? null,
  ];
  const byState = await select<{ state: string; total: number }>(
    tx,
    `select t.state, count(*)::int as total ${FROM} where $1::date is not null and ${conditions} group by t.state`,
    values,
  );
  const rows = await select<TaskViewRow>(
    tx,
    `select ${ROW} ${FROM} where ${conditions}
        and ($11::timestamptz is null or (t.assigned_at, t.id) < ($11, $12::uuid))
      order by t.assigned_at desc, t.id desc limit $13`,
    [...values, after?.at ?? null, after?.id ?? null, query.limit],
  );
  return { rows, byState };
};

export const taskView = async (tx: EntityManager, id: string, on: string): Promise<TaskViewRow | null> =>
  (await select<TaskViewRow>(tx, `select ${ROW} ${FROM} where t.id = $2`, [on, id]))[0] ?? null;

export interface TaskActionRow {
  readonly id: string;
  readonly action: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actor: { id: string; name: string; unitId: string | null; postId: string | null };
  readonly given: Record<string, unknown>;
}

export const taskActions = (tx: EntityManager, taskId: string): Promise<TaskActionRow[]> =>
  select<TaskActionRow>(
    tx,
    `select a.id, a.action, a.from_state, a.to_state, a.at, a.recorded_at, a.actor, a.given
       from task_action a where a.task_id = $1 order by a.seq desc limit 200`,
    [taskId],
  );
