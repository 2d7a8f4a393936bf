/**
 * A target of a period day by day: the figure to date, what the rest has to be, and whether the target can still be reached,
 * all by exact arithmetic, so that the state turns on the day on which it does.
 */
import {
  type Attainability,
  ceilingOutlook,
  daysNeededFor,
  daysOutlook,
  meanOutlook,
  type TargetMode,
} from '../assessment/attainability.js';
import { compare, type DecimalText } from '../assessment/percentage.js';
import {
  type ProgressAgainstTime,
  progressAgainstTime,
  type TargetDirection,
  targetGap,
  targetOn,
  type TargetVersion,
} from '../assessment/target.js';
import { type CivilDate, datesOf, daysBetween } from '../calendar/shanghai.js';
import { airFigure, type AirFormula } from './air-formula.js';
import type { AirEdition } from './edition.js';
import { percentileOutlook } from './percentile-outlook.js';
import { countedValues, dayTally, GOOD_UP_TO, HEAVY_ABOVE, type PeriodDay } from './period-statistics.js';
import { POLLUTANTS } from './pollutant.js';
import { scaled, unscaled } from './rounding.js';

/** What is left to be done, by kind of target. */
export type Rest =
  /** Mean the rest may have at most, and its fall against the mean so far in percent; null without a day left. */
  | { readonly kind: 'mean'; readonly allowed: DecimalText | null; readonly requiredFallPct: DecimalText | null }
  /** Good days still needed, and polluted days the rest may have; negative when lost. */
  | { readonly kind: 'good-days'; readonly stillNeeded: number; readonly left: number }
  /** Days above a line the rest may have: heavy days, or days above the value of a percentile. */
  | { readonly kind: 'days-above'; readonly left: number };

export interface TargetDay {
  readonly day: CivilDate;
  readonly version: number;
  readonly target: DecimalText;
  readonly value: DecimalText | null;
  readonly gap: DecimalText | null;
  readonly isMet: boolean | null;
  readonly days: number;
  /** Calendar days left of the period. */
  readonly remaining: number;
  readonly state: Attainability;
  readonly rest: Rest | null;
  /** Of what adds up over the period, such as good days; null of the rest. */
  readonly progress: ProgressAgainstTime | null;
}

export interface CourseOptions {
  readonly period: { readonly from: CivilDate; readonly to: CivilDate };
  readonly formula: AirFormula;
  readonly direction: TargetDirection;
  readonly edition: AirEdition;
  /** Held against the target as printed, or exactly. */
  readonly isRounded: boolean;
  /** Decimals of publication. */
  readonly decimals: number;
  readonly versions: readonly TargetVersion[];
  /** Points by which progress may be behind time. */
  readonly marginPoints: string;
}

interface Standing {
  readonly state: Attainability;
  readonly rest: Rest | null;
  /** Done and to be done of what adds up. */
  readonly done: readonly [done: number, of: number] | null;
}

type Part = Pick<CourseOptions, 'formula' | 'edition'> & { readonly mode: TargetMode };

const exactSum = (values: readonly number[], decimals: number): DecimalText =>
  unscaled(
    values.reduce((sum, value) => sum + scaled(value, decimals), 0),
    decimals,
  ).toFixed(decimals);

/** A day as clean as can be. */
const CLEAN = Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, 0]));

const compositeStanding = (days: readonly PeriodDay[], remaining: number, target: string, of: Part): Standing => {
  const isAtMost = (value: string | null): boolean => value !== null && compare(value, target) <= 0;
  const clean = Array.from({ length: remaining }, (): PeriodDay => ({ date: '', values: CLEAN, aqi: 0, primary: [] }));
  const soFar = airFigure(days, of.formula, of.edition).value;
  const best = airFigure([...days, ...clean], of.formula, of.edition).value;
  const state: Attainability = !isAtMost(best)
    ? 'UNATTAINABLE'
    : remaining === 0
      ? 'SECURED'
      : days.length === 0 || isAtMost(soFar)
        ? 'ON_TRACK'
        : 'AT_RISK';
  return { state, rest: null, done: null };
};

const standingOf = (days: readonly PeriodDay[], remaining: number, target: string, of: Part): Standing => {
  const { formula, edition, mode } = of;
  const { decimals, percentiles } = edition.assessment;
  if (formula.statistic === 'composite-index') return compositeStanding(days, remaining, target, of);
  if (formula.statistic === 'mean' || formula.statistic === 'percentile') {
    const { pollutant } = formula;
    const values = countedValues(days, pollutant);
    if (formula.statistic === 'mean') {
      const sum = exactSum(values, decimals.day[pollutant]);
      const { state, allowedMean, requiredFallPct } = meanOutlook({
        sum,
        days: values.length,
        remaining,
        target,
        mode,
      });
      return { state, rest: { kind: 'mean', allowed: allowedMean, requiredFallPct }, done: null };
    }
    const [from, to] = [decimals.day[pollutant], decimals.period[pollutant]];
    const { state, left } = percentileOutlook(values, remaining, Number(target), percentiles[pollutant], from, to);
    return { state, rest: { kind: 'days-above', left }, done: null };
  }
  const { evaluatedDays, goodDays, heavyDays } = dayTally(days, edition);
  if (formula.statistic === 'heavy-days') {
    const { state, left } = ceilingOutlook(heavyDays, evaluatedDays, remaining, Number(target));
    return { state, rest: { kind: 'days-above', left }, done: null };
  }
  const needed =
    formula.statistic === 'good-days' ? Number(target) : daysNeededFor(target, evaluatedDays + remaining, mode);
  const outlook = daysOutlook({ done: goodDays, failed: evaluatedDays - goodDays, remaining, needed });
  return {
    state: outlook.state,
    rest: { kind: 'good-days', stillNeeded: outlook.stillNeeded, left: outlook.left },
    done: needed > 0 ? [goodDays, needed] : null,
  };
};

