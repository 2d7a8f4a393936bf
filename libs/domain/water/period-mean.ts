import { Decimal } from 'decimal.js';
import {
  addDays,
  type CivilDate,
  type CivilMonth,
  datesOf,
  type DateSpan,
  naturalDayOf,
} from '../calendar/shanghai.js';
import { readConcentration, type ReportedValue } from './concentration.js';
import { BASIC_ITEMS, type BasicItem } from './edition.js';
import { Exact, roundItem, type DecimalsColumn } from './rounding.js';
import type { SectionValues } from './section-class.js';

/** Means of one section over a period, each rounded once, with the number of values behind it. */
export interface PeriodMeans {
  readonly values: Readonly<Partial<Record<BasicItem, string>>>;
  readonly counts: Readonly<Partial<Record<BasicItem, number>>>;
}

/** Readings of one section at one instant, which closes the day it ends: 00:00 belongs to the day before. Held values are left out by naming their items. */
export interface SectionRow {
  readonly at: Date;
  readonly values: SectionValues;
  readonly heldItems?: readonly BasicItem[];
}

/** Powers of ten need fewer digits than sums, and cost by the digit. */
const Power = Decimal.clone({ precision: 30, rounding: Decimal.ROUND_HALF_EVEN });

/**
 * −lg of the arithmetic mean of 10^(−pH). The result is cut to twenty digits: a mean of equal values must come out as
 * that value, not as the last digit of a logarithm below it, or 7.5 would round to 7.
 */
function meanOfPh(values: readonly Exact[]): Exact {
  const timesSeen = new Map<string, number>();
  for (const value of values) timesSeen.set(value.toFixed(), (timesSeen.get(value.toFixed()) ?? 0) + 1);
  let sum = new Power(0);
  for (const [text, times] of timesSeen) sum = sum.plus(new Power(10).pow(`-${text}`).times(times));
  return new Exact(sum.div(values.length).log(10).negated().toSignificantDigits(20).toFixed());
}

/** Mean of the values of one item; null without values. pH by the mean of 10^(−pH), all others arithmetic. */
export function meanOfItem(item: BasicItem, reported: readonly ReportedValue[]): { mean: Exact; count: number } | null {
  const values = reported.flatMap((value) => readConcentration(value)?.effective ?? []);
  if (values.length === 0) return null;
  const mean =
    item === 'ph'
      ? meanOfPh(values)
      : values.reduce((total, value) => total.plus(value), new Exact(0)).div(values.length);
  return { mean, count: values.length };
}

/**
 * Mean of every item over the samples of a period: first the mean, then the class; classes are never averaged. Items
 * without a value are absent. Source: 地表水环境质量评价办法(试行) §一(二) (weeks, months: the mean of what there is).
 */
export function periodMeans(samples: readonly SectionValues[], decimals: DecimalsColumn): PeriodMeans {
  const values: Partial<Record<BasicItem, string>> = {};
  const counts: Partial<Record<BasicItem, number>> = {};
  for (const item of BASIC_ITEMS) {
    const mean = meanOfItem(
      item,
      samples.map((sample) => sample[item]),
    );
    if (mean === null) continue;
    values[item] = roundItem(item, mean.mean, decimals).text;
    counts[item] = mean.count;
  }
  return { values, counts };
}

/** Fewest results of a longer period: a quarter 2, a year 8 monthly ones (地表水环境质量评价办法(试行) §一(二)). */
export const FEWEST_RESULTS = { quarter: 2, year: 8 } as const;

/** Means over the results of a longer period; null where there are fewer results than it needs. */
export function longPeriodMeans(
  results: readonly SectionValues[],
  period: keyof typeof FEWEST_RESULTS,
  decimals: DecimalsColumn,
): PeriodMeans | null {
  const valued = results.filter((values) => BASIC_ITEMS.some((item) => readConcentration(values[item]) !== null));
  return valued.length < FEWEST_RESULTS[period] ? null : periodMeans(valued, decimals);
}

/**
 * Means from January up to a month (累计): over the results of the months there are, first the mean, then the class. Null
 * where none of them has a value. A year's twelve months are a year only by `longPeriodMeans`.
 */
export function cumulativeMeans(
  results: readonly { readonly month: CivilMonth; readonly values: SectionValues }[],
  upTo: CivilMonth,
  decimals: DecimalsColumn,
): PeriodMeans | null {
  const year = upTo.slice(0, 4);
  const own = results.filter(({ month }) => month.startsWith(year) && month <= upTo);
  const means = periodMeans(
    own.map(({ values }) => values),
    decimals,
  );
  return Object.keys(means.values).length === 0 ? null : means;
}

/** Means over any days, with what is known of them. */
export interface WindowMeans extends PeriodMeans {
  readonly missingDays: readonly CivilDate[];
  readonly rowCount: number;
}

/**
 * Means over the rows of one section between two days, both included, Asia/Shanghai: from 00:00 of the first (not
 * included) to 24:00 of the last. Rows outside are ignored, and so is a row without any value.
 */
export function windowMeans(
  rows: readonly SectionRow[],
  window: Pick<DateSpan, 'from' | 'to'>,
  decimals: DecimalsColumn,
): WindowMeans {
  const days = new Set(datesOf(window));
  const seen = new Set<CivilDate>();
  const samples: SectionValues[] = [];
  for (const row of rows) {
    const day = naturalDayOf(row.at);
    if (!days.has(day)) continue;
    const kept = { ...row.values };
    for (const item of row.heldItems ?? []) delete kept[item];
    if (!BASIC_ITEMS.some((item) => readConcentration(kept[item]) !== null)) continue;
    seen.add(day);
    samples.push(kept);
  }
  return {
    ...periodMeans(samples, decimals),
    missingDays: [...days].filter((day) => !seen.has(day)),
    rowCount: samples.length,
  };
}

export interface WeekMeans extends WindowMeans {
  /** A week is evaluated only with rows on all seven days. */
  readonly isComplete: boolean;
}

/**
 * Means of a natural week of one section, from Monday to Sunday.
 *
 * @param monday first day of the week, YYYY-MM-DD
 */
export function weekMeans(rows: readonly SectionRow[], monday: CivilDate, decimals: DecimalsColumn): WeekMeans {
  const means = windowMeans(rows, { from: monday, to: addDays(monday, 6) }, decimals);
  return { ...means, isComplete: means.missingDays.length === 0 };
}
