/** A month of an area as published numbers: pure. */
import { compositeIndex, compositeValues } from '#libs/domain/air/composite-index.js';
import { editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { dayTally, type PeriodDay, periodConcentrations, shortfallsOf } from '#libs/domain/air/period-statistics.js';
import { type Pollutant, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import type { AreaValues } from '#libs/domain/air/area-day.js';
import { type CivilMonth, datesOf, monthSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { indicatorRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { DayOfArea } from './day.store.js';

export const COMPOSITE_INDEX = 'air.area.month.composite-index';

/** Number of each pollutant: its mean, for CO and O3 the percentile that is assessed. */
const CONCENTRATIONS: readonly (readonly [
  definition: string,
  pollutant: Pollutant,
  statistic: 'mean' | 'percentile',
])[] = [
  ['air.area.month.pm25', 'PM2.5', 'mean'],
  ['air.area.month.pm10', 'PM10', 'mean'],
  ['air.area.month.so2', 'SO2', 'mean'],
  ['air.area.month.no2', 'NO2', 'mean'],
  ['air.area.month.co-p95', 'CO', 'percentile'],
  ['air.area.month.o3-p90', 'O3', 'percentile'],
];

const hasStations = ({ from }: DayOfArea['content']): boolean => from.some(({ revision }) => revision !== null);

interface MonthFigure {
  readonly definition: string;
  readonly value: string | null;
  readonly valid: boolean;
  readonly invalidReason: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const periodDayOf = (day: DayOfArea, values: AreaValues): PeriodDay => ({
  date: day.day,
  values: values.values,
  aqi: values.report.aqi,
  primary: values.report.primary,
});

const figuresOf = (days: readonly PeriodDay[], month: CivilMonth): MonthFigure[] => {
  const edition = editionOn(NATIONAL_EDITIONS, `${month}-01`);
  const { decimals, compositeDecimals, ratioDecimals } = edition.assessment;
  const concentrations = periodConcentrations(days, edition);
  const shortfalls = shortfallsOf(days, [month], edition);
  const composite = compositeIndex(compositeValues(concentrations), edition);
  const tally = dayTally(days, edition);
  const validDays = Object.fromEntries(POLLUTANTS.map((p) => [p, concentrations[p].validDays]));
  const lacking = shortfalls.map((s) => `${s.pollutant}有效天数${s.validDays}天，少于${s.requiredDays}天`);
  const counted = { numerator: String(tally.goodDays), denominator: String(tally.evaluatedDays) };
  const length = datesOf(monthSpan(month)).length;
  const plain = { valid: true, invalidReason: null, numerator: null, denominator: null };
  // What the index is made of goes first: whoever acts on the index then knows its parts in the same revision.
  return [
    ...CONCENTRATIONS.map(([definition, pollutant, statistic]): MonthFigure => {
      const of = concentrations[pollutant];
      const value = of[statistic];
      const short = shortfalls.find((s) => s.pollutant === pollutant);
      return {
        ...plain,
        definition,
        value: value === null ? null : value.toFixed(decimals.period[pollutant]),
        valid: value !== null && !short,
        invalidReason: short ? `有效天数${short.validDays}天，少于${short.requiredDays}天` : null,
        details: {
          pollutant,
          statistic,
          validDays: of.validDays,
          usedDays: of.usedDays,
          percent: statistic === 'percentile' ? of.percent : null,
        },
      };
    }),
    {
      ...plain,
      definition: COMPOSITE_INDEX,
      value: composite.index === null ? null : composite.index.toFixed(compositeDecimals),
      valid: composite.index !== null && shortfalls.length === 0,
      invalidReason: lacking.length > 0 ? lacking.join('；') : null,
      details: { terms: composite.terms, main: composite.main, validDays, shortfalls },
    },
    {
      ...plain,
      ...counted,
      definition: 'air.area.month.good-days',
      value: String(tally.goodDays),
      details: {
        daysByLevel: tally.daysByLevel,
        pollutedDaysByPrimary: tally.pollutedDaysByPrimary,
        heavyDays: tally.heavyDays,
      },
    },
    {
      ...plain,
      ...counted,
      definition: 'air.area.month.good-day-rate',
      value: tally.goodDayPercent === null ? null : tally.goodDayPercent.toFixed(ratioDecimals),
      valid: tally.goodDayPercent !== null,
      invalidReason: tally.goodDayPercent === null ? '没有可评价的日' : null,
      details: { heavyDays: tally.heavyDays },
    },
    {
      ...plain,
      definition: 'air.area.month.valid-days',
      value: String(tally.evaluatedDays),
      numerator: String(tally.evaluatedDays),
      denominator: String(length),
      details: { validDays },
    },
  ];
};

/**
 * All numbers of an area's month. While the status of an evaluation point is unknown each is `provisional` and says in
 * `couldBe` what it would be without that station.
 */
export const monthObservations = (
  areaId: string,
  month: CivilMonth,
  days: readonly DayOfArea[],
  dayIndicators: readonly { readonly id: string; readonly revision: number }[],
): Observation[] => {
  const span = monthSpan(month);
  const figures = figuresOf(
    days.map((day) => periodDayOf(day, day.content)),
    month,
  );
  const uncertain = [...new Set(days.flatMap(({ content }) => content.uncertain?.stationIds ?? []))].sort();
  const without =
    uncertain.length === 0
      ? null
      : figuresOf(
          days.flatMap((day) => {
            const values = day.content.uncertain ? day.content.uncertain.without : day.content;
            return values ? [periodDayOf(day, values)] : [];
          }),
          month,
        );
  return figures.map((figure, n) => ({
    ...figure,
    subject: { kind: 'area', id: areaId },
    period: { kind: 'month', label: month, ...spanInstants(span) },
    coverage: {
      valid: days.filter(({ content }) => content.report.aqi !== null).length,
      expected: datesOf(span).length,
    },
    // A day on which nothing was heard has nothing to review.
    dataState: lowestDataState(days.flatMap(({ content, dataState }) => (hasStations(content) ? [dataState] : []))),
    edition: editionOn(NATIONAL_EDITIONS, span.from).id,
    details: {
      ...figure.details,
      ...(without
        ? {
            provisional: true,
            because: 'evaluation-point',
            uncertainStations: uncertain,
            couldBe: [without[n]?.value ?? null],
          }
        : { provisional: false }),
    },
    basis: { references: dayIndicators.map(({ id, revision }) => indicatorRecord(id, revision)), query: null },
  }));
};
