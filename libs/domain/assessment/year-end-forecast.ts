/** What a mean of the year would come to if the rest went like last year's, and how a rest is spread over months. Advice only. */
import { Decimal } from 'decimal.js';
import { type DecimalText, exactly, type Quantity } from './percentage.js';

const DECIMALS = 2;
const printed = (value: Decimal): DecimalText =>
  value.toDecimalPlaces(DECIMALS, Decimal.ROUND_HALF_EVEN).toFixed(DECIMALS);

export interface YearSoFar {
  /** Sum of the daily values of this year so far. */
  readonly sum: Quantity;
  readonly days: number;
  readonly remaining: number;
  /** Means of last year (or of several years) over the same days: until now, and for the rest. */
  readonly lastYearToDate: Quantity;
  readonly lastYearRest: Quantity;
}

export interface YearEndForecast {
  /** The rest like last year's rest. */
  readonly neutral: DecimalText;
  /** Last year's rest, changed as this year has changed against last year's to date; null without a base. */
  readonly trend: DecimalText | null;
}

/** Expected mean of the whole year, two decimals. Throws RangeError without any day. */
export const yearEndForecast = (year: YearSoFar): YearEndForecast => {
  const { days, remaining } = year;
  if (days < 1 || remaining < 0) throw new RangeError(`not a year under way: ${days} days, ${remaining} left`);
  const [sum, rest, toDate] = [exactly(year.sum), exactly(year.lastYearRest), exactly(year.lastYearToDate)];
  const total = days + remaining;
  return {
    neutral: printed(sum.plus(rest.times(remaining)).div(total)),
    trend: toDate.isZero()
      ? null
      : printed(sum.plus(rest.times(sum).times(remaining).div(toDate.times(days))).div(total)),
  };
};

/** Fall of the rest against last year's same days that a mean demands, in percent, one decimal; negative where it may rise. */
export const requiredFallPct = (lastYearRest: Quantity, allowedMean: Quantity): DecimalText => {
  const last = exactly(lastYearRest);
  if (last.lte(0)) throw new RangeError(`not a base to fall from: ${lastYearRest}`);
  const fall = last.minus(exactly(allowedMean)).times(100).div(last);
  return fall.toDecimalPlaces(1, Decimal.ROUND_HALF_EVEN).toFixed(1);
};

export interface MonthPattern {
  readonly month: string;
  /** Days of the month that belong to the rest. */
  readonly days: number;
  /** Mean of that month in the year taken as pattern. */
  readonly mean: Quantity;
}

/**
 * The mean allowed over the rest, spread over its months in proportion to a pattern, so that weighted by days it comes to
 * the allowed mean again. Two decimals each. Throws RangeError for a pattern that is zero throughout.
 */
export const monthlyBudget = (
  allowedMean: Quantity,
  months: readonly MonthPattern[],
): { readonly month: string; readonly mean: DecimalText }[] => {
  const days = months.reduce((sum, month) => sum + month.days, 0);
  const weight = months.reduce((sum, month) => sum.plus(exactly(month.mean).times(month.days)), exactly(0));
  if (weight.lte(0)) throw new RangeError('a pattern of nothing');
  return months.map(({ month, mean }) => ({
    month,
    mean: printed(exactly(mean).times(exactly(allowedMean)).times(days).div(weight)),
  }));
};
