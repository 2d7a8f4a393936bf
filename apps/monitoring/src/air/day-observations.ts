/** Days of stations and areas as published numbers: pure. */
import type { AirReport } from '#libs/domain/air/aqi.js';
import { printedAqi } from '#libs/domain/air/aqi.js';
import type { AreaValues } from '#libs/domain/air/area-day.js';
import { AQI_CATEGORIES } from '#libs/domain/air/category.js';
import { editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type CivilDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { dayRecord, hourRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { DayOfArea, DayOfStation } from './day.store.js';
import type { StationHour } from './station-hour.store.js';

const HOURS = 24;

export const dayPeriod = (day: CivilDate): Observation['period'] => ({
  kind: 'day',
  label: day,
  start: shanghaiInstant(day),
  end: shanghaiInstant(day, HOURS),
});

const indexText = (report: AirReport, day: CivilDate): string | null =>
  report.aqi === null ? null : String(printedAqi(report.aqi, editionOn(NATIONAL_EDITIONS, day)));

/** Why there is no index: HJ 633-2026 5.3.1 withholds one that lacks a pollutant and is not above 100. */
const reasonOf = (report: AirReport): string | null => {
  if (report.state === 'PUBLISHED') return null;
  return report.state === 'EMPTY' ? '没有有效的污染物数据' : `缺少${report.missing.join('、')}有效数据`;
};

const reportDetails = (report: AirReport): Record<string, unknown> => {
  const category = report.level === null ? null : AQI_CATEGORIES[report.level];
  return {
    category: category?.name ?? null,
    level: report.level,
    levelName: category?.levelName ?? null,
    colour: category?.colour ?? null,
    primary: report.primary,
    subIndices: report.subIndices,
    missing: report.missing,
  };
};

const indexObservation = (
  definition: string,
  subject: Observation['subject'],
  day: CivilDate,
  report: AirReport,
): Pick<Observation, 'definition' | 'subject' | 'period' | 'value' | 'valid' | 'invalidReason'> => ({
  definition,
  subject,
  period: dayPeriod(day),
  value: indexText(report, day),
  valid: report.state === 'PUBLISHED',
  invalidReason: reasonOf(report),
});

export const stationDayObservation = (day: DayOfStation, hours: readonly StationHour[]): Observation => {
  const { report, values, hours: validHours, ozoneMeans, ozoneByExceedance } = day.content;
  return {
    ...indexObservation('air.station.day.aqi', { kind: 'station', id: day.stationId }, day.day, report),
    coverage: { valid: hours.filter((hour) => Object.keys(hour.values).length > 0).length, expected: HOURS },
    dataState: day.dataState,
    edition: day.edition,
    details: { ...reportDetails(report), values, validHours, ozoneMeans, ozoneByExceedance },
    basis: { references: hours.map((hour) => hourRecord(hour.stationId, hour.label, hour.revision)) },
  };
};

/** What an area's values would be without the stations nobody knows to be evaluation points. */
const provisionalDetails = (
  uncertain: { readonly stationIds: readonly string[]; readonly without: AreaValues | null } | null,
  day: CivilDate,
): Record<string, unknown> =>
  uncertain
    ? {
        provisional: true,
        because: 'evaluation-point',
        uncertainStations: uncertain.stationIds,
        couldBe: [uncertain.without ? indexText(uncertain.without.report, day) : null],
        valuesWithout: uncertain.without?.values ?? null,
      }
    : { provisional: false };

export const areaDayObservation = ({ areaId, day, dataState, edition, content }: DayOfArea): Observation => {
  const { report, values, validStations, stations, from, uncertain } = content;
  return {
    ...indexObservation('air.area.day.aqi', { kind: 'area', id: areaId }, day, report),
    coverage: { valid: from.filter(({ revision }) => revision !== null).length, expected: stations },
    dataState,
    edition,
    details: {
      ...reportDetails(report),
      values,
      validStations,
      stations: from.map(({ stationId }) => stationId),
      ...provisionalDetails(uncertain, day),
    },
    basis: {
      references: from.flatMap(({ stationId, revision }) =>
        revision === null ? [] : [dayRecord(stationId, day, revision)],
      ),
    },
  };
};
