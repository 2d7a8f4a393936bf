/**
 * A station's day from its hours: GB 3095 Table 4, HJ 663-2013 6.1 and Tables A.1, 3. Hours are rounded first, every
 * statistic once after that.
 */
import { type AirReport, type AqiOptions, dayReport } from './aqi.js';
import { type AirEdition, type AreaClass, limitOf } from './edition.js';
import { type Concentrations, type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { roundHalfEven, roundedMean } from './rounding.js';

const HOURS = 24;
const WINDOW = 8;
/** Daily maximum: the 8-hour means ending at 08:00 … 24:00, so none reaches into the day before. */
const FIRST_WINDOW_END = 8;

/** Hours of a natural day: entry 0 is the label 01:00, entry 23 the label 24:00. An absent hour is undefined. */
export type DayHours = readonly (Concentrations | undefined)[];

export interface StationDay {
  /** Valid daily statistics: means, for O3 the daily maximum 8-hour mean; rounded. */
  readonly values: Concentrations;
  /** Daily maximum 1-hour O3, given when enough hours are there for a daily mean; HJ 633-2012 uses it. */
  readonly ozoneMaxHour?: number;
  /** Valid hours by pollutant. */
  readonly hours: PerPollutant<number>;
  /** Valid 8-hour means among those ending at 08:00 … 24:00. */
  readonly ozoneMeans: number;
  /** Too few 8-hour means, yet valid because their maximum exceeds the daily limit (HJ 663-2013 6.1.2). */
  readonly ozoneByExceedance: boolean;
  readonly report: AirReport;
}

export interface StationDayOptions extends AqiOptions {
  /** Class of area whose O3 limit decides `ozoneByExceedance`; 2 unless told. */
  readonly areaClass?: AreaClass;
}

const roundedHours = (hours: DayHours, pollutant: Pollutant, decimals: number): (number | undefined)[] =>
  Array.from({ length: HOURS }, (_, index) => {
    const value = hours[index]?.[pollutant];
    if (value === undefined) return undefined;
    if (!(value >= 0)) throw new RangeError(`not a concentration: ${pollutant} ${value}`);
    return roundHalfEven(value, decimals);
  });

const present = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

/**
 * The 24 running 8-hour O3 means of a day, entry 0 for the label 01:00; undefined where fewer than the edition's number
 * of hours is there. `before` are the last seven O3 hours of the day before (labels 18:00 … 24:00), oldest first.
 */
export const runningOzoneMeans = (
  hours: readonly (number | undefined)[],
  edition: AirEdition,
  before: readonly (number | undefined)[] = [],
): (number | undefined)[] => {
  const { decimals, hoursPerOzoneMean } = edition.assessment;
  const lead = Array.from({ length: WINDOW - 1 }, (_, index) => before[before.length - (WINDOW - 1) + index]);
  const series = [...lead, ...Array.from({ length: HOURS }, (_, index) => hours[index])];
  return Array.from({ length: HOURS }, (_, index) => {
    const window = present(series.slice(index, index + WINDOW));
    return window.length >= hoursPerOzoneMean ? roundedMean(window, decimals.hour.O3, decimals.day.O3) : undefined;
  });
};

/**
 * Statistics and daily report of one station. A day with too few hours has no value for that pollutant; the report then
 * follows the edition's rule for missing pollutants and is never a good or a polluted day by accident.
 * Throws RangeError for a negative concentration.
 */
export const stationDay = (hours: DayHours, edition: AirEdition, options: StationDayOptions = {}): StationDay => {
  const { decimals, hoursPerDay, ozoneMeansPerDay } = edition.assessment;
  const values: Partial<Record<Pollutant, number>> = {};
  const counts: Partial<Record<Pollutant, number>> = {};
  let ozoneMeans = 0;
  let ozoneByExceedance = false;
  let ozoneMaxHour: number | undefined;
  for (const pollutant of POLLUTANTS) {
    const series = roundedHours(hours, pollutant, decimals.hour[pollutant]);
    const valid = present(series);
    counts[pollutant] = valid.length;
    if (pollutant !== 'O3') {
      if (valid.length >= hoursPerDay) {
        values[pollutant] = roundedMean(valid, decimals.hour[pollutant], decimals.day[pollutant]);
      }
      continue;
    }
    if (valid.length >= hoursPerDay) ozoneMaxHour = Math.max(...valid);
    const means = present(runningOzoneMeans(series, edition).slice(FIRST_WINDOW_END - 1));
    ozoneMeans = means.length;
    if (ozoneMeans === 0) continue;
    const maximum = Math.max(...means);
    const limit = limitOf(edition, 'O3', 'day', options.areaClass ?? 2);
    const enough = ozoneMeans >= ozoneMeansPerDay;
    ozoneByExceedance = !enough && limit !== null && maximum > limit;
    if (enough || ozoneByExceedance) values.O3 = maximum;
  }
  return {
    values,
    ...(ozoneMaxHour === undefined ? {} : { ozoneMaxHour }),
    hours: counts as PerPollutant<number>,
    ozoneMeans,
    ozoneByExceedance,
    report: dayReport(values, edition, { ...options, ozoneMaxHour }),
  };
};
