/** What is said of a section month by month: class, target, gap, change, failing months, and its years. */
import { addMonths, type CivilMonth, monthSpan } from '../calendar/shanghai.js';
import { type BasinWarningLevel, basinWarning } from './basin-warning.js';
import { classGap, type ClassGap } from './class-gap.js';
import { compliance, type Compliance } from './compliance.js';
import { nextFailingRun, NO_FAILING_RUN, type FailingRun } from './consecutive.js';
import type { BasicItem, WaterBody, WaterClass } from './edition.js';
import { type OutboundStanding, outboundStanding } from './outbound-section.js';
import { cumulativeMeans, longPeriodMeans } from './period-mean.js';
import { type QualityChange, sectionChange } from './quality-change.js';
import { absenceIn, type AbsenceRecord, isDryYear } from './section-absence.js';
import {
  compareWithTarget,
  evaluateSection,
  type SectionEvaluation,
  type SectionValues,
  type TargetComparison,
} from './section-class.js';
import type { TargetClass } from './section-register.js';
import { trophicState, type TrophicItem, type TrophicState } from './trophic.js';

/** Means of a month, rounded as they are assessed. */
export interface MonthValues {
  readonly month: CivilMonth;
  readonly values: SectionValues;
  /** Means of items only the trophic index needs: chlorophyll a in mg/m³, transparency in m. */
  readonly trophic?: Readonly<Partial<Record<TrophicItem, string>>>;
}

export interface SectionOfMonths {
  readonly body: WaterBody;
  /** Null where no target is known for a year. */
  readonly targetOf: (year: number) => TargetClass | null;
  readonly absences: readonly AbsenceRecord[];
  readonly mustKeep: TargetClass | null;
}

export interface MonthFigures {
  readonly month: CivilMonth;
  readonly evaluation: SectionEvaluation;
  /** What stands for a month without a result. */
  readonly absence: AbsenceRecord | null;
  readonly target: TargetClass | null;
  readonly comparison: TargetComparison | null;
  readonly gap: ClassGap | null;
  /** Null where one of the two months has no class. */
  readonly againstLastMonth: QualityChange | null;
  readonly againstLastYear: QualityChange | null;
  readonly failing: FailingRun;
  /** Lakes only. */
  readonly trophic: TrophicState | null;
}

const monthFiguresOf = (
  section: SectionOfMonths,
  of: MonthValues | undefined,
  month: CivilMonth,
): Pick<MonthFigures, 'evaluation' | 'absence' | 'target' | 'comparison' | 'gap' | 'trophic'> => {
  const { body } = section;
  const values = of?.values ?? {};
  const measured = evaluateSection({ values, body, decimals: 'none' });
  const absence = measured.state === 'evaluated' ? null : absenceIn(section.absences, monthSpan(month));
  const evaluation =
    absence === null ? measured : evaluateSection({ values, body, decimals: 'none', absence: absence.state });
  const target = section.targetOf(Number(month.slice(0, 4)));
  return {
    evaluation,
    absence,
    target,
    comparison: target === null ? null : compareWithTarget(evaluation, target, body),
    gap: target === null ? null : classGap(evaluation, target, body),
    trophic:
      body === 'lake' && evaluation.state === 'evaluated'
        ? trophicState({ tp: values.tp, tn: values.tn, codmn: values.codmn, ...of?.trophic })
        : null,
  };
};

const classOf = ({ body }: SectionOfMonths, values: SectionValues | undefined): WaterClass | null =>
  values === undefined ? null : evaluateSection({ values, body, decimals: 'none' }).waterClass;

/**
 * Figures of every month from the first with a result or an absence to the last asked for, oldest first; empty before
 * there is any. A month without a result is missing unless an absence is recorded for it; such months neither add to a
 * run of failing months nor end it.
 */
export function monthFigures(
  section: SectionOfMonths,
  results: readonly MonthValues[],
  last: CivilMonth,
): MonthFigures[] {
  const byMonth = new Map(results.map((result) => [result.month, result]));
  const [first] = [...byMonth.keys(), ...section.absences.map(({ from }) => from.slice(0, 7))].sort();
  const classes = new Map(results.map(({ month, values }) => [month, classOf(section, values)]));
  const changeFrom = (month: CivilMonth, now: WaterClass | null): QualityChange | null => {
    const before = classes.get(month) ?? null;
    return before === null || now === null ? null : sectionChange(before, now);
  };
  const all: MonthFigures[] = [];
  let failing = NO_FAILING_RUN;
  for (let month = first; month !== undefined && month <= last; month = addMonths(month, 1)) {
    const own = monthFiguresOf(section, byMonth.get(month), month);
    const isCompliant = own.comparison?.isCompliant ?? null;
    failing = nextFailingRun(failing, {
      period: month,
      outcome: isCompliant === null ? 'skipped' : isCompliant ? 'pass' : 'fail',
    });
    const { waterClass } = own.evaluation;
    all.push({
      month,
      ...own,
      againstLastMonth: changeFrom(addMonths(month, -1), waterClass),
      againstLastYear: changeFrom(addMonths(month, -12), waterClass),
      failing,
    });
  }
  return all;
}

