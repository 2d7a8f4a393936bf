import type { EntityManager } from 'typeorm';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { joinedPath } from '../reference/directory.store.js';
import { businessTime } from '#libs/identity/write-time.js';
import { openTask } from './open-task.js';
import type { AssignTask } from './task.api.js';
import type { TaskEntity } from './task.entity.js';

/** A person assigns a task no warning asked for; the permission has to reach the lead unit. */
export const assignTask = async (
  tx: EntityManager,
  pack: Pack,
  body: AssignTask,
  identity: Identity,
  now: Date,
): Promise<TaskEntity> => {
  const path = await joinedPath(tx, [body.leadUnitId]);
  const at = businessTime(body, identity, { unitPath: path, lastActionAt: null }, now);
  const task = await openTask(tx, pack, {
    kind: 'other',
    title: body.title,
    demands: body.demands,
    subject: body.subject,
    areaId: body.areaId ?? null,
    leadUnitId: body.leadUnitId,
    supportingUnitIds: body.supportingUnitIds,
    supervisingUnitId: body.supervisingUnitId ?? null,
    responsiblePostId: body.responsiblePostId,
    dueOn: body.dueAt,
    at,
    now,
  });
  requireScope(identity, 'task.assign', path);
  return task;
};
