/** Months, quarters, years and the months from January on, as spans of months that figures of water are given for. */
import { addMonths, type CivilMonth, monthSpan, quarterOf } from '../calendar/shanghai.js';
import { longPeriodMeans, periodMeans } from './period-mean.js';
import type { SectionAbsence, SectionValues } from './section-class.js';
import type { MonthFigures, MonthValues } from './month-figures.js';

/** `cumulative` is January up to the month (累计). */
export const WATER_SPANS = ['month', 'quarter', 'year', 'cumulative'] as const;
export type WaterSpanKind = (typeof WATER_SPANS)[number];

export interface WaterSpan {
  readonly kind: WaterSpanKind;
  /** As people print it: `2026-05`, `2026-Q2`, `2026`, `2026-01~05`. */
  readonly label: string;
  readonly from: CivilMonth;
  readonly to: CivilMonth;
}

/** The span of a kind that a month lies in; cumulative ones end with it. */
export function waterSpan(kind: WaterSpanKind, month: CivilMonth): WaterSpan {
  const year = month.slice(0, 4);
  switch (kind) {
    case 'month':
      return { kind, label: month, from: month, to: month };
    case 'quarter': {
      const { label, from, to } = quarterOf(monthSpan(month).from);
      return { kind, label, from: from.slice(0, 7), to: to.slice(0, 7) };
    }
    case 'year':
      return { kind, label: year, from: `${year}-01`, to: `${year}-12` };
    case 'cumulative':
      return { kind, label: `${year}-01~${month.slice(5)}`, from: `${year}-01`, to: month };
  }
}

/** The same span a year earlier (同比). */
export const spanLastYear = (span: WaterSpan): WaterSpan => waterSpan(span.kind, addMonths(span.to, -12));

/** The span before (环比); a cumulative one has none but that of last year. */
export const spanBefore = (span: WaterSpan): WaterSpan =>
  span.kind === 'cumulative' ? spanLastYear(span) : waterSpan(span.kind, addMonths(span.from, -1));

const isIn = (span: WaterSpan, month: CivilMonth): boolean => span.from <= month && month <= span.to;

/** Means of a section over a span; null with fewer results than the span needs (a quarter 2, a year 8). */
export function spanValues(results: readonly MonthValues[], span: WaterSpan): SectionValues | null {
  const own = results.filter(({ month }) => isIn(span, month)).map(({ values }) => values);
  if (own.length === 0) return null;
  if (span.kind === 'month') return own[0] ?? null;
  return span.kind === 'cumulative'
    ? periodMeans(own, 'assess').values
    : (longPeriodMeans(own, span.kind, 'assess')?.values ?? null);
}

/** Why a section has no result over a span: dry where it was so in most of the months without one. */
export function spanAbsence(months: readonly MonthFigures[], span: WaterSpan): SectionAbsence | null {
  const absent = months.filter(({ month }) => isIn(span, month)).flatMap(({ absence }) => absence?.state ?? []);
  if (absent.length === 0) return null;
  return absent.filter((state) => state === 'dry').length * 2 >= absent.length ? 'dry' : 'notMonitored';
}

/** Whether each month of a span met its target; null where it was not evaluated. */
export const spanOutcomes = (
  subject: string,
  months: readonly MonthFigures[],
  span: WaterSpan,
): { subject: string; period: string; isCompliant: boolean | null }[] =>
  months
    .filter(({ month }) => isIn(span, month))
    .map(({ month, comparison }) => ({ subject, period: month, isCompliant: comparison?.isCompliant ?? null }));
