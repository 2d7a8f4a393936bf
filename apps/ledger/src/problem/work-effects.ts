import { Refusal, obey } from '#libs/domain/refusal.js';
import { unitsConflict } from '#libs/domain/problem/acceptance.js';
import {
  decidePlan,
  insertFacts,
  insertPlan,
  milestonesOf,
  type NewMilestone,
  type PlanGoal,
  type PlanMeasure,
  replaceMilestones,
} from '../plan/plan.store.js';
import { checkMilestones, reportedDone, shareDone } from '../plan/milestone-standing.js';
import { needCategory } from '../reference/categories.js';
import { needPosts, needUnits } from '../reference/directory.store.js';
import type { ActionContext, Effects } from './action-context.js';
import { ProblemEntity } from './problem.entity.js';

type WorkAction =
  | 'assign'
  | 'sign'
  | 'request-return'
  | 'decide-return'
  | 'submit-plan'
  | 'reject-plan'
  | 'approve-plan'
  | 'request-extension'
  | 'grant-extension'
  | 'decline-extension'
  | 'report-completion'
  | 'withdraw'
  | 'merge';

/** Lead, supervising and acceptance unit exist and differ. */
export const checkUnits = async ({ tx, problem }: ActionContext): Promise<void> => {
  await needUnits(tx, [
    problem.leadUnitId,
    problem.supervisingUnitId,
    problem.acceptanceUnitId,
    problem.territorialUnitId,
    ...problem.supportingUnitIds,
  ]);
  obey(unitsConflict(problem));
};

/** A post of the lead unit. Refuses with PROBLEM_POST_INVALID. */
export const checkOwnPost = async ({ tx, problem }: ActionContext, postId: string): Promise<void> => {
  const post = (await needPosts(tx, [postId])).get(postId);
  if (post?.unitId !== problem.leadUnitId)
    throw new Refusal('PROBLEM_POST_INVALID', `post ${postId} is none of the lead unit's`, { postId });
};

/** The deadline moves for the record and for every item still open; the first one stays readable. */
export const moveDeadline = ({ problem, items, on }: ActionContext, deadline: string): void => {
  if (deadline < on) throw new Refusal('PROBLEM_DEADLINE_INVALID', `the deadline ${deadline} lies in the past`);
  problem.deadline = deadline;
  problem.originalDeadline ??= deadline;
  for (const item of items) if (item.closedOn === null) item.dueOn = deadline;
};

/** Puts new milestones in force and works out again how far the plan is. */
export const setMilestones = async (
  { tx, problem, at, now }: ActionContext,
  milestones: readonly NewMilestone[],
  which: 'all' | 'same-numbers',
): Promise<void> => {
  const kept =
    which === 'all'
      ? []
      : (await milestonesOf(tx, problem.id)).filter(({ no }) => !milestones.some((one) => one.no === no));
  checkMilestones([...kept, ...milestones], problem.planStartOn!, problem.deadline!);
  await replaceMilestones(tx, problem.id, milestones, which, at, now);
  await takeShares(tx, problem);
};

/** How far the plan is by its milestones; a plan without any (work to be done at once) says so itself. */
export const takeShares = async (
  tx: ActionContext['tx'],
  problem: ProblemEntity,
  withoutMilestones: Partial<Pick<ProblemEntity, 'reportedPct' | 'confirmedPct'>> = {},
): Promise<void> => {
  const milestones = await milestonesOf(tx, problem.id);
  Object.assign(problem, milestones.length > 0 ? shareDone(milestones) : withoutMilestones);
};

