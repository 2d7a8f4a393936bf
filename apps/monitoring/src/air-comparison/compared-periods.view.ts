/** A subject's days against the same ones of the year before, and what the days themselves say. */
import type { EntityManager } from 'typeorm';
import { type AnnualAttainment, annualAttainment } from '#libs/domain/air/annual-attainment.js';
import { type AttributedDays, attributedDays } from '#libs/domain/air/attributed-days.js';
import {
  againstAirAverage,
  againstLimits,
  type AirAverage,
  changePercent,
  type LimitComparison,
} from '#libs/domain/air/comparison.js';
import { compositeIndex, compositeValues } from '#libs/domain/air/composite-index.js';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { type HeavyEvent, heavyEvents } from '#libs/domain/air/heavy-days.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import {
  type DayTally,
  dayTally,
  GOOD_UP_TO,
  type PeriodDay,
  periodConcentrations,
  shortfallsOf,
} from '#libs/domain/air/period-statistics.js';
import { type Concentrations, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import {
  type DayOtherwise,
  daysOtherwise,
  editionsOver,
  restatedDays,
  type SideBySide,
  sideBySide,
} from '#libs/domain/air/restatement.js';
import { scaled, unscaled } from '#libs/domain/air/rounding.js';
import {
  type SamePeriod,
  samePeriodBefore,
  type SamePeriodOptions,
  sideBySideYears,
} from '#libs/domain/air/same-period.js';
import { currentStreak, longestStreak, type Outcome, type Streak, streaksOf } from '#libs/domain/assessment/streak.js';
import { type CivilDate, datesOf, monthsOf, yearSpan } from '#libs/domain/calendar/shanghai.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { dataStateOfDays } from '../air/days-data-state.js';
import { type AirSubject, type DayInForce, periodDaysOf } from '../air/period-days.store.js';
import { averagesOfSpan } from '../external-average/external-average.store.js';

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

const daysOfOne = async (tx: EntityManager, { kind, id }: AirSubject, span: Span): Promise<DayInForce[]> =>
  (await periodDaysOf(tx, kind, [id], span)).get(id) ?? [];

/** Ids of the recognitions in force by which some of these days are dust days. */
export const dustRecognitionsOf = (days: readonly DayInForce[]): string[] =>
  [...new Set(days.flatMap(({ dustBy }) => dustBy ?? []))].sort();

const dustDatesOf = (days: readonly PeriodDay[]): CivilDate[] =>
  days.flatMap(({ date, isDust }) => (isDust ? [date] : []));

/** The days of a span one by one; those nothing is known of are not evaluated. */
const withGaps = (days: readonly PeriodDay[], span: Span): PeriodDay[] => {
  const byDate = new Map(days.map((day) => [day.date, day]));
  return datesOf(span).map((date) => byDate.get(date) ?? { date, values: {}, aqi: null, primary: [] });
};

export interface CompositeChange {
  readonly current: number | null;
  readonly earlier: number | null;
  readonly change: number | null;
  readonly changePercent: number | null;
  /** Pollutants with the largest share of the current index. */
  readonly main: readonly string[];
}

/** Composite index of days against that of others, both stated under the edition. */
export const compositeChange = (
  days: readonly PeriodDay[],
  before: readonly PeriodDay[],
  edition: AirEdition,
): CompositeChange => {
  const of = (some: readonly PeriodDay[]) =>
    compositeIndex(compositeValues(periodConcentrations(some, edition)), edition);
  const [now, then] = [of(days), of(before)];
  const { compositeDecimals: decimals } = edition.assessment;
  const isKnown = now.index !== null && then.index !== null;
  return {
    current: now.index,
    earlier: then.index,
    change: isKnown ? unscaled(scaled(now.index, decimals) - scaled(then.index, decimals), decimals) : null,
    changePercent: isKnown ? changePercent(now.index, then.index) : null,
    main: now.main,
  };
};

export interface Streaks {
  readonly current: Streak | null;
  readonly longest: Streak | null;
}

const streaksWhere = (days: readonly PeriodDay[], isMet: (aqi: number) => boolean): Streaks => {
  const outcome = ({ aqi }: PeriodDay): Outcome => (aqi === null ? 'unknown' : isMet(aqi) ? 'met' : 'missed');
  const streaks = streaksOf(days.map((day) => ({ period: day.date, outcome: outcome(day) })));
  return { current: currentStreak(streaks), longest: longestStreak(streaks) };
};

export interface HeldAverage {
  readonly whose: string;
  readonly measure: AirAverage;
  readonly value: number;
  readonly own: number;
  readonly difference: number;
  readonly isWorse: boolean;
  readonly document: string;
}

/** The figure of the span an average is one of; CO and O3 by their percentiles, as they are assessed. */
const ownFigure = (measure: AirAverage, same: SamePeriod, composite: CompositeChange): number | null => {
  if (measure === 'good-day-percent') return same.days.current.goodDayPercent;
  if (measure === 'composite-index') return composite.current;
  return same[measure === 'CO' || measure === 'O3' ? 'percentiles' : 'means'][measure].current;
};

const heldAverages = async (
  tx: EntityManager,
  span: Span,
  same: SamePeriod,
  composite: CompositeChange,
): Promise<HeldAverage[]> =>
  (await averagesOfSpan(tx, { medium: 'air', from: span.from, to: span.to })).flatMap(({ whose, document, ...one }) => {
    const measure = one.measure as AirAverage;
    const own = ownFigure(measure, same, composite);
    const value = Number(one.value);
    return own === null ? [] : [{ whose, measure, value, own, ...againstAirAverage(own, value, measure), document }];
  });

/** The days of the span as they are in force, none left out: what targets and published numbers count. */
export interface DaysInForce {
  readonly editions: readonly string[];
  readonly tally: DayTally;
  /** Days whose verdict is another under the edition of the comparison. */
  readonly changed: readonly DayOtherwise[];
}

export interface ComparedPeriods {
  readonly before: Span;
  readonly inForce: DaysInForce;
  /** Of both sides; null where a side has nothing. */
  readonly dataStates: { readonly current: DataState | null; readonly earlier: DataState | null };
  /** Dates recognised as dust days, of both sides. */
  readonly dustDates: { readonly current: readonly CivilDate[]; readonly earlier: readonly CivilDate[] };
  /** What recognises them. */
  readonly dustRecognitions: { readonly current: readonly string[]; readonly earlier: readonly string[] };
  readonly same: SamePeriod;
  readonly composite: CompositeChange;
  readonly limits: readonly LimitComparison[];
  readonly attributed: readonly { readonly current: AttributedDays; readonly earlier: AttributedDays }[];
  readonly heavy: readonly HeavyEvent[];
  readonly good: Streaks;
  readonly polluted: Streaks;
  readonly averages: readonly HeldAverage[];
}

/**
 * Both sides stand under the edition of the span's last day, whichever was in force when they were measured, and every figure
 * of the answer counts the same days.
 */
export const comparedPeriods = async (
  tx: EntityManager,
  subject: AirSubject,
  span: Span,
  options: SamePeriodOptions,
): Promise<ComparedPeriods> => {
  const before = samePeriodBefore({ label: '', ...span });
  const edition = editionOn(NATIONAL_EDITIONS, span.to);
  const current = await daysOfOne(tx, subject, span);
  const earlier = await daysOfOne(tx, subject, before);
  const { years, against } = sideBySideYears([current, earlier], edition, NATIONAL_EDITIONS, options);
  const [counted = [], countedBefore = []] = years;
  const same = against[0]!;
  const valuesBy = (statistic: 'means' | 'percentiles'): Concentrations =>
    Object.fromEntries(
      POLLUTANTS.flatMap((pollutant) => {
        const { current: value } = same[statistic][pollutant];
        return value === null ? [] : [[pollutant, value]];
      }),
    ) as Concentrations;
  // CO and O3 have no annual limit: their percentile is held against the limit of a day.
  const annual = againstLimits(valuesBy('means'), edition, 'annual');
  const daily = againstLimits(valuesBy('percentiles'), edition, 'day').filter(
    ({ pollutant }) => !annual.some((one) => one.pollutant === pollutant),
  );
  const each = withGaps(counted, span);
  const composite = compositeChange(counted, countedBefore, edition);
  return {
    before: { from: before.from, to: before.to },
    inForce: {
      editions: editionsOver(current, NATIONAL_EDITIONS),
      tally: dayTally(current, edition),
      changed: daysOtherwise(current, edition, NATIONAL_EDITIONS),
    },
    dataStates: { current: dataStateOfDays(current), earlier: dataStateOfDays(earlier) },
    dustDates: { current: dustDatesOf(current), earlier: dustDatesOf(earlier) },
    dustRecognitions: { current: dustRecognitionsOf(current), earlier: dustRecognitionsOf(earlier) },
    same,
    composite,
    averages: await heldAverages(tx, span, same, composite),
    limits: [...annual, ...daily],
    attributed: POLLUTANTS.map((pollutant) => ({
      current: attributedDays(counted, pollutant, edition),
      earlier: attributedDays(countedBefore, pollutant, edition),
    })),
    heavy: heavyEvents(each),
    good: streaksWhere(each, (aqi) => aqi <= GOOD_UP_TO),
    polluted: streaksWhere(each, (aqi) => aqi > GOOD_UP_TO),
  };
};

/** The same days under two editions. */
export const underTwoEditions = async (
  tx: EntityManager,
  subject: AirSubject,
  span: Span,
  pair: readonly [AirEdition, AirEdition],
): Promise<SideBySide> => sideBySide(await daysOfOne(tx, subject, span), pair, NATIONAL_EDITIONS);

export interface AttainedYear extends AnnualAttainment {
  readonly year: string;
  /** Days of the year with an index. */
  readonly evaluatedDays: number;
  /** Recognised as dust days: without their particles. */
  readonly dustDays: number;
  readonly dataState: DataState | null;
}

/** Years of a subject with their verdicts, the newest last, and the years attained in a row. */
export const attainedYears = async (
  tx: EntityManager,
  subject: AirSubject,
  years: { readonly from: number; readonly to: number },
): Promise<{ readonly years: readonly AttainedYear[]; readonly streak: Streak | null }> => {
  const days = await daysOfOne(tx, subject, { from: yearSpan(years.from).from, to: yearSpan(years.to).to });
  const found: AttainedYear[] = [];
  for (let year = years.from; year <= years.to; year++) {
    const span = yearSpan(year);
    const own = days.filter(({ date }) => date.startsWith(span.label));
    if (own.length === 0) continue;
    const edition = editionOn(NATIONAL_EDITIONS, span.to);
    const stated = restatedDays(own, edition, NATIONAL_EDITIONS);
    const shortfalls = shortfallsOf(stated, monthsOf(span), edition);
    const verdict = annualAttainment(periodConcentrations(stated, edition), shortfalls, edition);
    found.push({
      ...verdict,
      year: span.label,
      evaluatedDays: stated.filter(({ aqi }) => aqi !== null).length,
      dustDays: dustDatesOf(own).length,
      dataState: dataStateOfDays(own),
    });
  }
  const series = found.map(({ year, isAttained }) => ({
    period: year,
    outcome: isAttained ? ('met' as const) : ('missed' as const),
  }));
  return { years: found, streak: currentStreak(streaksOf(series)) };
};
