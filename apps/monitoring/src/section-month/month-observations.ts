/** Months of sections and of their areas as published numbers: pure. */
import { type CivilMonth, monthSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { compliance } from '#libs/domain/water/compliance.js';
import { GB3838_2002, WATER_CLASS_LOOKS, type WaterClass } from '#libs/domain/water/edition.js';
import { cumulativeFigures, type MonthFigures } from '#libs/domain/water/month-figures.js';
import { GOOD_UP_TO_CLASS, sharePercent } from '#libs/domain/water/river-quality.js';
import { exceedingItemText } from '#libs/domain/water/section-class.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { sectionMonthRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import { daysIn } from './month-content.js';
import type { SectionWithMonths } from './section-month.view.js';

const WORSE_THAN_V = 6;
export const REASONS = { missing: '没有有效数据', dry: '断流', notMonitored: '未监测' } as const;
const NO_SECTION = '没有可评价的断面';

export const monthPeriod = (month: CivilMonth): Observation['period'] => ({
  kind: 'month',
  label: month,
  ...spanInstants(monthSpan(month)),
});
export const numeral = (waterClass: WaterClass | null): string | null =>
  waterClass === null ? null : WATER_CLASS_LOOKS[waterClass].numeral;

/** What every number of a section's month has in common. */
export const ofSectionMonth = (
  of: SectionWithMonths,
  month: CivilMonth,
): Pick<Observation, 'subject' | 'period' | 'dataState' | 'edition' | 'basis'> => {
  const period = monthPeriod(month);
  return {
    subject: { kind: 'section', id: of.state.id },
    period,
    dataState: of.contents.get(month)?.dataState ?? 'realtime',
    edition: GB3838_2002.id,
    basis: {
      references: of.contents.has(month) ? [sectionMonthRecord(of.state.id, month)] : [],
    },
  };
};

/** Class and failing months of a section in one month. */
export const sectionMonthObservations = (of: SectionWithMonths, figures: MonthFigures): Observation[] => {
  const { month, evaluation, comparison, target, failing } = figures;
  const content = of.contents.get(month);
  const { waterClass, state } = evaluation;
  const common = ofSectionMonth(of, month);
  return [
    {
      ...common,
      definition: 'water.section.month.class',
      value: waterClass === null ? null : String(waterClass),
      valid: waterClass !== null,
      invalidReason: state === 'evaluated' ? null : REASONS[state],
      coverage: { valid: content?.days ?? 0, expected: daysIn(month) },
      details: {
        state,
        className: numeral(waterClass),
        word: evaluation.word,
        compliant: comparison?.isCompliant ?? null,
        target,
        ...(target === null ? {} : { limit: String(target) }),
        exceeding: (comparison?.exceedingItems ?? []).map(exceedingItemText),
        means: content?.values ?? {},
        againstLastMonth: figures.againstLastMonth,
        againstLastYear: figures.againstLastYear,
        cumulativeClass: numeral(cumulativeFigures(of.section, of.results, figures).waterClass),
      },
    },
    {
      ...common,
      definition: 'water.section.month.failing-running',
      value: String(failing.count),
      valid: true,
      details: {
        firstPeriod: failing.firstPeriod,
        skippedPeriods: failing.skippedPeriods,
        className: numeral(waterClass),
      },
    },
  ];
};

/** The months of several sections as evidence. */
export const monthRecords = (sections: readonly SectionWithMonths[], month: CivilMonth): RecordReference[] =>
  sections.flatMap(({ state, contents }) => (contents.has(month) ? [sectionMonthRecord(state.id, month)] : []));

/** Rates of an area over its sections in one month. */
export const areaMonthObservations = (
  areaId: string,
  month: CivilMonth,
  sections: readonly SectionWithMonths[],
): Observation[] => {
  const own = sections.map((section) => ({
    section,
    figures: section.months.find((one) => one.month === month),
  }));
  const evaluated = own.flatMap(({ section, figures }) => {
    const waterClass = figures?.evaluation.waterClass ?? null;
    return waterClass === null ? [] : [{ id: section.state.id, waterClass }];
  });
  const met = compliance(
    own.map(({ section, figures }) => ({
      subject: section.state.id,
      period: month,
      isCompliant: figures?.comparison?.isCompliant ?? null,
    })),
  );
  const period = monthPeriod(month);
  const observation = (
    definition: string,
    part: number,
    whole: number,
    lines: readonly number[] = [],
  ): Observation => ({
    definition,
    subject: { kind: 'area', id: areaId },
    period,
    value: sharePercent(part, whole, lines),
    valid: whole > 0,
    invalidReason: whole > 0 ? null : NO_SECTION,
    numerator: String(part),
    denominator: String(whole),
    coverage: { valid: whole, expected: sections.length },
    dataState: lowestDataState(own.flatMap(({ section }) => section.contents.get(month)?.dataState ?? [])),
    edition: GB3838_2002.id,
    details: {
      classes: Object.fromEntries(evaluated.map(({ id, waterClass }) => [id, numeral(waterClass)])),
      notEvaluated: met.skipped.map(({ subject }) => subject),
    },
    basis: {
      references: monthRecords(sections, month),
    },
  });
  const count = (belongs: (waterClass: WaterClass) => boolean): number =>
    evaluated.filter(({ waterClass }) => belongs(waterClass)).length;
  return [
    observation('water.area.month.compliance-rate', met.compliant, met.evaluated),
    observation(
      'water.area.month.good-share',
      count((one) => one <= GOOD_UP_TO_CLASS),
      evaluated.length,
      [75, 90],
    ),
    observation(
      'water.area.month.inferior-share',
      count((one) => one === WORSE_THAN_V),
      evaluated.length,
      [20, 40],
    ),
  ];
};
