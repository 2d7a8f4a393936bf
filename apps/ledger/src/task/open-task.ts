import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Basis } from '#libs/contracts/shapes.js';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Pack } from '#libs/policy/pack.js';
import { nextNumber } from '../problem/number-problem.js';
import { closureRules } from '../reference/categories.js';
import { needPosts, needUnits, workingCalendar } from '../reference/directory.store.js';
import { TaskEntity } from './task.entity.js';
import { recordTaskAct, unitsNamedByTask } from './task.store.js';

export interface NewTask {
  readonly kind: 'tracing' | 'review' | 'other';
  readonly title: string;
  readonly demands?: string | undefined;
  readonly subject?: { readonly kind: string; readonly id: string } | undefined;
  readonly areaId: string | null;
  readonly leadUnitId: string;
  readonly supportingUnitIds: readonly string[];
  readonly supervisingUnitId: string | null;
  readonly responsiblePostId?: string | undefined;
  /** By the pack's limit for the kind when left out. */
  readonly dueOn?: string | undefined;
  readonly warningId?: string | undefined;
  readonly basis?: Basis | undefined;
  readonly at: Date;
  readonly now: Date;
}

/** Assigns a task. Refuses with UNIT_UNKNOWN_INVALID, POST_UNKNOWN_INVALID, TASK_UNITS_INVALID, TASK_DUE_INVALID. */
export const openTask = async (tx: EntityManager, pack: Pack, wish: NewTask): Promise<TaskEntity> => {
  const { at, now } = wish;
  const on = shanghaiDate(at);
  await needUnits(tx, [wish.leadUnitId, wish.supervisingUnitId, ...wish.supportingUnitIds]);
  await needPosts(tx, [wish.responsiblePostId]);
  if (wish.supervisingUnitId === wish.leadUnitId)
    throw new Refusal('TASK_UNITS_INVALID', 'the lead unit does not supervise its own task');
  if (wish.dueOn !== undefined && wish.dueOn < on)
    throw new Refusal('TASK_DUE_INVALID', `the date ${wish.dueOn} lies in the past`);
  const limit = wish.kind === 'other' ? null : closureRules(pack, on).tasks[wish.kind];
  const task = tx.create(TaskEntity, {
    id: uuidv7(),
    version: 1,
    taskNo: await nextNumber(tx, pack, 'task', at),
    kind: wish.kind,
    title: wish.title,
    demands: wish.demands ?? null,
    state: 'assigned',
    subjectKind: wish.subject?.kind ?? null,
    subjectId: wish.subject?.id ?? null,
    areaId: wish.areaId,
    leadUnitId: wish.leadUnitId,
    supportingUnitIds: [...wish.supportingUnitIds],
    territorialUnitId: null,
    supervisingUnitId: wish.supervisingUnitId,
    responsiblePostId: wish.responsiblePostId ?? null,
    dueOn: wish.dueOn ?? (limit ? deadlineOf(await workingCalendar(tx), on, limit).date : null),
    finding: null,
    doerPersonIds: [],
    assignedAt: at,
    signedAt: null,
    reportedAt: null,
    confirmedAt: null,
    cancelledAt: null,
    warningId: wish.warningId ?? null,
    basis: wish.basis ?? { references: [], query: null },
    lastActionAt: at,
    changedAt: at,
  });
  task.unitIds = unitsNamedByTask(task);
  await tx.insert(TaskEntity, task);
  await recordTaskAct(tx, task, { action: 'assign', from: null, given: { title: task.title }, at, now });
  return task;
};
