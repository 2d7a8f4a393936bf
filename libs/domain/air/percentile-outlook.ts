/**
 * Whether a percentile of the year, such as the 90th of ozone, can still stay within its target: exact, from the daily
 * values so far (HJ 663-2013 A.6).
 */
import type { Attainability } from '../assessment/attainability.js';
import { percentileOf } from './percentile.js';

/** Days of a year that may lie above any value without the percentile following: those behind its upper neighbour. */
export const daysAllowedAbove = (total: number, percent: number): number =>
  total === 0 ? 0 : total - 1 - Math.ceil(((total - 1) * percent) / 100);

export interface PercentileOutlook {
  readonly state: Attainability;
  /** Percentile of the days so far, rounded; null before the first. */
  readonly soFar: number | null;
  /** Days so far above the target, and how many more may be whatever their value; below 0 the values decide. */
  readonly above: number;
  readonly left: number;
}

/**
 * Outlook of a percentile that may be at most the target. `remaining` are the days still expected with a valid value.
 * Unattainable is what the lowest possible rest, all zero, would leave above the target.
 */
export const percentileOutlook = (
  values: readonly number[],
  remaining: number,
  target: number,
  percent: number,
  valueDecimals: number,
  decimals: number,
): PercentileOutlook => {
  const passes = (days: readonly number[]): boolean =>
    days.length === 0 || percentileOf(days, percent, valueDecimals, decimals) <= target;
  const rest = (value: number): number[] => Array.from({ length: remaining }, () => value);
  const above = values.filter((value) => value > target).length;
  const left = daysAllowedAbove(values.length + remaining, percent) - above;
  const state: Attainability = !passes([...values, ...rest(0)])
    ? 'UNATTAINABLE'
    : remaining === 0 || left >= remaining
      ? 'SECURED'
      : passes(values)
        ? 'ON_TRACK'
        : 'AT_RISK';
  const soFar = values.length === 0 ? null : percentileOf(values, percent, valueDecimals, decimals);
  return { state, soFar, above, left };
};
