/** How months, years and windows of a section are shown. */
import { z } from 'zod';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { classGap, type ClassGap } from '#libs/domain/water/class-gap.js';
import type { WaterBody } from '#libs/domain/water/edition.js';
import type { CumulativeFigures, MonthFigures, YearFigures } from '#libs/domain/water/month-figures.js';
import type { ExceedingItem, ItemEvaluation } from '#libs/domain/water/section-class.js';
import type { TargetClass } from '#libs/domain/water/section-register.js';
import type { WindowResult } from '#libs/domain/water/window-result.js';
import { daysIn } from './month-content.js';
import type { MonthContent } from './section-month.store.js';
import { isReviewed } from './section-month.view.js';

const WaterClass = z.int().min(1).max(6);
const Target = z.int().min(1).max(5);
const Exceeding = z.array(z.object({ item: z.string(), name: z.string(), multiple: z.string().nullable() }));
const Items = z.array(z.object({ item: z.string(), name: z.string(), value: z.string(), waterClass: WaterClass }));
const Gap = z
  .object({
    classes: z.int(),
    items: z.array(
      z.object({
        item: z.string(),
        name: z.string(),
        value: z.string(),
        limit: z.string(),
        direction: z.enum(['fall', 'rise']),
        amount: z.string(),
        percent: z.string().nullable(),
      }),
    ),
  })
  .nullable();
const Compliance = z.object({
  compliant: z.int(),
  evaluated: z.int(),
  notEvaluated: z.int(),
  rate: z.string().nullable(),
});
const Evaluated = {
  state: z.enum(['evaluated', 'missing', 'dry', 'notMonitored']),
  waterClass: WaterClass.nullable(),
  word: z.string().nullable(),
  target: Target.nullable(),
  isCompliant: z.boolean().nullable(),
  /** Beyond the target, with multiples of its limit. */
  exceeding: Exceeding,
  /** At most three, against class Ⅲ. */
  mainIndicators: Exceeding,
  items: Items,
  /** Stated beside the class: 总氮 of lakes, 粪大肠菌群. */
  reportedApart: Items,
  missingItems: z.array(z.string()),
  gap: Gap,
};

const Month = z.object({
  month: z.string(),
  /** `provisional` until the month is closed and all its rows have been reviewed. */
  finality: z.enum(['provisional', 'final']),
  isClosed: z.boolean(),
  ...Evaluated,
  absence: z.object({ reason: z.string(), from: z.iso.date(), to: z.iso.date().nullable() }).nullable(),
  againstLastMonth: z.string().nullable(),
  againstLastYear: z.string().nullable(),
  cumulativeClass: WaterClass.nullable(),
  cumulativeClassLastYear: WaterClass.nullable(),
  /** Null until the month is closed: only closed months stand in a run. */
  failing: z
    .object({ count: z.int(), firstMonth: z.string().nullable(), skippedMonths: z.array(z.string()) })
    .nullable(),
  basinWarning: z.string().nullable(),
  trophic: z.object({ index: z.string(), grade: z.string(), isStandard: z.boolean() }).nullable(),
  rowCount: z.int(),
  days: z.int(),
  daysOfMonth: z.int(),
  sources: z.record(z.string(), z.enum(['automatic', 'manual'])),
  heldItems: z.array(z.string()),
  dataState: z.string().nullable(),
});
const Year = z.object({
  year: z.int(),
  state: z.enum(['evaluated', 'tooFew', 'dry']),
  waterClass: WaterClass.nullable(),
  word: z.string().nullable(),
  target: Target.nullable(),
  isCompliant: z.boolean().nullable(),
  items: Items,
  months: Compliance,
  outbound: z
    .object({
      mustKeep: Target,
      breaches: z.array(z.object({ period: z.string(), waterClass: WaterClass })),
      isBroken: z.boolean(),
      holdsOverYear: z.boolean().nullable(),
    })
    .nullable(),
});
export const SectionMonths = z
  .object({
    sectionId: z.string(),
    closedThrough: z.string().nullable(),
    /** The newest first. */
    months: z.array(Month),
    /** Of closed months only. */
    years: z.array(Year),
  })
  .meta({ id: 'SectionMonths' });
