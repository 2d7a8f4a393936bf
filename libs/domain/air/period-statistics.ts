/**
 * Statistics of a month, quarter, year or any other run of days, from daily values of a station or an area. Means and
 * percentiles are taken from daily values, never from months (HJ 663-2013 Table A.2), and rounded once.
 */
import { type CivilDate, type CivilMonth, daysBetween, monthOf } from '../calendar/shanghai.js';
import { type AqiLevel, aqiLevelOf } from './category.js';
import type { AirEdition } from './edition.js';
import { percentileOf } from './percentile.js';
import { type Concentrations, type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { roundedMean, roundedPercent } from './rounding.js';

/** Index up to which a day is good (优良天), and above which it is heavy (重污染天). */
export const GOOD_UP_TO = 100;
export const HEAVY_ABOVE = 200;

/** What dust touches: PM10 and PM2.5 (环办监测〔2016〕120号). */
const DUST_POLLUTANTS: readonly Pollutant[] = ['PM10', 'PM2.5'];

export type DustPolicy = 'KEEP' | 'EXCLUDE';

export interface PeriodDay {
  readonly date: CivilDate;
  /** Valid daily values, O3 the daily maximum 8-hour mean. */
  readonly values: Concentrations;
  /** null: not evaluated or withheld. */
  readonly aqi: number | null;
  readonly primary: readonly Pollutant[];
  /** Daily maximum 1-hour O3; only the index of HJ 633-2012 uses it. */
  readonly ozoneMaxHour?: number | undefined;
  /** A day recognised as a dust day. */
  readonly isDust?: boolean;
}

export interface PeriodConcentration {
  readonly pollutant: Pollutant;
  /** Days with a valid value; dust days count, as they were measured. */
  readonly validDays: number;
  /** Days that enter the mean and percentile: the valid ones without those the dust policy leaves out. */
  readonly usedDays: number;
  /** null without any used day. */
  readonly mean: number | null;
  readonly percentile: number | null;
  /** Which percentile: 90, 95 or 98. */
  readonly percent: number;
}

/** Days measured whose value of one of these pollutants the means and percentiles leave out: dust days with a value of particles. */
export const daysLeftOut = <T extends PeriodDay>(days: readonly T[], pollutants: readonly Pollutant[]): T[] => {
  const particles = pollutants.filter((pollutant) => DUST_POLLUTANTS.includes(pollutant));
  return days.filter(({ isDust, values }) => isDust && particles.some((pollutant) => values[pollutant] !== undefined));
};

const usedValues = (
  days: readonly PeriodDay[],
  pollutant: Pollutant,
  dust: DustPolicy,
): { readonly used: number[]; readonly validDays: number } => {
  const isLeftOut = dust === 'EXCLUDE' && DUST_POLLUTANTS.includes(pollutant);
  const used: number[] = [];
  let validDays = 0;
  for (const day of days) {
    const value = day.values[pollutant];
    if (value === undefined) continue;
    validDays += 1;
    if (!(isLeftOut && day.isDust)) used.push(value);
  }
  return { used, validDays };
};

/** Values that enter the mean and percentile of a pollutant with dust days left out. */
export const countedValues = (days: readonly PeriodDay[], pollutant: Pollutant): number[] =>
  usedValues(days, pollutant, 'EXCLUDE').used;

const statisticOf = (
  used: readonly number[],
  pollutant: Pollutant,
  statistic: 'mean' | 'percentile',
  { assessment: { decimals, percentiles } }: AirEdition,
): number | null => {
  const [from, to] = [decimals.day[pollutant], decimals.period[pollutant]];
  if (used.length === 0) return null;
  return statistic === 'mean' ? roundedMean(used, from, to) : percentileOf(used, percentiles[pollutant], from, to);
};

/** One statistic of one pollutant, null without any used day, and the days it rests on. */
export const periodStatistic = (
  days: readonly PeriodDay[],
  pollutant: Pollutant,
  statistic: 'mean' | 'percentile',
  edition: AirEdition,
  { dust = 'EXCLUDE' }: { readonly dust?: DustPolicy } = {},
): { readonly value: number | null; readonly usedDays: number } => {
  const { used } = usedValues(days, pollutant, dust);
  return { value: statisticOf(used, pollutant, statistic, edition), usedDays: used.length };
};

/** Mean and percentile of every pollutant. Dust days are left out of particles unless told otherwise. */
export const periodConcentrations = (
  days: readonly PeriodDay[],
  edition: AirEdition,
  { dust = 'EXCLUDE' }: { readonly dust?: DustPolicy } = {},
): PerPollutant<PeriodConcentration> => {
  const of = (pollutant: Pollutant): PeriodConcentration => {
    const { used, validDays } = usedValues(days, pollutant, dust);
    return {
      pollutant,
      validDays,
      usedDays: used.length,
      mean: statisticOf(used, pollutant, 'mean', edition),
      percentile: statisticOf(used, pollutant, 'percentile', edition),
      percent: edition.assessment.percentiles[pollutant],
    };
  };
  return Object.fromEntries(
    POLLUTANTS.map((pollutant) => [pollutant, of(pollutant)]),
  ) as unknown as PerPollutant<PeriodConcentration>;
};

export interface DayTally {
  /** Days with an index; the denominator of every share. */
  readonly evaluatedDays: number;
  readonly goodDays: number;
  /** Good days of evaluated days in percent (优良天数比例); null without an evaluated day. */
  readonly goodDayPercent: number | null;
  /** Evaluated days by level; the levels 3 … 6 add up to `evaluatedDays - goodDays`. */
  readonly daysByLevel: Readonly<Record<AqiLevel, number>>;
  readonly pollutedDays: number;
  readonly heavyDays: number;
  readonly heavyDayPercent: number | null;
  /** Polluted days on which a pollutant is primary, alone or with others; so they may add up to more than the days. */
  readonly pollutedDaysByPrimary: PerPollutant<number>;
}

/** Counts of days by index. Dust days are kept unless told otherwise: the national ratios keep them. */
export const dayTally = (
  days: readonly PeriodDay[],
  edition: AirEdition,
  { dust = 'KEEP' }: { readonly dust?: DustPolicy } = {},
): DayTally => {
  const daysByLevel: Record<AqiLevel, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };
  const byPrimary: Record<Pollutant, number> = { SO2: 0, NO2: 0, CO: 0, O3: 0, PM10: 0, 'PM2.5': 0 };
  let evaluatedDays = 0;
  let goodDays = 0;
  let heavyDays = 0;
  for (const { aqi, primary, isDust } of days) {
    if (aqi === null || (dust === 'EXCLUDE' && isDust)) continue;
    evaluatedDays += 1;
    daysByLevel[aqiLevelOf(aqi)] += 1;
    if (aqi <= GOOD_UP_TO) goodDays += 1;
    else for (const pollutant of primary) byPrimary[pollutant] += 1;
    if (aqi > HEAVY_ABOVE) heavyDays += 1;
  }
  const { ratioDecimals } = edition.assessment;
  return {
    evaluatedDays,
    goodDays,
    goodDayPercent: roundedPercent(goodDays, evaluatedDays, ratioDecimals),
    daysByLevel,
    pollutedDays: evaluatedDays - goodDays,
    heavyDays,
    heavyDayPercent: roundedPercent(heavyDays, evaluatedDays, ratioDecimals),
    pollutedDaysByPrimary: byPrimary,
  };
};

