/** A section's week evaluated, and as published numbers: pure. */
import { type CivilDate, isoWeekOf, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { failingRun, type FailingRun } from '#libs/domain/water/consecutive.js';
import {
  type BasicItem,
  BASIC_ITEMS,
  GB3838_2002,
  WATER_CLASS_LOOKS,
  type WaterClass,
} from '#libs/domain/water/edition.js';
import { weekMeans } from '#libs/domain/water/period-mean.js';
import { compareWithTarget, evaluateSection, exceedingItemText } from '#libs/domain/water/section-class.js';
import { sectionRowRecord, indicatorRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { SubjectState } from '../register/register.store.js';
import type { HeldEpisode } from '../held-value/held-value.store.js';
import type { SectionRowKept } from '../section-row/section-row.store.js';
import type { SectionWeek } from './section-week.store.js';

const CLASS_DEFINITION = 'water.section.week.class';
const RUNNING_DEFINITION = 'water.section.week.failing-running';
const NETWORK_DEFINITION = 'water.network.week.good-sections';
const WORSE_THAN_V = 6;
const GOOD_UP_TO = 3;

export interface WeekContent {
  readonly className: string | null;
  readonly word: string | null;
  readonly compliant: boolean | null;
  readonly target: number;
  readonly means: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly deciding: readonly string[];
  readonly exceeding: readonly string[];
  readonly missingDays: readonly string[];
  readonly rowCount: number;
  readonly held: readonly {
    readonly id: string;
    readonly item: string;
    readonly value: string;
    readonly count: number;
    readonly state: string;
  }[];
  readonly worseThanV: boolean;
}

export interface EvaluatedWeek {
  readonly week: SectionWeek & { readonly content: WeekContent };
  readonly observation: Observation;
}

export const weekPeriod = (monday: CivilDate): Observation['period'] => {
  const span = isoWeekOf(monday);
  return { kind: 'week', label: span.label, ...spanInstants(span) };
};

/** Items of a row that are kept out of the means. */
const heldItemsOf = (row: SectionRowKept, held: readonly HeldEpisode[]): BasicItem[] =>
  held
    .filter(({ state, at }) => (state === 'held' || state === 'excluded') && at.some((one) => +one === +row.at))
    .map(({ item }) => item as BasicItem);

/**
 * Evaluates a natural week of a section from its rows: means without the values held back, then the class. The week
 * counts only with rows on enough of its days.
 */
export const evaluateWeek = (
  section: SubjectState,
  monday: CivilDate,
  rows: readonly SectionRowKept[],
  held: readonly HeldEpisode[],
  daysWithRows: number,
): EvaluatedWeek => {
  // The door takes no section without it: limits differ by the water body, and nothing is guessed.
  if (section.water === null) throw new Error(`section ${section.id} has no declared water body`);
  const { type: body, target } = section.water;
  const means = weekMeans(
    rows.map((row) => ({ at: row.at, values: row.itemValues, heldItems: heldItemsOf(row, held) })),
    monday,
    'assess',
  );
  const evaluation = evaluateSection({ values: means.values, body, decimals: 'none' });
  const comparison = compareWithTarget(evaluation, target as WaterClass, body);
  const { waterClass } = evaluation;
  const isValid = 7 - means.missingDays.length >= daysWithRows && waterClass !== null;
  const content: WeekContent = {
    className: waterClass === null ? null : WATER_CLASS_LOOKS[waterClass].numeral,
    word: evaluation.word,
    compliant: isValid ? comparison.isCompliant : null,
    target,
    means: means.values,
    counts: means.counts,
    deciding:
      waterClass === null || waterClass <= GOOD_UP_TO
        ? []
        : evaluation.items.filter((one) => one.waterClass === waterClass).map(({ item }) => item),
    exceeding: comparison.exceedingItems.map(exceedingItemText),
    missingDays: means.missingDays,
    rowCount: means.rowCount,
    held: held.map(({ id, item, value, at, state }) => ({ id, item, value, count: at.length, state })),
    worseThanV: isValid && waterClass === WORSE_THAN_V,
  };
  const references = rows
    .filter(({ itemValues }) => BASIC_ITEMS.some((item) => itemValues[item] !== undefined))
    .map((row) => sectionRowRecord(row.sectionId, row.at, row.revision));
  return {
    week: {
      sectionId: section.id,
      monday,
      outcome: !isValid ? 'skipped' : comparison.isCompliant ? 'pass' : 'fail',
      waterClass: isValid ? waterClass : null,
      content,
    },
    observation: {
      definition: CLASS_DEFINITION,
      subject: { kind: 'section', id: section.id },
      period: weekPeriod(monday),
      value: isValid ? String(waterClass) : null,
      valid: isValid,
      invalidReason: isValid
        ? null
        : waterClass === null
          ? '没有有效数据'
          : `以下各日没有数据：${means.missingDays.join('、')}`,
      coverage: { valid: 7 - means.missingDays.length, expected: 7 },
      dataState: lowestDataState(rows.map(({ dataState }) => dataState)),
      edition: GB3838_2002.id,
      details: { ...content, limit: String(target) },
      basis: { references },
    },
  };
};

/** Weeks failing one after the other up to the last of these. */
export const runningObservation = (
  section: SubjectState,
  weeks: readonly SectionWeek[],
  of: Observation,
): { readonly run: FailingRun; readonly observation: Observation } => {
  const run = failingRun(weeks.map(({ monday, outcome }) => ({ period: isoWeekOf(monday).label, outcome })));
  return {
    run,
    observation: {
      ...of,
      definition: RUNNING_DEFINITION,
      subject: { kind: 'section', id: section.id },
      value: String(run.count),
      valid: of.valid,
      details: {
        firstPeriod: run.firstPeriod,
        skippedPeriods: run.skippedPeriods,
        className: (weeks.at(-1)?.content as WeekContent | undefined)?.className ?? null,
      },
      coverage: null,
    },
  };
};

/** Sections of class Ⅲ or better of those evaluated; null without an evaluated one. */
export const networkObservation = (
  network: string,
  monday: CivilDate,
  weeks: readonly SectionWeek[],
  classes: readonly { readonly id: string; readonly version: number }[],
  dataState: Observation['dataState'],
): Observation => {
  const evaluated = weeks.filter(({ waterClass }) => waterClass !== null);
  const good = evaluated.filter(({ waterClass }) => Number(waterClass) <= GOOD_UP_TO);
  return {
    definition: NETWORK_DEFINITION,
    subject: { kind: 'network', id: network },
    period: weekPeriod(monday),
    value: evaluated.length === 0 ? null : String(good.length),
    valid: evaluated.length > 0,
    invalidReason: evaluated.length > 0 ? null : '没有可评价的断面',
    numerator: String(good.length),
    denominator: String(evaluated.length),
    coverage: { valid: evaluated.length, expected: weeks.length },
    dataState,
    edition: GB3838_2002.id,
    details: {
      classes: Object.fromEntries(
        weeks.map(({ sectionId, content }) => [sectionId, (content as WeekContent).className]),
      ),
      worseThanV: weeks.filter(({ content }) => (content as WeekContent).worseThanV).map(({ sectionId }) => sectionId),
    },
    basis: {
      references: classes.map(({ id, version }) => indicatorRecord(id, version)),
    },
  };
};
