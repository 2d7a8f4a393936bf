import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor, requireScope } from '#libs/identity/scope.js';
import { evidenceOf, evidenceView } from '../evidence/evidence.store.js';
import { formFieldsOf } from '#libs/contracts/form.js';
import { standingOf, type Standing } from '../problem/relations.js';
import { joinedPath } from '../reference/directory.store.js';
import { refusalOfTask } from './act-on-task.js';
import { TASK_FORMS, type TaskAction, type TaskDetail, type TaskRow } from './task.api.js';
import { TaskEntity } from './task.entity.js';
import { taskActions, taskView, type TaskViewRow } from './task.store.js';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A task as lists show it. */
export const taskRow = (row: TaskViewRow): z.input<typeof TaskRow> => {
  const { subjectKind, subjectId, dueOn, ...same } = row;
  return {
    ...same,
    subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind as 'area', id: subjectId },
    assignedAt: row.assignedAt.toISOString(),
    dueAt: dueOn,
    signedAt: iso(row.signedAt),
    reportedAt: iso(row.reportedAt),
    confirmedAt: iso(row.confirmedAt),
    changedAt: row.changedAt.toISOString(),
  };
};

/** What somebody may do with a task now. */
export const nextTaskActions = (
  task: TaskEntity,
  identity: Identity,
  standing: Standing,
  unitPath: readonly string[],
): z.input<typeof TaskDetail>['nextActions'] =>
  (Object.keys(TASK_FORMS) as TaskAction[]).flatMap((action) => {
    const { permission, zh, en, body } = TASK_FORMS[action];
    const isMine =
      refusalOfTask(task, action, standing, identity.personId) === null && mayFor(identity, permission, unitPath);
    return isMine
      ? [{ action, zh, en, permission, path: `/tasks/${task.id}/${action}`, fields: formFieldsOf(body) }]
      : [];
  });

/** Refuses with TASK_NOT_FOUND, FORBIDDEN_UNIT. */
export const taskDetail = async (
  tx: EntityManager,
  id: string,
  identity: Identity,
  now: Date,
): Promise<z.input<typeof TaskDetail>> => {
  const task = await tx.findOneBy(TaskEntity, { id });
  if (!task) throw new Refusal('TASK_NOT_FOUND', `no task ${id}`);
  const unitPath = await joinedPath(tx, task.unitIds);
  requireScope(identity, 'task.read', unitPath);
  return {
    ...taskRow((await taskView(tx, id, shanghaiDate(now)))!),
    demands: task.demands,
    finding: task.finding,
    timeline: (await taskActions(tx, id)).map(({ fromState, toState, at, recordedAt, actor, ...row }) => ({
      ...row,
      from: fromState,
      to: toState,
      at: at.toISOString(),
      recordedAt: recordedAt.toISOString(),
      actor: { id: actor.id, name: actor.name, unitId: actor.unitId, postId: actor.postId },
    })),
    evidence: (await evidenceOf(tx, { taskId: id })).map(evidenceView),
    basis: task.basis,
    nextActions: nextTaskActions(task, identity, await standingOf(tx, identity), unitPath),
  };
};
