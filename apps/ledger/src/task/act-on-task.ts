import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { storeEvidence } from '../evidence/store-evidence.js';
import type { EvidenceFile } from '../inputs.api.js';
import { standingOf, type Standing } from '../problem/relations.js';
import { closureRules } from '../reference/categories.js';
import { joinedPath, needPosts } from '../reference/directory.store.js';
import { OFFICE } from '../reference/responsible-units.js';
import { businessTime, type WriteInput } from '#libs/identity/write-time.js';
import { TASK_FORMS, type TaskAction } from './task.api.js';
import { TaskEntity } from './task.entity.js';
import { lockTask, recordTaskAct } from './task.store.js';

type State = TaskEntity['state'];

/** Life of a task: from which states an act may be taken, where it leads, and who takes it. */
export const TASK_STEPS: Readonly<
  Record<
    TaskAction,
    { readonly from: readonly State[]; readonly to: State; readonly by: readonly ('lead' | 'supervising' | 'office')[] }
  >
> = {
  sign: { from: ['assigned'], to: 'signed', by: ['lead'] },
  report: { from: ['signed'], to: 'reported', by: ['lead'] },
  return: { from: ['reported'], to: 'signed', by: ['supervising', 'office'] },
  confirm: { from: ['reported'], to: 'confirmed', by: ['supervising', 'office'] },
  cancel: { from: ['assigned', 'signed', 'reported'], to: 'cancelled', by: ['office'] },
};

/** In what relations somebody stands to a task. */
export const taskRelations = (task: TaskEntity, { unit }: Standing): ('lead' | 'supervising' | 'office')[] => {
  if (!unit) return [];
  const holds = [
    ['lead', unit.id === task.leadUnitId],
    ['supervising', unit.id === task.supervisingUnitId],
    ['office', unit.type === OFFICE],
  ] as const;
  return holds.filter(([, does]) => does).map(([relation]) => relation);
};

/** Why an act on a task may not be taken, or null. TASK_ILLEGAL_TRANSITION, TASK_WRONG_ACTOR, TASK_JUDGED_BY_DOER. */
export const refusalOfTask = (
  task: TaskEntity,
  action: TaskAction,
  standing: Standing,
  personId: string,
): Refusal | null => {
  const step = TASK_STEPS[action];
  const relations = taskRelations(task, standing);
  if (!step.from.includes(task.state))
    return new Refusal('TASK_ILLEGAL_TRANSITION', `A task in state ${task.state} knows no action ${action}.`, {
      state: task.state,
      action,
    });
  if (!step.by.some((relation) => relations.includes(relation)))
    return new Refusal('TASK_WRONG_ACTOR', `Action ${action} belongs to: ${step.by.join(', ')}.`, {
      allowed: step.by,
      relations,
    });
  const isJudging = action === 'confirm' || action === 'return';
  if (isJudging && (standing.unit?.path.includes(task.leadUnitId) || task.doerPersonIds.includes(personId)))
    return new Refusal('TASK_JUDGED_BY_DOER', 'A result is never confirmed by the unit or person that reported it.');
  return null;
};

/** Takes one act on a task. Besides `refusalOfTask`: FORBIDDEN_UNIT, TASK_CHANGED_MEANWHILE, TASK_POST_INVALID. */
export const actOnTask = async (
  tx: EntityManager,
  pack: Pack,
  taskId: string,
  input: WriteInput & { readonly action: TaskAction; readonly given: Readonly<Record<string, unknown>> },
  identity: Identity,
  now: Date,
): Promise<TaskEntity> => {
  const { action, given } = input;
  const task = await lockTask(tx, taskId);
  const path = await joinedPath(tx, task.unitIds);
  requireScope(identity, TASK_FORMS[action].permission, path);
  if (input.expectedVersion !== undefined && input.expectedVersion !== task.version)
    throw new Refusal('TASK_CHANGED_MEANWHILE', `the task is at version ${task.version}`, { version: task.version });
  const at = businessTime(input, identity, { unitPath: path, lastActionAt: task.lastActionAt }, now);
  const refusal = refusalOfTask(task, action, await standingOf(tx, identity), identity.personId);
  if (refusal) throw refusal;
  const from = task.state;
  task.state = TASK_STEPS[action].to;
  task.version += 1;
  task.lastActionAt = at;
  task.changedAt = at;
  if (action === 'sign') {
    const postId = given['signerPostId'] as string;
    const post = (await needPosts(tx, [postId])).get(postId);
    if (post?.unitId !== task.leadUnitId)
      throw new Refusal('TASK_POST_INVALID', `post ${postId} is none of the lead unit's`, { postId });
    task.signedAt = at;
  }
  if (action === 'report') {
    task.reportedAt = at;
    task.finding = given['finding'] as string;
    if (!task.doerPersonIds.includes(identity.personId)) task.doerPersonIds.push(identity.personId);
  }
  if (action === 'return') task.reportedAt = null;
  if (action === 'confirm') task.confirmedAt = at;
  if (action === 'cancel') task.cancelledAt = at;
  await tx.save(task);
  const { evidence, ...rest } = given as { evidence?: EvidenceFile[] };
  const actionId = await recordTaskAct(tx, task, { action, from, given: rest, at, now });
  const rules = closureRules(pack, shanghaiDate(at));
  await storeEvidence(tx, { task, rules, identity, at }, { kind: 'task-action', id: actionId }, evidence ?? []);
  return task;
};

/** Calls off the task a warning opened, because another warning took it in; what has been reported stays as it is. */
export const cancelTaskOf = async (
  tx: EntityManager,
  warningId: string,
  takenInBy: string,
  at: Date,
  now: Date,
): Promise<void> => {
  const task = await tx.findOne(TaskEntity, { where: { warningId }, lock: { mode: 'pessimistic_write' } });
  if (!task || !(task.state === 'assigned' || task.state === 'signed')) return;
  const from = task.state;
  const when = at > task.lastActionAt ? at : task.lastActionAt;
  Object.assign(task, {
    state: 'cancelled',
    version: task.version + 1,
    cancelledAt: when,
    lastActionAt: when,
    changedAt: when,
  });
  await tx.save(task);
  await recordTaskAct(tx, task, { action: 'cancel', from, given: { takenInBy }, at: when, now });
};
