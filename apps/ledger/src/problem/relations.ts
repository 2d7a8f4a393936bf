import type { EntityManager } from 'typeorm';
import type { Actor, WorkDone } from '#libs/domain/problem/acceptance.js';
import type { RouteFacts } from '#libs/domain/problem/lifecycle.js';
import type { Relation } from '#libs/domain/problem/states.js';
import type { Identity } from '#libs/identity/identity.js';
import type { ClosureRules } from '#libs/policy/work.schema.js';
import { findUnit, postsById, unitsById, type Post, type Unit } from '../reference/directory.store.js';
import { OFFICE } from '../reference/responsible-units.js';
import type { ProblemEntity } from './problem.entity.js';

const UPPER_BODY = 'UPPER_SUPERVISING_UNIT';

/** Who somebody is: the unit acted from and the kinds of the posts held, read once per request. */
export interface Standing {
  readonly unit: Unit | null;
  readonly posts: readonly Post[];
}

export const standingOf = async (tx: EntityManager, identity: Identity): Promise<Standing> => ({
  unit: await findUnit(tx, identity.unitId),
  posts: [...(await postsById(tx, identity.postIds)).values()],
});

/** Post kinds that approve the closure of this problem. */
export const approverKinds = (problem: Pick<ProblemEntity, 'isInspection'>, rules: ClosureRules): readonly string[] =>
  rules.approvers[problem.isInspection ? 'inspection' : 'ordinary'];

/**
 * In what relations to the problem somebody stands. Lead, supervising, acceptance and assigning unit: who acts from just
 * that unit; a unit above signs for nobody. The office and bodies above by type of unit, approvers by post.
 */
export const relationsTo = (problem: ProblemEntity, standing: Standing, rules: ClosureRules): Relation[] => {
  const { unit, posts } = standing;
  if (!unit) return [];
  const holds: readonly [Relation, boolean][] = [
    ['lead', unit.id === problem.leadUnitId],
    ['supervising', unit.id === problem.supervisingUnitId],
    ['acceptance', unit.id === problem.acceptanceUnitId],
    ['office', unit.type === OFFICE],
    ['approver', posts.some((post) => approverKinds(problem, rules).includes(post.kind))],
    ['upper', unit.type === UPPER_BODY && (problem.upperUnitId === null || problem.upperUnitId === unit.id)],
    ['assigner', unit.id === problem.assignedByUnitId],
  ];
  return holds.filter(([, does]) => does).map(([relation]) => relation);
};

export const actorOf = (
  problem: ProblemEntity,
  standing: Standing,
  rules: ClosureRules,
  identity: Identity,
): Actor => ({
  personId: identity.personId,
  unitPath: standing.unit?.path ?? [],
  relations: relationsTo(problem, standing, rules),
  isSupervisionOffice: standing.unit !== null && rules.hostItemsAcceptedBy.includes(standing.unit.type),
  isUpperBody: standing.unit?.type === UPPER_BODY,
});

export const workDoneOn = (problem: ProblemEntity): WorkDone => ({
  leadUnitId: problem.leadUnitId,
  helperUnitIds: problem.helperUnitIds,
  personIds: problem.doerPersonIds,
});

export const routeFactsOf = (problem: ProblemEntity): RouteFacts => ({
  publicNoticeRequired: problem.publicNoticeRequired,
  upperConfirmationRequired: problem.upperRequired,
  lookBacksLeft: Math.max(
    0,
    problem.lookBacksPlanned - problem.lookBacksDone - (problem.state === 'LOOK_BACK' ? 1 : 0),
  ),
});

/** The unit that did the work and those that housed the office with it: asked for host items. */
export const hostUnitIds = async (
  tx: EntityManager,
  problem: ProblemEntity,
  rules: ClosureRules,
): Promise<readonly string[]> => {
  const lead = (await unitsById(tx, [problem.leadUnitId])).get(problem.leadUnitId);
  return lead && rules.hostUnitTypes.includes(lead.type) ? [lead.id] : [];
};
