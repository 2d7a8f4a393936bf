import { exactly, sumOf, textOf } from '#libs/domain/assessment/percentage.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { type Plan, planConflict } from '#libs/domain/plan/milestones.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import type { MilestoneRow, MilestoneSaying, NewMilestone } from './plan.store.js';

/** Percent of the whole plan, exact: what is reported (confirmed milestones in full), and what is confirmed. */
export const shareDone = (
  milestones: readonly Pick<MilestoneRow, 'weight' | 'reportedPct' | 'confirmedPct'>[],
): { readonly reportedPct: string; readonly confirmedPct: string } => {
  const share = (pick: (one: (typeof milestones)[number]) => string): string =>
    sumOf(
      milestones.map((one) =>
        textOf(
          exactly(one.weight)
            .times(exactly(pick(one)))
            .div(100),
        ),
      ),
    );
  return {
    reportedPct: share((one) =>
      exactly(one.confirmedPct).gt(exactly(one.reportedPct)) ? one.confirmedPct : one.reportedPct,
    ),
    confirmedPct: share((one) => one.confirmedPct),
  };
};

export const kernelPlan = (startOn: CivilDate, deadline: CivilDate, milestones: readonly MilestoneRow[]): Plan => ({
  startOn,
  deadline,
  milestones: milestones.map(({ id, plannedOn, weight, reportedPct, confirmedPct, reportedMetOn, confirmedMetOn }) => ({
    id,
    plannedOn,
    weight,
    reportedPct,
    confirmedPct,
    reportedMetOn,
    confirmedMetOn,
  })),
});

/** Refuses milestones that are no plan: PLAN_EMPTY, PLAN_DATES, PLAN_WEIGHTS, PLAN_NUMBERS. */
export const checkMilestones = (
  milestones: readonly (NewMilestone | Pick<MilestoneRow, 'no' | 'plannedOn' | 'weight'>)[],
  startOn: CivilDate,
  deadline: CivilDate,
): void => {
  const numbers = milestones.map(({ no }) => no);
  if (new Set(numbers).size < numbers.length)
    throw new Refusal('PLAN_NUMBERS', 'Every milestone has a number of its own.', { numbers });
  const conflict = planConflict({
    startOn,
    deadline,
    milestones: milestones.map((one) => ({
      id: String(one.no),
      plannedOn: 'date' in one ? one.date : one.plannedOn,
      // A weight arrives as JSON number; its shortest text is what was written.
      weight: String(one.weight),
      reportedPct: 0,
      confirmedPct: 0,
      reportedMetOn: null,
      confirmedMetOn: null,
    })),
  });
  obey(conflict);
};

const saying = (one: MilestoneRow): MilestoneSaying => ({
  id: one.id,
  reportedPct: one.reportedPct,
  confirmedPct: one.confirmedPct,
  reportedMetOn: one.reportedMetOn,
  confirmedMetOn: one.confirmedMetOn,
});

/** The unit reports a share of one milestone; at 100 it says the milestone is met. */
export const reportedShare = (one: MilestoneRow, share: string, on: CivilDate): MilestoneSaying => ({
  ...saying(one),
  reportedPct: share,
  reportedMetOn: exactly(share).gte(100) ? (one.reportedMetOn ?? on) : null,
});

export const reportedDone = (milestones: readonly MilestoneRow[], completedOn: CivilDate): MilestoneSaying[] =>
  milestones
    .filter((one) => exactly(one.confirmedPct).lt(100))
    .map((one) => ({ ...saying(one), reportedPct: '100', reportedMetOn: one.reportedMetOn ?? completedOn }));

export const confirmedMet = (one: MilestoneRow, metOn: CivilDate): MilestoneSaying => ({
  ...saying(one),
  reportedPct: '100',
  confirmedPct: '100',
  reportedMetOn: one.reportedMetOn ?? metOn,
  confirmedMetOn: metOn,
});

/** A report of completion was refused: what nobody had confirmed counts as reported in part only, and as not met. */
export const reportRejected = (milestones: readonly MilestoneRow[]): MilestoneSaying[] =>
  milestones
    .filter((one) => exactly(one.confirmedPct).lt(100) && one.reportedMetOn !== null)
    .map((one) => ({ ...saying(one), reportedMetOn: null }));
