import { type ClosureFile, machineRefusals } from '#libs/domain/problem/closure-refusal.js';
import { Refusal } from '#libs/domain/refusal.js';
import { latestPlan } from '../plan/plan.store.js';
import { categoryOf } from '../reference/categories.js';
import type { ActionContext, Given } from './action-context.js';
import { foundAgainOn, lastGiven } from './problem.store.js';

/** What a machine can see of the closure file: the plan beside what the unit reported with its completion. */
const closureFileOf = async ({ tx, pack, problem, on }: ActionContext): Promise<ClosureFile> => {
  const plan = await latestPlan(tx, problem.id);
  const reported = ((await lastGiven(tx, problem.id, 'report-completion')) ?? {}) as Partial<
    Given<'report-completion'>
  >;
  const completedOn = problem.workReportedOn ?? on;
  const done = new Map((reported.measures ?? []).map((one) => [one.no, one]));
  const met = new Map((reported.goals ?? []).map((one) => [one.no, one]));
  return {
    completedOn,
    measures: (plan?.measures ?? []).map(({ no }) => ({
      finishedOn: done.get(no)?.finishedOn ?? null,
      evidenceCount: done.get(no)?.evidence.length ?? 0,
    })),
    goals: (plan?.goals ?? []).map(({ no, quantified }) => ({
      isQuantified: quantified,
      isMet: met.get(no)?.met ?? null,
      measuredOn: met.get(no)?.measuredOn ?? null,
    })),
    survey: reported.survey ?? null,
    complainantSaysSolved: reported.complainantSaysSolved ?? null,
    sweep: { required: reported.sweep?.required ?? false, isDone: reported.sweep?.done ?? false },
    mechanism: {
      required: categoryOf(pack, problem.category, on)?.needsMechanism ?? false,
      isSetUp: (reported.mechanism ?? '').trim() !== '',
    },
    foundAgainOn: await foundAgainOn(tx, problem, completedOn),
    missingPapers: [],
  };
};

/** Nothing is accepted against a ground the file itself shows. Refuses with PROBLEM_CLOSURE_GROUNDS, naming the codes. */
export const checkGrounds = async (context: ActionContext): Promise<void> => {
  const codes = machineRefusals(await closureFileOf(context), {
    satisfactionAtLeastPercent: context.rules.satisfactionAtLeastPercent,
  });
  if (codes.length > 0)
    throw new Refusal('PROBLEM_CLOSURE_GROUNDS', `the closure file shows grounds for refusing: ${codes.join(', ')}`, {
      codes,
    });
};
