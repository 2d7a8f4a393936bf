/** Lag of a funded project: started too late after its money came, and paid behind the line of the year. */
import {
  compare,
  type DecimalText,
  exactly,
  percentText,
  type Quantity,
  sumOf,
  textOf,
} from '../assessment/percentage.js';
import { type CivilDate, daysBetween } from '../calendar/shanghai.js';
import { compareLevels, type LagLevel } from '../plan/lag.js';

/** Pack data. */
export interface FundingLagPolicy {
  /** Days since the first budget notice without a start, from which a level holds. */
  readonly startDays: Readonly<Record<Exclude<LagLevel, 'green'>, number>>;
  /** Not started on this month and day or later: red. `12-31` in the defaults. */
  readonly startRedFrom: string;
  /** Line of the year: percent to be paid by the end of a month and day, ascending, the last one 100. */
  readonly yearLine: readonly { readonly until: string; readonly percent: Quantity }[];
  /** Percentage points behind the line beyond which a level holds. */
  readonly payPoints: Readonly<Record<Exclude<LagLevel, 'green'>, Quantity>>;
  /** Payment ahead of physical progress by more than so many points: early payment. */
  readonly paidAheadPoints: Quantity;
  /** Physical progress ahead of payment by more than so many points: invoices or money stuck. */
  readonly builtAheadPoints: Quantity;
}

export interface StartLag {
  /** Days since the first notice; null once started or without any notice. */
  readonly waitingDays: number | null;
  readonly level: LagLevel;
}

/** How long a project has waited for its start at a cut-off. */
export const startLag = (
  project: { readonly firstNoticeOn: CivilDate | null; readonly startedOn: CivilDate | null },
  on: CivilDate,
  policy: FundingLagPolicy,
): StartLag => {
  const { firstNoticeOn, startedOn } = project;
  if (firstNoticeOn === null || firstNoticeOn > on || (startedOn !== null && startedOn <= on))
    return { waitingDays: null, level: 'green' };
  const waitingDays = daysBetween(firstNoticeOn, on);
  const isLastCall = on.slice(0, 4) > firstNoticeOn.slice(0, 4) || on.slice(5) >= policy.startRedFrom;
  const byDays = (['red', 'orange', 'yellow'] as const).find((level) => waitingDays >= policy.startDays[level]);
  return { waitingDays, level: isLastCall ? 'red' : (byDays ?? 'green') };
};

/** Percent of the year's line reached on a day: straight from mark to mark, from 0 at the end of the year before. */
const lineAt = (policy: FundingLagPolicy, on: CivilDate): DecimalText => {
  const year = on.slice(0, 4);
  let before: { on: CivilDate; percent: Quantity } = { on: `${Number(year) - 1}-12-31`, percent: 0 };
  for (const { until, percent } of policy.yearLine) {
    const mark = { on: `${year}-${until}`, percent };
    if (on <= mark.on) {
      const rise = exactly(mark.percent).minus(exactly(before.percent));
      const part = rise.times(daysBetween(before.on, on)).div(daysBetween(before.on, mark.on));
      return textOf(exactly(before.percent).plus(part).toDecimalPlaces(20));
    }
    before = mark;
  }
  return '100';
};

/**
 * Percent of a notice's money that should be paid on a day. Money that comes during the year has the rest of the line to
 * itself: it starts at 0 on its notice day and meets the line at 100. Money of earlier years should be paid in full.
 */
export const expectedPercent = (policy: FundingLagPolicy, noticeOn: CivilDate, on: CivilDate): DecimalText => {
  if (on <= noticeOn) return '0';
  if (on.slice(0, 4) > noticeOn.slice(0, 4)) return '100';
  const from = exactly(lineAt(policy, noticeOn));
  const left = exactly(100).minus(from);
  if (left.lte(0)) return '100';
  return textOf(exactly(lineAt(policy, on)).minus(from).times(100).div(left).toDecimalPlaces(6));
};

export interface PayLag {
  /** Percent of the budget arrived that should be paid, over all notices; null without budget. */
  readonly expectedPct: DecimalText | null;
  /** Percent paid, as printed. */
  readonly paidPct: DecimalText | null;
  /** Percentage points behind the line; negative when ahead. */
  readonly gapPoints: DecimalText | null;
  readonly level: LagLevel;
  /** For a person to look at: `paid-ahead` of the works, or `built-ahead` of the payments. */
  readonly flag: 'paid-ahead' | 'built-ahead' | null;
}

/** Payments against the line of the year and against the works at a cut-off. */
export const payLag = (
  project: {
    readonly notices: readonly { readonly on: CivilDate; readonly amount: DecimalText }[];
    readonly paid: DecimalText;
    /** Physical progress in percent; null when not reported. */
    readonly builtPct: Quantity | null;
  },
  on: CivilDate,
  policy: FundingLagPolicy,
): PayLag => {
  const arrived = project.notices.filter((notice) => notice.on <= on);
  const allocated = sumOf(arrived.map(({ amount }) => amount));
  if (compare(allocated, 0) <= 0)
    return { expectedPct: null, paidPct: null, gapPoints: null, level: 'green', flag: null };
  const expectedMoney = sumOf(
    arrived.map((notice) => textOf(exactly(notice.amount).times(exactly(expectedPercent(policy, notice.on, on))))),
  );
  const expected = exactly(expectedMoney).div(exactly(allocated));
  const paid = exactly(project.paid).times(100).div(exactly(allocated));
  const gap = textOf(expected.minus(paid).toDecimalPlaces(6));
  const level =
    (['red', 'orange', 'yellow'] as const).find((one) => compare(gap, policy.payPoints[one]) > 0) ?? 'green';
  const ahead = project.builtPct === null ? null : textOf(paid.minus(exactly(project.builtPct)).toDecimalPlaces(6));
  const flag =
    ahead === null
      ? null
      : compare(ahead, policy.paidAheadPoints) > 0
        ? 'paid-ahead'
        : compare(ahead, textOf(exactly(policy.builtAheadPoints).negated())) < 0
          ? 'built-ahead'
          : null;
  return {
    expectedPct: textOf(expected.toDecimalPlaces(6)),
    paidPct: percentText(project.paid, allocated),
    gapPoints: gap,
    level,
    flag,
  };
};

/** One grade for a project from its lags, by the rule "the gravest counts". */
export const gravestLevel = (levels: readonly LagLevel[]): LagLevel =>
  [...levels].sort(compareLevels).at(-1) ?? 'green';
