/** A month or year of an area as published numbers: pure. */
import { attributedDays } from '#libs/domain/air/attributed-days.js';
import { compositeIndex, compositeValues } from '#libs/domain/air/composite-index.js';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import {
  daysLeftOut,
  dayTally,
  type PeriodDay,
  periodConcentrations,
  type Shortfall,
  shortfallsOf,
} from '#libs/domain/air/period-statistics.js';
import { type Pollutant, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import type { AreaValues } from '#libs/domain/air/area-day.js';
import { restatedDays } from '#libs/domain/air/restatement.js';
import {
  type CivilMonth,
  datesOf,
  type DateSpan,
  monthSpan,
  monthsOf,
  spanInstants,
  yearSpan,
} from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import type { DustDates } from '../dust-day/dust-day.store.js';
import { indicatorRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { DayOfArea } from './day.store.js';
import { dustDetails, dustReferences } from './dust-details.js';

export const COMPOSITE_INDEX = 'air.area.month.composite-index';
export const YEAR_COMPOSITE_INDEX = 'air.area.year.composite-index';

type Length = 'month' | 'year';

/** Number of each pollutant: its mean, for CO and O3 the percentile that is assessed. */
const CONCENTRATIONS: readonly (readonly [name: string, pollutant: Pollutant, statistic: 'mean' | 'percentile'])[] = [
  ['pm25', 'PM2.5', 'mean'],
  ['pm10', 'PM10', 'mean'],
  ['so2', 'SO2', 'mean'],
  ['no2', 'NO2', 'mean'],
  ['co-p95', 'CO', 'percentile'],
  ['o3-p90', 'O3', 'percentile'],
];

const hasStations = ({ from }: DayOfArea['content']): boolean => from.some(({ revision }) => revision !== null);

interface PeriodFigure {
  readonly definition: string;
  readonly value: string | null;
  readonly valid: boolean;
  readonly invalidReason: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Why a period with enough valid days has no number of particles. */
const ONLY_DUST = '有效日均为沙尘天，不计入';

const NO_DUST: DustDates = new Map();

const periodDayOf = (day: DayOfArea, values: AreaValues, dust: DustDates): PeriodDay => ({
  date: day.day,
  isDust: dust.has(day.day),
  values: values.values,
  aqi: values.report.aqi,
  primary: values.report.primary,
});

interface Whole {
  readonly length: Length;
  readonly span: DateSpan;
  readonly edition: AirEdition;
}

const monthOfArea = (month: CivilMonth): Whole => {
  const span = monthSpan(month);
  return { length: 'month', span, edition: editionOn(NATIONAL_EDITIONS, span.from) };
};
/** A year over two editions stands under that of its last day, as its attainment does. */
const yearOfArea = (year: number): Whole => {
  const span = yearSpan(year);
  return { length: 'year', span, edition: editionOn(NATIONAL_EDITIONS, span.to) };
};

const figuresOf = (
  given: readonly PeriodDay[],
  { length: of, span, edition }: Whole,
  dust: DustDates,
): PeriodFigure[] => {
  const days = of === 'month' ? given : restatedDays(given, edition, NATIONAL_EDITIONS);
  const { decimals, compositeDecimals, ratioDecimals } = edition.assessment;
  const concentrations = periodConcentrations(days, edition);
  const shortfalls = shortfallsOf(days, monthsOf(span), edition);
  const composite = compositeIndex(compositeValues(concentrations), edition);
  const tally = dayTally(days, edition);
  const daysOf = (which: 'validDays' | 'usedDays') =>
    Object.fromEntries(POLLUTANTS.map((p) => [p, concentrations[p][which]]));
  const validDays = daysOf('validDays');
  const lack = ({ period, pollutant, ...s }: Shortfall, isNamed: boolean): string =>
    `${of === 'year' ? `${period} ` : ''}${isNamed ? pollutant : ''}有效天数${s.validDays}天，少于${s.requiredDays}天`;
  const lacking = shortfalls.map((short) => lack(short, true));
  const counted = { numerator: String(tally.goodDays), denominator: String(tally.evaluatedDays) };
  const length = datesOf(span).length;
  const ozone = attributedDays(days, 'O3', edition);
  const called = (name: string): string => `air.area.${of}.${name}`;
  const dustOf = (pollutants: readonly Pollutant[], counts: Readonly<Record<string, unknown>> = {}) =>
    dustDetails(
      daysLeftOut(days, pollutants).map(({ date }) => ({ date, dustBy: dust.get(date) })),
      counts,
    );
  const plain = { valid: true, invalidReason: null, numerator: null, denominator: null };
  // What the index is made of goes first: whoever acts on the index then knows its parts in the same revision.
  return [
    ...CONCENTRATIONS.map(([name, pollutant, statistic]): PeriodFigure => {
      const own = concentrations[pollutant];
      const value = own[statistic];
      const short = shortfalls.find((s) => s.pollutant === pollutant);
      return {
        ...plain,
        definition: called(name),
        value: value === null ? null : value.toFixed(decimals.period[pollutant]),
        valid: value !== null && !short,
        invalidReason: short ? lack(short, false) : value === null ? ONLY_DUST : null,
        details: {
          pollutant,
          statistic,
          validDays: own.validDays,
          usedDays: own.usedDays,
          percent: statistic === 'percentile' ? own.percent : null,
          ...dustOf([pollutant]),
        },
      };
    }),
    {
      ...plain,
      definition: called('composite-index'),
      value: composite.index === null ? null : composite.index.toFixed(compositeDecimals),
      valid: composite.index !== null && shortfalls.length === 0,
      invalidReason: lacking.length > 0 ? lacking.join('；') : composite.index === null ? ONLY_DUST : null,
      details: {
        terms: composite.terms,
        main: composite.main,
        validDays,
        shortfalls,
        ...dustOf(POLLUTANTS, { usedDays: daysOf('usedDays') }),
      },
    },
    {
      ...plain,
      ...counted,
      definition: called('good-days'),
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
      definition: called('good-day-rate'),
      value: tally.goodDayPercent === null ? null : tally.goodDayPercent.toFixed(ratioDecimals),
      valid: tally.goodDayPercent !== null,
      invalidReason: tally.goodDayPercent === null ? '没有可评价的日' : null,
      details: { heavyDays: tally.heavyDays },
    },
    {
      ...plain,
      definition: called('valid-days'),
      value: String(tally.evaluatedDays),
      numerator: String(tally.evaluatedDays),
      denominator: String(length),
      details: { validDays },
    },
    ...(
      [
        ['o3-days', ozone.polluted],
        ['o3-lost-days', ozone.goodDaysLost],
      ] as const
    ).map(([name, dates]): PeriodFigure => ({
      ...plain,
      definition: called(name),
      value: String(dates.length),
      numerator: String(dates.length),
      denominator: String(ozone.evaluatedDays),
      details: { dates },
    })),
  ];
};

/**
 * All numbers of an area's month or year. While the status of an evaluation point is unknown each is `provisional` and says in
 * `couldBe` what it would be without that station.
 */
const observationsOf = (
  areaId: string,
  whole: Whole,
  days: readonly DayOfArea[],
  restsOn: readonly { readonly id: string; readonly revision: number }[],
  dust: DustDates,
): Observation[] => {
  const { length, span, edition } = whole;
  const figures = figuresOf(
    days.map((day) => periodDayOf(day, day.content, dust)),
    whole,
    dust,
  );
  const uncertain = [...new Set(days.flatMap(({ content }) => content.uncertain?.stationIds ?? []))].sort();
  const without =
    uncertain.length === 0
      ? null
      : figuresOf(
          days.flatMap((day) => {
            const values = day.content.uncertain ? day.content.uncertain.without : day.content;
            return values ? [periodDayOf(day, values, dust)] : [];
          }),
          whole,
          dust,
        );
  return figures.map((figure, n) => ({
    ...figure,
    subject: { kind: 'area', id: areaId },
    period: { kind: length, label: span.label, ...spanInstants(span) },
    coverage: {
      valid: days.filter(({ content }) => content.report.aqi !== null).length,
      expected: datesOf(span).length,
    },
    // A day on which nothing was heard has nothing to review.
    dataState: lowestDataState(days.flatMap(({ content, dataState }) => (hasStations(content) ? [dataState] : []))),
    edition: edition.id,
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
    basis: {
      references: [
        ...restsOn.map(({ id, revision }) => indicatorRecord(id, revision)),
        ...dustReferences(figure.details),
      ],
    },
  }));
};

/** `restsOn`: the published indices of the days; `dust`: dates recognised as dust days, with what recognises them. */
export const monthObservations = (
  areaId: string,
  month: CivilMonth,
  days: readonly DayOfArea[],
  restsOn: readonly { readonly id: string; readonly revision: number }[],
  dust: DustDates = NO_DUST,
): Observation[] => observationsOf(areaId, monthOfArea(month), days, restsOn, dust);

/** `restsOn`: the published numbers of the months; `dust`: dates recognised as dust days, with what recognises them. */
export const yearObservations = (
  areaId: string,
  year: number,
  days: readonly DayOfArea[],
  restsOn: readonly { readonly id: string; readonly revision: number }[],
  dust: DustDates = NO_DUST,
): Observation[] => observationsOf(areaId, yearOfArea(year), days, restsOn, dust);
