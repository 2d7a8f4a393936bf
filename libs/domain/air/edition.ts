/**
 * Shape of an edition: the limits, the index rules and the assessment rules in force on a date. The rules changed on
 * 2026-03-01 and change again on 2031-01-01, so nothing in the kernels is a constant of its own: every function takes
 * the edition, and the edition is chosen by the date of the observation.
 */
import { type CivilDate, naturalDayOf } from '../calendar/shanghai.js';
import type { PerPollutant, Pollutant } from './pollutant.js';

/**
 * One breakpoint column: concentrations standing against the index steps 0, 50, 100, 150, 200, 300, 400, 500. A column
 * may end early. `above` is the sub-index of everything past its last concentration; null means the column gives none.
 */
export interface BreakpointColumn {
  readonly concentrations: readonly number[];
  readonly above: number | null;
}

export const INDEX_STEPS = [0, 50, 100, 150, 200, 300, 400, 500] as const;

export interface IndexRules {
  /** Columns of the real-time report on 1-hour values. */
  readonly hour: PerPollutant<BreakpointColumn>;
  /** Columns of the daily report; O3 is the daily maximum 8-hour mean. */
  readonly day: PerPollutant<BreakpointColumn>;
  /** Column of the daily maximum 1-hour O3, where the daily report uses it beside the 8-hour value. */
  readonly dayOzoneHour: BreakpointColumn | null;
  /** Decimals of a concentration before it enters the formula. */
  readonly inputDecimals: PerPollutant<number>;
  /** With a pollutant missing, publish only an index above this value; null publishes whatever there is. */
  readonly incompleteOnlyAbove: number | null;
  /** Lowest index that is printed; a computed 0 prints as this. */
  readonly lowestPrinted: number;
}

/** Class of area, GB 3095: 1 for protected natural areas, 2 for where people live and work. */
export type AreaClass = 1 | 2;
/** `day` is the daily mean, for O3 the daily maximum 8-hour mean. */
export type Averaging = 'annual' | 'day' | 'hour';
export type Limits = PerPollutant<Readonly<Partial<Record<Averaging, number>>>>;

export interface AssessmentRules {
  /** Decimals of each statistic; the rounded one enters the next. */
  readonly decimals: {
    readonly hour: PerPollutant<number>;
    readonly day: PerPollutant<number>;
    readonly period: PerPollutant<number>;
  };
  readonly compositeDecimals: number;
  readonly ratioDecimals: number;
  /** Minutes of sampling an hourly mean needs. */
  readonly minutesPerHour: number;
  /** Hours a daily mean needs. */
  readonly hoursPerDay: number;
  /** Hours of eight an O3 8-hour mean needs. */
  readonly hoursPerOzoneMean: number;
  /** 8-hour means ending at 08:00 … 24:00 a daily maximum needs, unless it exceeds the daily limit. */
  readonly ozoneMeansPerDay: number;
  readonly daysPerMonth: number;
  readonly daysPerFebruary: number;
  readonly daysPerYear: number;
  /** Days a span that is not whole months needs, `valid` of each `of`. */
  readonly daysOfSpan: { readonly valid: number; readonly of: number };
  /** Percent of an area's stations that must be valid, by whether there are at least `stationsForMany`. */
  readonly stationPercent: { readonly many: number; readonly few: number; readonly stationsForMany: number };
  /** Percentile of daily values assessed beside or instead of the mean. */
  readonly percentiles: PerPollutant<number>;
}

export interface AirEdition {
  readonly id: string;
  /** First and last natural day; null for an open end. */
  readonly from: CivilDate;
  readonly to: CivilDate | null;
  readonly documents: {
    readonly limits: string;
    readonly index: string;
    readonly assessment: string;
    /** Text whose rules of validity and decimals are applied as carried over; absent where they are those of `assessment`. */
    readonly assessmentRules?: string;
  };
  /** State a gas volume refers to: 273 K and 101.325 kPa, or 298.15 K and 1013.25 hPa. */
  readonly gasState: 'STANDARD_273K' | 'REFERENCE_298K';
  readonly limits: Readonly<Record<AreaClass, Limits>>;
  readonly index: IndexRules;
  readonly assessment: AssessmentRules;
}

/** The edition in force on a natural day. Throws RangeError when none of the given ones is. */
export const editionOn = (editions: readonly AirEdition[], date: CivilDate): AirEdition => {
  for (const edition of editions) {
    if (date >= edition.from && (edition.to === null || date <= edition.to)) return edition;
  }
  throw new RangeError(`no air quality edition in force on ${date}`);
};

/** The edition of an hour label: that of its natural day, so the label 2026-03-01 00:00 is still February. */
export const editionOfHour = (editions: readonly AirEdition[], label: Date): AirEdition =>
  editionOn(editions, naturalDayOf(label));

/** A limit of GB 3095, or null where the edition has none (CO and O3 have no annual limit, particles no hourly one). */
export const limitOf = (
  edition: AirEdition,
  pollutant: Pollutant,
  averaging: Averaging,
  areaClass: AreaClass,
): number | null => edition.limits[areaClass][pollutant][averaging] ?? null;