export const WORK_EFFECTS: Effects<WorkAction> = {
  assign: async (context, given) => {
    const { tx, pack, problem, items, on, identity } = context;
    if (given.category) await needCategory(tx, pack, given.category, on);
    await needPosts(tx, [given.leaderPostId, given.responsiblePostId]);
    problem.assignDocNo = given.assignDocNo;
    problem.leadUnitId = given.leadUnitId;
    problem.supervisingUnitId = given.supervisingUnitId;
    problem.acceptanceUnitId = given.acceptanceUnitId ?? problem.acceptanceUnitId;
    problem.territorialUnitId = given.territorialUnitId ?? problem.territorialUnitId;
    problem.supportingUnitIds = given.supportingUnitIds ?? problem.supportingUnitIds;
    problem.timeCategory = given.timeCategory;
    problem.title = given.title ?? problem.title;
    problem.category = given.category ?? problem.category;
    problem.leaderPostId = given.leaderPostId ?? problem.leaderPostId;
    problem.responsiblePostId = given.responsiblePostId ?? problem.responsiblePostId;
    problem.assignedByUnitId = identity.unitId;
    problem.assignedOn = on;
    problem.planStartOn = on;
    problem.originalDeadline = given.deadline;
    await checkUnits(context);
    const dates = new Map(items.map((item) => [item.listId, item.dueOn]));
    moveDeadline(context, given.deadline);
    for (const item of items) {
      item.dueOn = dates.get(item.listId) ?? given.deadline;
      item.plannedClosureOn = given.plannedClosureAt ?? item.plannedClosureOn;
    }
  },
  sign: (context, given) => checkOwnPost(context, given.signerPostId),
  'request-return': () => undefined,
  'decide-return': async (context, given) => {
    const { problem } = context;
    problem.leadUnitId = given.leadUnitId;
    problem.supervisingUnitId = given.supervisingUnitId ?? problem.supervisingUnitId;
    await checkUnits(context);
  },
  'submit-plan': async (context, given) => {
    const { tx, problem, at } = context;
    await needPosts(tx, [given.responsibleLeaderPostId]);
    await checkOwnPost(context, given.responsiblePostId);
    problem.leaderPostId = given.responsibleLeaderPostId;
    problem.responsiblePostId = given.responsiblePostId;
    problem.acceptanceUnitId = given.acceptanceUnitId;
    await checkUnits(context);
    const milestones = given.milestones ?? [];
    // What can be solved at once needs measures and a person, no dated stages.
    if (milestones.length > 0 || problem.timeCategory !== 'IMMEDIATE') await setMilestones(context, milestones, 'all');
    await insertPlan(tx, problem.id, {
      round: problem.round,
      goals: given.goals as PlanGoal[],
      measures: given.measures as PlanMeasure[],
      submittedAt: at,
    });
  },
  'reject-plan': ({ tx, problem, at }, given) =>
    decidePlan(tx, problem.id, 'rejected', given.reason, at) as Promise<void>,
  'approve-plan': ({ tx, problem, at }, given) =>
    decidePlan(tx, problem.id, 'approved', given.opinion, at) as Promise<void>,
  'request-extension': ({ problem }, given) => {
    if (problem.deadline !== null && given.proposedDeadline <= problem.deadline)
      throw new Refusal('PROBLEM_DEADLINE_INVALID', 'an extension ends after the deadline in force');
  },
  'grant-extension': async (context, given) => {
    const { problem } = context;
    if (problem.deadline !== null && given.newDeadline <= problem.deadline)
      throw new Refusal('PROBLEM_DEADLINE_INVALID', 'an extension ends after the deadline in force');
    moveDeadline(context, given.newDeadline);
    if (given.milestones) await setMilestones(context, given.milestones, 'same-numbers');
  },
  'decline-extension': () => undefined,
  'report-completion': async (context, given) => {
    const { tx, problem, identity, on, at, now } = context;
    await checkOwnPost(context, given.signedByPostId);
    if (given.completedOn > on || given.completedOn < problem.planStartOn!)
      throw new Refusal('PROBLEM_DATE_INVALID', 'work is completed after it began and no later than it is reported', {
        completedOn: given.completedOn,
      });
    problem.workReportedOn = given.completedOn;
    if (!problem.doerPersonIds.includes(identity.personId)) problem.doerPersonIds.push(identity.personId);
    await insertFacts(tx, reportedDone(await milestonesOf(tx, problem.id), given.completedOn), at, now);
    await takeShares(tx, problem, { reportedPct: '100' });
  },
  withdraw: ({ problem, on }) => {
    problem.leftOn = on;
  },
  merge: async ({ tx, problem, on }, given) => {
    const into = await tx.findOneBy(ProblemEntity, { id: given.intoProblemId });
    if (!into || into.id === problem.id || into.leftOn !== null)
      throw new Refusal('PROBLEM_MERGE_INVALID', 'a problem merges into another one that is on the ledger');
    problem.leftOn = on;
    problem.mergedInto = into.id;
  },
};