/**
 * Whether a value fits a formula over a period of so many days: days are whole numbers and no more than the period has,
 * shares end at 100, nothing is below 0.
 */
export const isTargetValue = (
  value: DecimalText,
  { statistic }: AirFormula,
  { decimals, days }: { readonly decimals: number; readonly days: number },
): boolean =>
  compare(value, 0) >= 0 &&
  ((statistic !== 'good-days' && statistic !== 'heavy-days') || compare(value, days) <= 0) &&
  (statistic !== 'good-day-percent' || compare(value, 100) <= 0) &&
  (value.split('.')[1]?.replace(/0+$/, '').length ?? 0) <= decimals;

/** The value held against the target without rounding; only a mean and a share have another than the printed one. */
const modeOf = ({ isRounded, decimals }: CourseOptions): TargetMode => (isRounded ? { roundedTo: decimals } : 'STRICT');

/**
 * How a target stands at the end of a day, from the days up to it; null before its first version. A day that has passed
 * without a value counts neither way. Throws RangeError for a version with more decimals than are published, if it is held
 * against the rounded figure.
 */
export const targetDay = (soFar: readonly PeriodDay[], day: CivilDate, options: CourseOptions): TargetDay | null => {
  const { period, formula, edition, direction, versions, marginPoints } = options;
  const version = targetOn(versions, day);
  if (!version) return null;
  const target = String(version.value);
  const remaining = daysBetween(day, period.to);
  const { state, rest, done } = standingOf(soFar, remaining, target, { formula, edition, mode: modeOf(options) });
  const figure = airFigure(soFar, formula, edition);
  const gap = figure.value === null ? null : targetGap(figure.value, target, direction);
  return {
    day,
    version: version.version,
    target,
    value: figure.value,
    gap: gap?.gap ?? null,
    isMet: gap?.isMet ?? null,
    days: figure.days,
    remaining,
    state,
    rest,
    progress: done && progressAgainstTime(done[0], done[1], period, day, marginPoints),
  };
};

/** Days of a target from the first on which it has a version to the last of `days`, which are those of the period in order. */
export const targetCourse = (days: readonly PeriodDay[], options: CourseOptions): TargetDay[] => {
  const { from, to } = options.period;
  const inside = days.filter(({ date }) => date >= from && date <= to);
  const last = inside.at(-1)?.date;
  if (last === undefined) return [];
  let taken = 0;
  return datesOf({ from, to: last }).flatMap((day) => {
    while (taken < inside.length && inside[taken]!.date <= day) taken += 1;
    return targetDay(inside.slice(0, taken), day, options) ?? [];
  });
};

/**
 * In three words. `lost`: cannot be reached any more. `lagging`: would be missed if the rest went like the days so far and,
 * of what adds up over the period, also behind time by more than the margin. `sound`: neither.
 */
export type TargetStanding = 'sound' | 'lagging' | 'lost';

/** How a day stands, in three words, from its state and its progress against time; without progress the state decides. */
export const targetStanding = ({ state, progress }: Pick<TargetDay, 'state' | 'progress'>): TargetStanding =>
  state === 'UNATTAINABLE' ? 'lost' : state === 'AT_RISK' && (progress === null || progress.lags) ? 'lagging' : 'sound';

/** The first day of the run of days that have the state the last one has; null without a day. */
export const sinceWhen = (course: readonly TargetDay[]): CivilDate | null => {
  const state = course.at(-1)?.state;
  const before = course.findLastIndex((one) => one.state !== state);
  return course[before + 1]?.day ?? null;
};

/** Dates that cost the target: polluted ones of good days, heavy ones, those above the value of a percentile. */
export const costlyDates = (days: readonly PeriodDay[], formula: AirFormula, target: DecimalText): CivilDate[] => {
  const line = (value: number | undefined): boolean => value !== undefined && value > Number(target);
  const isCostly = (day: PeriodDay): boolean => {
    const { aqi } = day;
    switch (formula.statistic) {
      case 'mean':
      case 'percentile':
        return line(countedValues([day], formula.pollutant)[0]);
      case 'heavy-days':
        return (aqi ?? 0) > HEAVY_ABOVE;
      case 'good-days':
      case 'good-day-percent':
        return (aqi ?? 0) > GOOD_UP_TO;
      case 'composite-index':
        return false;
    }
  };
  return days.filter(isCostly).map(({ date }) => date);
};