export interface CumulativeFigures {
  /** By the means from January up to the month (累计). */
  readonly waterClass: WaterClass | null;
  readonly waterClassLastYear: WaterClass | null;
  /** By the rule of the Yangtze basin; it is in force only where a place has taken it over. */
  readonly basinWarning: BasinWarningLevel | null;
  /** Both periods of both years have a class, and there is a target: the rule could be applied. */
  readonly isComparable: boolean;
}

/** The months of a year up to one, beside the same months of last year, and whether both call for a warning of the basin. */
export function cumulativeFigures(
  section: SectionOfMonths,
  results: readonly MonthValues[],
  { month, evaluation, target }: Pick<MonthFigures, 'month' | 'evaluation' | 'target'>,
): CumulativeFigures {
  const lastYear = addMonths(month, -12);
  const cumulativeOf = (upTo: CivilMonth): WaterClass | null =>
    classOf(section, cumulativeMeans(results, upTo, 'assess')?.values);
  const [waterClass, waterClassLastYear] = [cumulativeOf(month), cumulativeOf(lastYear)];
  const now = evaluation.waterClass;
  const before = classOf(section, results.find((one) => one.month === lastYear)?.values);
  const compared =
    now && before && waterClass && waterClassLastYear && target
      ? { month: { now, lastYear: before }, cumulative: { now: waterClass, lastYear: waterClassLastYear }, target }
      : null;
  return {
    waterClass,
    waterClassLastYear,
    basinWarning: compared && basinWarning(compared),
    isComparable: compared !== null,
  };
}

export interface YearFigures {
  readonly year: number;
  /** `tooFew` results for a year; `dry` for so many months that the year is not assessed. */
  readonly state: 'evaluated' | 'tooFew' | 'dry';
  readonly values: Readonly<Partial<Record<BasicItem, string>>>;
  readonly evaluation: SectionEvaluation | null;
  readonly target: TargetClass | null;
  /** By the mean of the year, not by the count of months. */
  readonly isCompliant: boolean | null;
  /** Months that met the target of those evaluated. */
  readonly months: Compliance;
  /** Outbound sections only. */
  readonly outbound: (OutboundStanding & { readonly mustKeep: TargetClass }) | null;
}

/** Each year among the months, oldest first: assessed by the mean of its months, beside the count of those that met the target. */
export function yearFigures(
  section: SectionOfMonths,
  results: readonly MonthValues[],
  months: readonly MonthFigures[],
): YearFigures[] {
  return [...new Set(months.map(({ month }) => month.slice(0, 4)))].map((year): YearFigures => {
    const own = months.filter(({ month }) => month.startsWith(year));
    const target = section.targetOf(Number(year));
    const isDry = isDryYear(own.map(({ month, evaluation }) => ({ month, isDry: evaluation.state === 'dry' })));
    const means = isDry
      ? null
      : longPeriodMeans(
          results.filter(({ month }) => month.startsWith(year)).map(({ values }) => values),
          'year',
          'assess',
        );
    const evaluation =
      means === null ? null : evaluateSection({ values: means.values, body: section.body, decimals: 'none' });
    return {
      year: Number(year),
      state: isDry ? 'dry' : evaluation === null ? 'tooFew' : 'evaluated',
      values: means?.values ?? {},
      evaluation,
      target,
      isCompliant:
        evaluation === null || target === null ? null : compareWithTarget(evaluation, target, section.body).isCompliant,
      months: compliance(
        own.map(({ month, comparison }) => ({
          subject: year,
          period: month,
          isCompliant: comparison?.isCompliant ?? null,
        })),
      ),
      outbound:
        section.mustKeep === null
          ? null
          : {
              mustKeep: section.mustKeep,
              ...outboundStanding(
                section.mustKeep,
                own.map(({ month, evaluation: { waterClass } }) => ({ period: month, waterClass })),
                evaluation?.waterClass ?? null,
              ),
            },
    };
  });
}