export const SectionWindow = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    finality: z.enum(['provisional', 'final']),
    ...Evaluated,
    rowCount: z.int(),
    days: z.int(),
    daysOfWindow: z.int(),
  })
  .meta({ id: 'SectionWindow' });

const itemsOf = (items: readonly ItemEvaluation[]) => items.map((item) => ({ ...item }));
const exceedingOf = (items: readonly ExceedingItem[]) => items.map((item) => ({ ...item }));
const gapOf = (gap: ClassGap | null) => gap && { classes: gap.classes, items: gap.items.map((item) => ({ ...item })) };

const evaluatedOf = ({
  evaluation,
  target,
  comparison,
  gap,
}: Pick<MonthFigures, 'evaluation' | 'target' | 'comparison' | 'gap'>) => ({
  state: evaluation.state,
  waterClass: evaluation.waterClass,
  word: evaluation.word,
  target,
  isCompliant: comparison?.isCompliant ?? null,
  exceeding: exceedingOf(comparison?.exceedingItems ?? []),
  mainIndicators: exceedingOf(evaluation.mainIndicators),
  items: itemsOf(evaluation.items),
  reportedApart: itemsOf(evaluation.reportedApart),
  missingItems: [...evaluation.missingItems],
  gap: gapOf(gap),
});

export const monthOf = (
  figures: MonthFigures,
  cumulative: CumulativeFigures,
  content: MonthContent | null,
  closedThrough: CivilMonth | null,
): z.input<typeof Month> => {
  const { month, absence, failing, trophic } = figures;
  const isClosed = closedThrough !== null && month <= closedThrough;
  return {
    month,
    finality: isClosed && isReviewed(content) ? 'final' : 'provisional',
    isClosed,
    ...evaluatedOf(figures),
    absence: absence && { reason: absence.reason, from: absence.from, to: absence.to },
    againstLastMonth: figures.againstLastMonth,
    againstLastYear: figures.againstLastYear,
    cumulativeClass: cumulative.waterClass,
    cumulativeClassLastYear: cumulative.waterClassLastYear,
    failing: isClosed
      ? { count: failing.count, firstMonth: failing.firstPeriod, skippedMonths: [...failing.skippedPeriods] }
      : null,
    basinWarning: cumulative.basinWarning,
    trophic: trophic && { index: trophic.index, grade: trophic.grade, isStandard: trophic.isStandard },
    rowCount: content?.rowCount ?? 0,
    days: content?.days ?? 0,
    daysOfMonth: daysIn(month),
    sources: { ...content?.sources } as Record<string, 'automatic' | 'manual'>,
    heldItems: [...(content?.heldItems ?? [])],
    dataState: content?.dataState ?? null,
  };
};

export const yearOf = (figures: YearFigures): z.input<typeof Year> => {
  const { year, state, evaluation, target, isCompliant, months, outbound } = figures;
  return {
    year,
    state,
    waterClass: evaluation?.waterClass ?? null,
    word: evaluation?.word ?? null,
    target,
    isCompliant,
    items: itemsOf(evaluation?.items ?? []),
    months: {
      compliant: months.compliant,
      evaluated: months.evaluated,
      notEvaluated: months.skipped.length,
      rate: months.rate,
    },
    outbound: outbound && {
      mustKeep: outbound.mustKeep,
      breaches: outbound.breaches.map((breach) => ({ ...breach })),
      isBroken: outbound.isBroken,
      holdsOverYear: outbound.holdsOverYear,
    },
  };
};

export const windowOf = (
  span: { readonly from: string; readonly to: string },
  { state, means, evaluation, comparison, coverage }: WindowResult,
  target: TargetClass | null,
  body: WaterBody,
  isAllReviewed: boolean,
): z.input<typeof SectionWindow> => ({
  ...span,
  finality: state === 'final' && isAllReviewed ? 'final' : 'provisional',
  ...evaluatedOf({ evaluation, target, comparison, gap: target === null ? null : classGap(evaluation, target, body) }),
  rowCount: means.rowCount,
  days: coverage.days,
  daysOfWindow: coverage.expected,
});
