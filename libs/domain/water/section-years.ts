/** The same months of several years of a section beside each other, treated alike. */
import type { CivilMonth } from '../calendar/shanghai.js';
import { type Compliance, compliance } from './compliance.js';
import { BASIC_ITEMS, type BasicItem, GB3838_2002, type WaterClass } from './edition.js';
import type { MonthFigures, MonthValues, SectionOfMonths } from './month-figures.js';
import { periodMeans, type PeriodMeans } from './period-mean.js';
import { concentrationChange, type QualityChange, sectionChange } from './quality-change.js';
import { Exact } from './rounding.js';
import { evaluateSection } from './section-class.js';

export interface YearsWish {
  /** The latest year, and how many before it stand beside it. */
  readonly year: number;
  readonly back: number;
  /** First and last month of the period, 1 to 12. */
  readonly from: number;
  readonly to: number;
  /** `COMMON_MONTHS`: only months evaluated in every one of the years count in any. */
  readonly gaps: 'OWN_MONTHS' | 'COMMON_MONTHS';
  /** The last closed month: later ones are shown and count in nothing. Null before the first. */
  readonly closedThrough: CivilMonth | null;
}
export interface SectionYear {
  readonly year: number;
  /** Every month of the period in order; null where nothing is known of it. */
  readonly months: readonly (MonthFigures | null)[];
  /** Months that count. */
  readonly counted: readonly CivilMonth[];
  /** Over the months that count: first the mean, then the class. */
  readonly means: PeriodMeans;
  readonly waterClass: WaterClass | null;
  readonly compliance: Compliance;
}
export interface ItemChange {
  readonly item: BasicItem;
  readonly name: string;
  readonly current: string | null;
  readonly earlier: string | null;
  /** Current minus earlier in the unit of the item; null without both. */
  readonly change: string | null;
  /** Per cent of the earlier with one decimal; null without both, where the earlier is nothing, and for pH, which is a logarithm. */
  readonly changePercent: string | null;
}
export interface YearChange {
  readonly items: readonly ItemChange[];
  /** By the class of the means; null without both. */
  readonly change: QualityChange | null;
  /** Of the rate of months that met their target, in percentage points; null without both. */
  readonly ratePoints: string | null;
}

const itemChange = (item: BasicItem, current: string | null, earlier: string | null): ItemChange => {
  const isKnown = current !== null && earlier !== null;
  const change = isKnown ? new Exact(current).minus(earlier) : null;
  return {
    item,
    name: GB3838_2002.basic[item].name,
    current,
    earlier,
    change: change?.toFixed() ?? null,
    changePercent: isKnown && item !== 'ph' ? concentrationChange(current, earlier) : null,
  };
};

const changeOf = (now: SectionYear, before: SectionYear): YearChange => {
  const [rate, rateBefore] = [now.compliance.rate, before.compliance.rate];
  return {
    items: BASIC_ITEMS.flatMap((item) => {
      const [current, earlier] = [now.means.values[item] ?? null, before.means.values[item] ?? null];
      return current === null && earlier === null ? [] : [itemChange(item, current, earlier)];
    }),
    change:
      now.waterClass === null || before.waterClass === null ? null : sectionChange(before.waterClass, now.waterClass),
    ratePoints: rate === null || rateBefore === null ? null : new Exact(rate).minus(rateBefore).toFixed(1),
  };
};

const calendarMonth = (month: CivilMonth): string => month.slice(5);

/** A period of months of one year and the same months of years before it, and the latest against each. */
export const sectionYears = (
  { body }: SectionOfMonths,
  results: readonly MonthValues[],
  figures: readonly MonthFigures[],
  { year, back, from, to, gaps, closedThrough }: YearsWish,
): { readonly years: readonly SectionYear[]; readonly against: readonly YearChange[] } => {
  const byMonth = new Map(figures.map((one) => [one.month, one]));
  const monthsOf = (of: number): CivilMonth[] =>
    Array.from({ length: to - from + 1 }, (_, n) => `${of}-${String(from + n).padStart(2, '0')}`);
  const isEvaluated = (month: CivilMonth): boolean =>
    closedThrough !== null && month <= closedThrough && byMonth.get(month)?.evaluation.state === 'evaluated';
  const all = Array.from({ length: back + 1 }, (_, n) => year - n);
  const isCommon = (month: CivilMonth): boolean => all.every((one) => isEvaluated(`${one}-${calendarMonth(month)}`));
  const years = all.map((of): SectionYear => {
    const months = monthsOf(of);
    const counted = months.filter(gaps === 'COMMON_MONTHS' ? isCommon : isEvaluated);
    const means = periodMeans(
      results.filter(({ month }) => counted.includes(month)).map(({ values }) => values),
      'assess',
    );
    return {
      year: of,
      months: months.map((month) => byMonth.get(month) ?? null),
      counted,
      means,
      waterClass: evaluateSection({ values: means.values, body, decimals: 'none' }).waterClass,
      compliance: compliance(
        counted.map((month) => ({
          subject: '',
          period: month,
          isCompliant: byMonth.get(month)?.comparison?.isCompliant ?? null,
        })),
      ),
    };
  });
  const [now, ...before] = years;
  return { years, against: before.map((one) => changeOf(now!, one)) };
};
