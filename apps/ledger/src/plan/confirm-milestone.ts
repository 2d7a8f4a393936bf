import type { ProblemState } from '#libs/domain/problem/states.js';
import { ownWorkConflict } from '#libs/domain/problem/acceptance.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import type { EvidenceFile } from '../inputs.api.js';
import { beforeOf, closeAct } from '../problem/act-on-problem.js';
import type { ActionContext } from '../problem/action-context.js';
import { actorOf, standingOf, workDoneOn } from '../problem/relations.js';
import { takeShares } from '../problem/work-effects.js';
import { confirmedMet } from './milestone-standing.js';
import { insertFacts, milestonesOf, type MilestoneRow } from './plan.store.js';

/** States in which work is under way or waits to be judged. */
const UNDER_WORK: readonly ProblemState[] = [
  'RECTIFYING',
  'EXTENSION_REQUESTED',
  'COMPLETED_REPORTED',
  'SUPPLEMENT',
  'ON_SITE_CHECK',
];

/**
 * Whoever judges the running work is the supervising unit and not the one that does it. Refuses with
 * PROBLEM_NOT_UNDER_WORK, PROBLEM_WRONG_ACTOR, PROBLEM_JUDGED_BY_DOER.
 */
const needSupervisor = async ({ tx, problem, rules, identity }: ActionContext): Promise<void> => {
  if (!UNDER_WORK.includes(problem.state))
    throw new Refusal('PROBLEM_NOT_UNDER_WORK', `work is not under way in state ${problem.state}`, {
      state: problem.state,
    });
  const actor = actorOf(problem, await standingOf(tx, identity), rules, identity);
  if (!actor.relations.includes('supervising'))
    throw new Refusal('PROBLEM_WRONG_ACTOR', 'milestones are judged by the supervising unit', {
      allowed: ['supervising'],
      relations: actor.relations,
    });
  obey(ownWorkConflict(workDoneOn(problem), actor));
};

const needMilestone = async ({ tx, problem }: ActionContext, no: number): Promise<MilestoneRow> => {
  const milestones = await milestonesOf(tx, problem.id);
  const found = milestones.find((one) => one.no === no);
  if (!found)
    throw new Refusal('PLAN_MILESTONE_INVALID', `the plan has no milestone ${no}`, {
      known: milestones.map((one) => one.no),
    });
  return found;
};

/** The supervising unit confirms that a milestone is met. Besides the above: PLAN_MILESTONE_INVALID, PLAN_MILESTONE_MET_ALREADY, PROBLEM_DATE_INVALID. */
export const confirmMilestone = async (
  context: ActionContext,
  given: {
    readonly milestone: number;
    readonly metOn: string;
    readonly opinion: string;
    readonly evidence?: EvidenceFile[] | undefined;
  },
): Promise<void> => {
  const { tx, problem, at, on, now } = context;
  const before = beforeOf(context);
  await needSupervisor(context);
  const milestone = await needMilestone(context, given.milestone);
  if (milestone.confirmedMetOn !== null)
    throw new Refusal(
      'PLAN_MILESTONE_MET_ALREADY',
      `milestone ${given.milestone} was confirmed on ${milestone.confirmedMetOn}`,
    );
  if (given.metOn > on || given.metOn < problem.planStartOn!)
    throw new Refusal('PROBLEM_DATE_INVALID', `${given.metOn} lies outside the work`, { metOn: given.metOn });
  await insertFacts(tx, [confirmedMet(milestone, given.metOn)], at, now);
  await takeShares(tx, problem);
  await closeAct(context, { action: 'confirm-milestone', before, given: { ...given }, reason: null });
};

/** The supervising unit finds that a reported milestone is not met: it is overdue again from its date. */
export const rejectMilestone = async (
  context: ActionContext,
  given: { readonly milestone: number; readonly reason: string },
): Promise<void> => {
  const { tx, problem, at, now } = context;
  const before = beforeOf(context);
  await needSupervisor(context);
  const milestone = await needMilestone(context, given.milestone);
  await insertFacts(
    tx,
    [{ ...milestone, reportedPct: '0', confirmedPct: '0', reportedMetOn: null, confirmedMetOn: null }],
    at,
    now,
  );
  await takeShares(tx, problem);
  await closeAct(context, { action: 'reject-milestone', before, given: { ...given }, reason: given.reason });
};

/** The supervising unit judges whether the final date can still be met; one of the triggers of red. */
export const judgeDeadline = async (
  context: ActionContext,
  given: { readonly unreachable: boolean; readonly reason: string },
): Promise<void> => {
  const before = beforeOf(context);
  await needSupervisor(context);
  context.problem.isDeadlineUnreachable = given.unreachable;
  await closeAct(context, { action: 'judge-deadline', before, given: { ...given }, reason: given.reason });
};
