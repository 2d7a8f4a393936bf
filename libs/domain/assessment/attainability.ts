/**
 * Whether a target of the year can still be reached, by exact arithmetic: the state turns on the day on which
 * not even the best possible rest of the year would do.
 */
import { Decimal } from 'decimal.js';
import { type DecimalText, exactly, type Quantity } from './percentage.js';

/**
 * `SECURED`: cannot be missed any more. `ON_TRACK`: reached if the rest is like the days so far. `AT_RISK`: reached only if
 * the rest is better. `UNATTAINABLE`: cannot be reached any more.
 */
export type Attainability = 'SECURED' | 'ON_TRACK' | 'AT_RISK' | 'UNATTAINABLE';

/**
 * How the end value is held against the target: as it is, or as it is published, rounded half to even (GB/T 8170) to the
 * decimals of publication. With whole numbers a mean of 32.5 still prints as 32, one of 33.5 as 34.
 */
export type TargetMode = 'STRICT' | { readonly roundedTo: number };

const PRINTED_DECIMALS = 2;
const printed = (value: Decimal): DecimalText =>
  value.toDecimalPlaces(PRINTED_DECIMALS, Decimal.ROUND_HALF_EVEN).toFixed(PRINTED_DECIMALS);

const wholeDays = (days: number): number => {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`not a number of days: ${days}`);
  return days;
};

/** The largest end value that passes, and whether exactly that one does. */
const boundOf = (target: Quantity, mode: TargetMode): { bound: Decimal; isIncluded: boolean } => {
  const value = exactly(target);
  if (mode === 'STRICT') return { bound: value, isIncluded: true };
  const units = value.times(new Decimal(10).pow(mode.roundedTo));
  if (!units.isInteger()) throw new RangeError(`the target ${target} has more than ${mode.roundedTo} decimals`);
  const half = new Decimal(10).pow(-mode.roundedTo).div(2);
  return { bound: value.plus(half), isIncluded: units.mod(2).isZero() };
};

export interface MeanSoFar {
  /** Sum of the daily values so far. */
  readonly sum: Quantity;
  readonly days: number;
  /** Days still expected with a valid value; calendar days left, unless something better is known. */
  readonly remaining: number;
  readonly target: Quantity;
  readonly mode: TargetMode;
  /** Lowest daily value there can be; 0 unless told. */
  readonly lowest?: Quantity;
}

export interface MeanOutlook {
  readonly state: Attainability;
  /** Mean so far, two decimals; null before the first day. */
  readonly mean: DecimalText | null;
  /** Mean that the rest may have at most, two decimals, negative when lost; null without a remaining day. */
  readonly allowedMean: DecimalText | null;
  /** How far the rest has to fall below the mean so far, in percent of it; negative when it may rise. */
  readonly requiredFallPct: DecimalText | null;
}

/** Outlook of a mean that may be at most the target. Throws RangeError for days that are no whole numbers. */
export const meanOutlook = (so: MeanSoFar): MeanOutlook => {
  const [days, remaining] = [wholeDays(so.days), wholeDays(so.remaining)];
  const sum = exactly(so.sum);
  const { bound, isIncluded } = boundOf(so.target, so.mode);
  const passes = (total: Decimal, of: number): boolean => {
    const side = total.cmp(bound.times(of));
    return isIncluded ? side <= 0 : side < 0;
  };
  const best = sum.plus(exactly(so.lowest ?? 0).times(remaining));
  const reached = days > 0 && passes(sum, days);
  const state: Attainability = !passes(best, days + remaining)
    ? 'UNATTAINABLE'
    : remaining === 0
      ? 'SECURED'
      : reached || days === 0
        ? 'ON_TRACK'
        : 'AT_RISK';
  const allowedSum = bound.times(days + remaining).minus(sum);
  const fall =
    remaining > 0 && sum.gt(0) && days > 0
      ? // (m − a) / m with m = sum / days and a = allowedSum / remaining.
        exactly(100)
          .times(sum.times(remaining).minus(allowedSum.times(days)))
          .div(sum.times(remaining))
      : null;
  return {
    state,
    mean: days === 0 ? null : printed(sum.div(days)),
    allowedMean: remaining === 0 ? null : printed(allowedSum.div(remaining)),
    requiredFallPct: fall === null ? null : fall.toDecimalPlaces(1, Decimal.ROUND_HALF_EVEN).toFixed(1),
  };
};

/**
 * Fewest days of `total` whose share in percent reaches the target: the exact share, or the one rounded to the decimals of
 * publication. Throws RangeError for a target above 100.
 */
export const daysNeededFor = (targetPct: Quantity, total: number, mode: TargetMode): number => {
  wholeDays(total);
  const target = exactly(targetPct);
  if (target.gt(100)) throw new RangeError(`not a share: ${targetPct}`);
  if (mode === 'STRICT') return target.times(total).div(100).ceil().toNumber();
  const reaches = (days: number): boolean =>
    exactly(days).times(100).div(total).toDecimalPlaces(mode.roundedTo, Decimal.ROUND_HALF_EVEN).gte(target);
  let days = Math.max(0, target.times(total).div(100).floor().toNumber() - Math.ceil(total / 100));
  while (days < total && !reaches(days)) days += 1;
  return days;
};

export interface DaysSoFar {
  /** Evaluated days so far that count towards the target, and those that do not. */
  readonly done: number;
  readonly failed: number;
  readonly remaining: number;
  /** Days the year needs; from `daysNeededFor` where the target is a share. */
  readonly needed: number;
}

export interface DaysOutlook {
  readonly state: Attainability;
  readonly stillNeeded: number;
  /** Failed days the year may have, and how many of them are left; negative when lost. */
  readonly budget: number;
  readonly left: number;
}

/** Outlook of a number of good days to be reached at least. */
export const daysOutlook = ({ done, failed, remaining, needed }: DaysSoFar): DaysOutlook => {
  const evaluated = wholeDays(done) + wholeDays(failed);
  const total = evaluated + wholeDays(remaining);
  const budget = total - wholeDays(needed);
  const state: Attainability =
    done >= needed
      ? 'SECURED'
      : done + remaining < needed
        ? 'UNATTAINABLE'
        : done * total >= needed * evaluated
          ? 'ON_TRACK'
          : 'AT_RISK';
  return { state, stillNeeded: Math.max(0, needed - done), budget, left: budget - failed };
};

/** Outlook of days that may happen at most so often in the year, such as heavy ones. */
export const ceilingOutlook = (
  happened: number,
  days: number,
  remaining: number,
  allowed: number,
): { readonly state: Attainability; readonly left: number } => {
  const total = wholeDays(days) + wholeDays(remaining);
  const left = wholeDays(allowed) - wholeDays(happened);
  const state: Attainability =
    left < 0
      ? 'UNATTAINABLE'
      : left >= remaining
        ? 'SECURED'
        : happened * total <= allowed * days
          ? 'ON_TRACK'
          : 'AT_RISK';
  return { state, left };
};
