/** What a figure of the period would come to if the rest went like the same days of last year. Advice, not arithmetic. */
import { type DecimalText } from '../assessment/percentage.js';
import { monthlyBudget, requiredFallPct, yearEndForecast } from '../assessment/year-end-forecast.js';
import { type CivilDate, monthOf } from '../calendar/shanghai.js';
import { airFigure, type AirFormula } from './air-formula.js';
import type { AirEdition } from './edition.js';
import { countedValues, type PeriodDay } from './period-statistics.js';
import { roundedMean, scaled, unscaled } from './rounding.js';
import { samePeriodBefore } from './same-period.js';

export interface PeriodForecast {
  /** The rest like last year's rest. */
  readonly neutral: DecimalText | null;
  /** Last year's rest changed as this year has changed to date; of means only. */
  readonly trend: DecimalText | null;
  /** Fall against last year's rest that the target demands, in percent; of means only, null without a day left. */
  readonly requiredFallPct: DecimalText | null;
  /** The allowed mean of the rest spread over its months like last year's. */
  readonly months: readonly { readonly month: string; readonly mean: DecimalText }[];
  /** Valid days of last year's rest that it stands on. */
  readonly restDays: number;
}

const MEAN_DECIMALS = 4;

const meanText = (values: readonly number[], decimals: number): DecimalText =>
  roundedMean(values, decimals, MEAN_DECIMALS).toFixed(MEAN_DECIMALS);

/** Calendar days of each month after a day, to the end of the period. */
const daysByMonth = (dates: readonly CivilDate[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const date of dates) counts.set(monthOf(date), (counts.get(monthOf(date)) ?? 0) + 1);
  return counts;
};

export interface ForecastQuestion {
  readonly formula: AirFormula;
  readonly edition: AirEdition;
  /** Last day of `days`. */
  readonly until: CivilDate;
  /** Dates left of the period. */
  readonly left: readonly CivilDate[];
  /** Mean the rest may have at most; null where the target is none of a mean. */
  readonly allowed: DecimalText | null;
}

/**
 * Forecast from the days so far and the same period's days a year before, both under one edition. Null where last year has
 * nothing to say of the rest, or the period has not begun.
 */
export const periodForecast = (
  days: readonly PeriodDay[],
  lastYear: readonly PeriodDay[],
  { formula, edition, until, left, allowed }: ForecastQuestion,
): PeriodForecast | null => {
  const cut = samePeriodBefore({ label: '', from: until, to: until }).to;
  const rest = lastYear.filter(({ date }) => date > cut);
  const toDate = lastYear.filter(({ date }) => date <= cut);
  if (left.length === 0 || rest.length === 0 || days.length === 0) return null;
  if (formula.statistic !== 'mean') {
    const { value, days: counted } = airFigure([...days, ...rest], formula, edition);
    const restDays = counted - airFigure(days, formula, edition).days;
    return restDays <= 0 ? null : { neutral: value, trend: null, requiredFallPct: null, months: [], restDays };
  }
  const decimals = edition.assessment.decimals.day[formula.pollutant];
  const [own, then, before] = [days, rest, toDate].map((of) => countedValues(of, formula.pollutant)) as [
    number[],
    number[],
    number[],
  ];
  if (own.length === 0 || then.length === 0) return null;
  const lastYearRest = meanText(then, decimals);
  const sum = unscaled(
    own.reduce((total, value) => total + scaled(value, decimals), 0),
    decimals,
  ).toFixed(decimals);
  const { neutral, trend } = yearEndForecast({
    sum,
    days: own.length,
    remaining: left.length,
    lastYearToDate: before.length === 0 ? '0' : meanText(before, decimals),
    lastYearRest,
  });
  const isUsable = Number(lastYearRest) > 0;
  const patterns = [...daysByMonth(left)].map(([month, count]) => {
    const own = countedValues(
      rest.filter(({ date }) => date.slice(5, 7) === month.slice(5, 7)),
      formula.pollutant,
    );
    return { month, days: count, mean: own.length === 0 ? lastYearRest : meanText(own, decimals) };
  });
  return {
    neutral,
    trend,
    requiredFallPct: allowed !== null && isUsable ? requiredFallPct(lastYearRest, allowed) : null,
    months: allowed !== null && isUsable ? monthlyBudget(allowed, patterns) : [],
    restDays: then.length,
  };
};
