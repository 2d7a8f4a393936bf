/**
 * Values of an area: the mean of its evaluation points (评价点位), rounded once, and only then the index (HJ 663-2013
 * 6.1.4 and Table A.2). All valid stations are used.
 */
import { type AirReport, type AqiOptions, dayReport, hourReport } from './aqi.js';
import type { AirEdition } from './edition.js';
import { type Concentrations, type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { roundedMean } from './rounding.js';
import type { StationDay } from './day-statistics.js';

export interface AreaValues {
  /** Means of the pollutants for which enough stations are valid. */
  readonly values: Concentrations;
  /** Stations with a valid value, by pollutant, of `stations`. */
  readonly validStations: PerPollutant<number>;
  readonly stations: number;
  readonly report: AirReport;
}

/** Whether enough stations are valid: 75 % of them, 50 % of fewer than four. */
export const isAreaSufficient = (valid: number, stations: number, edition: AirEdition): boolean => {
  const { many, few, stationsForMany } = edition.assessment.stationPercent;
  return valid > 0 && valid * 100 >= stations * (stations >= stationsForMany ? many : few);
};

const areaMean = (
  values: readonly (number | undefined)[],
  edition: AirEdition,
  decimals: number,
): { mean: number | undefined; valid: number } => {
  const valid = values.filter((value) => value !== undefined);
  const mean = isAreaSufficient(valid.length, values.length, edition)
    ? roundedMean(valid, decimals, decimals)
    : undefined;
  return { mean, valid: valid.length };
};

const areaMeans = (
  stations: readonly Concentrations[],
  edition: AirEdition,
  decimals: PerPollutant<number>,
): Omit<AreaValues, 'report'> => {
  const values: Partial<Record<Pollutant, number>> = {};
  const validStations: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of POLLUTANTS) {
    const series = stations.map((station) => station[pollutant]);
    const { mean, valid } = areaMean(series, edition, decimals[pollutant]);
    if (mean !== undefined) values[pollutant] = mean;
    validStations[pollutant] = valid;
  }
  return { values, validStations: validStations as PerPollutant<number>, stations: stations.length };
};

/**
 * Day of an area. Give every evaluation point of that day, also those without a valid value: they count in the
 * denominator. O3 is the mean of the stations' maxima, not the maximum of a mean series.
 */
export const areaDay = (
  stations: readonly Pick<StationDay, 'values' | 'ozoneMaxHour'>[],
  edition: AirEdition,
  options: AqiOptions = {},
): AreaValues => {
  const { decimals } = edition.assessment;
  const means = areaMeans(
    stations.map(({ values }) => values),
    edition,
    decimals.day,
  );
  const maxHours = stations.map(({ ozoneMaxHour }) => ozoneMaxHour);
  const { mean: ozoneMaxHour } = areaMean(maxHours, edition, decimals.hour.O3);
  return { ...means, report: dayReport(means.values, edition, { ...options, ozoneMaxHour }) };
};

/** Hour of an area, from the hours of every evaluation point (an absent hour as an empty object). */
export const areaHour = (
  stations: readonly Concentrations[],
  edition: AirEdition,
  options: AqiOptions = {},
): AreaValues => {
  const means = areaMeans(stations, edition, edition.assessment.decimals.hour);
  return { ...means, report: hourReport(means.values, edition, options) };
};
