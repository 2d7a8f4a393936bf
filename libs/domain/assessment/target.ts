/** Targets of a year with their versions, the gap to them and progress against the time that has passed. */
import { type CivilDate, daysBetween } from '../calendar/shanghai.js';
import { compare, type DecimalText, exactly, percentText, type Quantity, textOf } from './percentage.js';

/** `at-most`: a mean, an index, heavy days. `at-least`: good days, a share of good days. */
export type TargetDirection = 'at-most' | 'at-least';

export interface TargetVersion {
  readonly version: number;
  /** Day from which this version is the target. */
  readonly from: CivilDate;
  readonly value: Quantity;
  /** The document that set it, as people cite it. */
  readonly document: string;
}

/** The version that counts on a day: the latest begun, of one day the highest; null before the first. */
export const targetOn = (versions: readonly TargetVersion[], on: CivilDate): TargetVersion | null =>
  versions
    .filter(({ from }) => from <= on)
    .reduce<TargetVersion | null>(
      (best, one) =>
        !best || one.from > best.from || (one.from === best.from && one.version > best.version) ? one : best,
      null,
    );

export interface TargetGap {
  /** Value minus target; its sign says which side, `isMet` whether that is good. */
  readonly gap: DecimalText;
  readonly isMet: boolean;
}

/** Signed gap of a value to date. Both as printed: no rounding happens here. */
export const targetGap = (value: Quantity, target: Quantity, direction: TargetDirection): TargetGap => {
  const side = compare(value, target);
  return {
    gap: textOf(exactly(value).minus(exactly(target))),
    isMet: direction === 'at-most' ? side <= 0 : side >= 0,
  };
};

export interface ProgressAgainstTime {
  /** Percent of the target that is done, as printed. */
  readonly progressPct: DecimalText;
  /** Percent of the period that has passed at the end of the day, as printed. */
  readonly timePct: DecimalText;
  /** Behind time by more than the margin, by exact shares. */
  readonly lags: boolean;
}

/**
 * What has been reached of a counted target against the time passed at the end of a day. For targets that add up over the
 * year, such as good days; a mean has no progress, it has a gap. `marginPoints` is pack data. Throws RangeError for a
 * target that is not above 0, for a day outside the period, and for a period that ends before it begins.
 */
export const progressAgainstTime = (
  done: Quantity,
  target: Quantity,
  period: { readonly from: CivilDate; readonly to: CivilDate },
  on: CivilDate,
  marginPoints: Quantity,
): ProgressAgainstTime => {
  if (compare(target, 0) <= 0) throw new RangeError(`not a target to count up to: ${target}`);
  if (on < period.from || on > period.to) throw new RangeError(`not a day of ${period.from} … ${period.to}: ${on}`);
  const passed = daysBetween(period.from, on) + 1;
  const length = daysBetween(period.from, period.to) + 1;
  // done/target + margin < passed/length, multiplied out.
  const reached = exactly(done)
    .times(100)
    .plus(exactly(marginPoints).times(exactly(target)))
    .times(length);
  const due = exactly(passed).times(100).times(exactly(target));
  return {
    progressPct: percentText(done, target)!,
    timePct: percentText(passed, length)!,
    lags: reached.lt(due),
  };
};