export interface Shortfall {
  readonly pollutant: Pollutant;
  /** A month, a year as `YYYY`, or a span as `first day/last day`. */
  readonly period: string;
  readonly validDays: number;
  readonly requiredDays: number;
}

/** Daily values a month needs: 27, in February 25 (GB 3095 Table 4, HJ 663-2013 6.1.3). */
export const daysRequiredIn = (month: CivilMonth, edition: AirEdition): number =>
  month.endsWith('-02') ? edition.assessment.daysPerFebruary : edition.assessment.daysPerMonth;

/**
 * What keeps a period of whole months from being valid; an empty list means it is. Each month needs its number of daily
 * values by pollutant; the twelve months of one year need the yearly number besides. Days outside the months are ignored.
 */
export const shortfallsOf = (
  days: readonly PeriodDay[],
  months: readonly CivilMonth[],
  edition: AirEdition,
): Shortfall[] => {
  const years = new Set(months.map((month) => month.slice(0, 4)));
  const wholeYear = years.size === 1 && new Set(months).size === 12 ? [...years][0] : undefined;
  const shortfalls: Shortfall[] = [];
  for (const pollutant of POLLUTANTS) {
    const counts = new Map(months.map((month) => [month, 0]));
    for (const { date, values } of days) {
      const month = monthOf(date);
      const count = counts.get(month);
      if (count !== undefined && values[pollutant] !== undefined) counts.set(month, count + 1);
    }
    let total = 0;
    for (const [month, validDays] of counts) {
      total += validDays;
      const requiredDays = daysRequiredIn(month, edition);
      if (validDays < requiredDays) shortfalls.push({ pollutant, period: month, validDays, requiredDays });
    }
    const { daysPerYear } = edition.assessment;
    if (wholeYear !== undefined && total < daysPerYear) {
      shortfalls.push({ pollutant, period: wholeYear, validDays: total, requiredDays: daysPerYear });
    }
  }
  return shortfalls;
};

/**
 * What keeps a span that is not whole months from being compared: by pollutant, the edition's share of its days, rounded
 * up. An empty list means nothing does. Days outside the span are ignored.
 */
export const spanShortfallsOf = (
  days: readonly PeriodDay[],
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
  { assessment: { daysOfSpan } }: AirEdition,
): Shortfall[] => {
  const requiredDays = Math.ceil(((daysBetween(from, to) + 1) * daysOfSpan.valid) / daysOfSpan.of);
  const within = days.filter(({ date }) => date >= from && date <= to);
  return POLLUTANTS.flatMap((pollutant) => {
    const validDays = within.filter(({ values }) => values[pollutant] !== undefined).length;
    return validDays < requiredDays ? [{ pollutant, period: `${from}/${to}`, validDays, requiredDays }] : [];
  });
};
