/**
 * A plan laid out backwards from its deadline (倒排工期) and how far it should be and is.
 * All shares are percent of the whole plan, as exact decimal text.
 */
import { exactly, type DecimalText, percentText, type Quantity, sumOf, textOf } from '../assessment/percentage.js';
import { addDays, type CivilDate, daysBetween } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';

export interface Milestone {
  readonly id: string;
  readonly plannedOn: CivilDate;
  /** Percent of the plan; the weights of a plan sum to 100. */
  readonly weight: Quantity;
  /** What the unit says, percent of the milestone. */
  readonly reportedPct: Quantity;
  /** What the supervising unit has confirmed, percent of the milestone. */
  readonly confirmedPct: Quantity;
  /** Day on which the unit reported it met; null while not, or when the report was rejected. */
  readonly reportedMetOn: CivilDate | null;
  /** Day on which it was confirmed as met. */
  readonly confirmedMetOn: CivilDate | null;
}

export interface Plan {
  readonly startOn: CivilDate;
  readonly deadline: CivilDate;
  readonly milestones: readonly Milestone[];
}

/** Shares are kept to a millionth of a percent: a third of a weight must not tip a level by its last digit. */
const PLACES = 6;

/** Refuses with PLAN_EMPTY, PLAN_DATES or PLAN_WEIGHTS, naming the milestones at fault. */
export const planConflict = (plan: Plan): Refusal | null => {
  const { milestones, startOn, deadline } = plan;
  if (milestones.length === 0) return new Refusal('PLAN_EMPTY', 'A plan has at least one milestone.');
  const outside = milestones.filter(({ plannedOn }) => plannedOn < startOn || plannedOn > deadline).map(({ id }) => id);
  if (startOn > deadline || outside.length > 0)
    return new Refusal('PLAN_DATES', 'Milestones lie between the start and the deadline of the plan.', { outside });
  const sum = sumOf(milestones.map(({ weight }) => weight));
  const negative = milestones.filter(({ weight }) => exactly(weight).isNegative()).map(({ id }) => id);
  if (sum !== '100' || negative.length > 0)
    return new Refusal('PLAN_WEIGHTS', 'The weights of the milestones sum to 100.', { sum, negative });
  return null;
};

/**
 * Share that should be done at the end of a day: the weights of milestones planned until then, and of the running ones the
 * part of their time that has passed. Milestones of one date run side by side from the date before.
 */
export const plannedPct = (plan: Plan, on: CivilDate): DecimalText => {
  const dates = [...new Set(plan.milestones.map(({ plannedOn }) => plannedOn))].sort();
  const shares = plan.milestones.map(({ weight, plannedOn }) => {
    if (plannedOn <= on) return weight;
    const before = dates[dates.indexOf(plannedOn) - 1];
    const from = before === undefined || before < plan.startOn ? plan.startOn : before;
    if (on <= from) return 0;
    // Multiply before dividing: a third of 45 is 15.
    return textOf(exactly(weight).times(daysBetween(from, on)).div(daysBetween(from, plannedOn)).toDecimalPlaces(30));
  });
  return textOf(exactly(sumOf(shares)).toDecimalPlaces(PLACES));
};

/** Share that is done: what is confirmed, and what is reported up to a cap (pack data, default 90) until it is. */
export const actualPct = (plan: Plan, reportedCountsUpTo: Quantity): DecimalText => {
  const cap = exactly(reportedCountsUpTo);
  const shares = plan.milestones.map(({ weight, reportedPct, confirmedPct }) => {
    const reported = exactly(reportedPct);
    const believed = reported.lt(cap) ? reported : cap;
    const confirmed = exactly(confirmedPct);
    return textOf(
      exactly(weight)
        .times(confirmed.gt(believed) ? confirmed : believed)
        .div(100),
    );
  });
  return textOf(exactly(sumOf(shares)).toDecimalPlaces(PLACES));
};

/** Share of the time from start to deadline that has passed, 0 to 100, one decimal. */
export const timePct = ({ startOn, deadline }: Plan, on: CivilDate): DecimalText => {
  const whole = daysBetween(startOn, deadline);
  const passed = Math.min(Math.max(daysBetween(startOn, on), 0), whole);
  return whole > 0 ? percentText(passed, whole)! : on < deadline ? '0.0' : '100.0';
};

export interface OverdueMilestone {
  readonly id: string;
  readonly plannedOn: CivilDate;
  /** 1 on the first day after the planned date. */
  readonly days: number;
}

/**
 * Milestones missed at the end of a day, longest overdue first. `metBy` (pack data) says whether the unit's report already
 * meets a milestone, so that it does not answer for the time of those who confirm.
 */
export const overdueMilestones = (plan: Plan, on: CivilDate, metBy: 'report' | 'confirmation'): OverdueMilestone[] =>
  plan.milestones
    .filter((one) => {
      const metOn = metBy === 'report' ? (one.reportedMetOn ?? one.confirmedMetOn) : one.confirmedMetOn;
      return one.plannedOn < on && (metOn === null || metOn > on);
    })
    .map(({ id, plannedOn }) => ({ id, plannedOn, days: daysBetween(plannedOn, on) }))
    .sort((a, b) => b.days - a.days || (a.id < b.id ? -1 : 1));

/**
 * Day on which the plan would be done at the mean pace of the last weeks; null while nothing moves. Advice only, never a
 * reason for a step.
 */
export const forecastFinish = (
  on: CivilDate,
  actual: Quantity,
  confirmedGainsByWeek: readonly Quantity[],
): CivilDate | null => {
  const left = exactly(100).minus(exactly(actual));
  if (left.lte(0)) return on;
  const gained = exactly(sumOf(confirmedGainsByWeek));
  if (gained.lte(0)) return null;
  return addDays(
    on,
    left
      .times(7 * confirmedGainsByWeek.length)
      .div(gained)
      .ceil()
      .toNumber(),
  );
};

export interface BackwardStep {
  readonly id: string;
  readonly weight: Quantity;
  /** Days the step takes. */
  readonly days: number;
}

/**
 * Lays steps out backwards from the deadline: the last ends on it, each other ends where the next begins. `stepBack` gives
 * the date a number of days earlier, in working or calendar days. `fits` says whether the first begins early enough.
 */
export const backwardSchedule = (
  deadline: CivilDate,
  notBefore: CivilDate,
  steps: readonly BackwardStep[],
  stepBack: (date: CivilDate, days: number) => CivilDate = (date, days) => addDays(date, -days),
): { readonly plan: Plan; readonly fits: boolean } => {
  let ends = deadline;
  const milestones: Milestone[] = [];
  for (const { id, weight, days } of [...steps].reverse()) {
    milestones.unshift({
      id,
      weight,
      plannedOn: ends,
      reportedPct: 0,
      confirmedPct: 0,
      reportedMetOn: null,
      confirmedMetOn: null,
    });
    ends = stepBack(ends, days);
  }
  return { plan: { startOn: ends, deadline, milestones }, fits: ends >= notBefore };
};
