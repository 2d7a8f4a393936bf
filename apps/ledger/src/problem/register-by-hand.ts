import type { EntityManager } from 'typeorm';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { joinedPath } from '../reference/directory.store.js';
import { businessTime } from '#libs/identity/write-time.js';
import type { RegisterProblem } from './problem.api.js';
import type { ProblemEntity } from './problem.entity.js';
import { registerProblem } from './register-problem.js';

/**
 * A person registers a problem; the permission has to reach the unit that is to lead. Refuses with FORBIDDEN_UNIT and what
 * `registerProblem` refuses.
 */
export const registerByHand = async (
  tx: EntityManager,
  pack: Pack,
  body: RegisterProblem,
  identity: Identity,
  now: Date,
): Promise<ProblemEntity> => {
  const { expectedVersion: _none, at: dated, backdatingReason, ...wish } = body;
  const path = identity.grants.filter(({ permission }) => permission === 'record.backdate').map(({ unitId }) => unitId);
  const at = businessTime({ at: dated, backdatingReason }, identity, { unitPath: path, lastActionAt: null }, now);
  const problem = await registerProblem(tx, pack, {
    ...wish,
    personId: identity.personId,
    at,
    now,
    reason: backdatingReason ?? null,
  });
  requireScope(identity, 'problem.register', await joinedPath(tx, [problem.leadUnitId]));
  return problem;
};
