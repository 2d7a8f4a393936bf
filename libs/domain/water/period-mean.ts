import { Decimal } from 'decimal.js';
import { readConcentration, type ReportedValue } from './concentration.js';
import { BASIC_ITEMS, type BasicItem } from './edition.js';
import { Exact, roundItem, type DecimalsColumn } from './rounding.js';
import type { SectionValues } from './section-class.js';

/** Means of one section over a period, each rounded once, with the number of values behind it. */
export interface PeriodMeans {
  readonly values: Readonly<Partial<Record<BasicItem, string>>>;
  readonly counts: Readonly<Partial<Record<BasicItem, number>>>;
}

/** Readings of one section at one instant. Held values are left out by naming their items. */
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

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** The day in Asia/Shanghai an instant belongs to. An hour's label is its end, so 00:00 closes the day before. */
export function dayOfReading(at: Date): string {
  return new Date(at.getTime() - 1 + SHANGHAI_MS).toISOString().slice(0, 10);
}

export interface WeekMeans extends PeriodMeans {
  /** A week is evaluated only with rows on all seven days. */
  readonly isComplete: boolean;
  readonly missingDays: readonly string[];
  readonly rowCount: number;
}

/**
 * Means of a natural week of one section, from Monday 00:00 (not included) to the next Monday 00:00 (included),
 * Asia/Shanghai. Rows outside the week are ignored, and so is a row without any value.
 *
 * @param monday first day of the week, YYYY-MM-DD
 */
export function weekMeans(rows: readonly SectionRow[], monday: string, decimals: DecimalsColumn): WeekMeans {
  const start = Date.parse(`${monday}T00:00:00+08:00`);
  const days = Array.from({ length: 7 }, (_, index) => dayOfReading(new Date(start + (index + 0.5) * DAY_MS)));
  const seen = new Set<string>();
  const samples: SectionValues[] = [];
  for (const row of rows) {
    const day = dayOfReading(row.at);
    if (!days.includes(day)) continue;
    const kept = { ...row.values };
    for (const item of row.heldItems ?? []) delete kept[item];
    if (!BASIC_ITEMS.some((item) => readConcentration(kept[item]) !== null)) continue;
    seen.add(day);
    samples.push(kept);
  }
  const missingDays = days.filter((day) => !seen.has(day));
  return {
    ...periodMeans(samples, decimals),
    isComplete: missingDays.length === 0,
    missingDays,
    rowCount: samples.length,
  };
}
