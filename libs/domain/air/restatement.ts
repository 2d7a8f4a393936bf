/**
 * The same days under another edition. Indices of different editions do not compare: on 2026-03-01 the limits tightened,
 * and on 2018-09-01 the state of the gas volume changed; so earlier days are worked out anew under the later rules.
 */
import type { CivilDate } from '../calendar/shanghai.js';
import { type AqiOptions, dayReport } from './aqi.js';
import { type AqiLevel, aqiLevelOf } from './category.js';
import { type AirEdition, editionOn } from './edition.js';
import { inGasStateOf } from './gas-state.js';
import { type DayTally, dayTally, GOOD_UP_TO, type PeriodDay } from './period-statistics.js';
import { type Pollutant, POLLUTANTS } from './pollutant.js';

/**
 * A day as it would stand under an edition: gases in its gas state, the index from its columns and rules. `measuredUnder`
 * is the edition in force that day. Throws RangeError for a negative concentration.
 */
export const restatedDay = (
  day: PeriodDay,
  edition: AirEdition,
  measuredUnder: AirEdition,
  options: AqiOptions = {},
): PeriodDay => {
  const values = inGasStateOf(edition, day.values, measuredUnder, edition.assessment.decimals.day);
  const hour = day.ozoneMaxHour === undefined ? {} : { O3: day.ozoneMaxHour };
  const { O3: ozoneMaxHour } = inGasStateOf(edition, hour, measuredUnder, edition.assessment.decimals.hour);
  const { aqi, primary } = dayReport(values, edition, { ...options, ozoneMaxHour });
  return { ...day, values, ozoneMaxHour, aqi, primary };
};

/** Days as they would stand under one edition, each measured under the one of `editions` in force on its date. */
export const restatedDays = (
  days: readonly PeriodDay[],
  edition: AirEdition,
  editions: readonly AirEdition[],
  options: AqiOptions = {},
): PeriodDay[] => days.map((day) => restatedDay(day, edition, editionOn(editions, day.date), options));

/** Editions in force on the days, the oldest first. */
export const editionsOver = (days: readonly PeriodDay[], editions: readonly AirEdition[]): string[] => [
  ...new Set(days.map(({ date }) => editionOn(editions, date).id)),
];

/** null: not evaluated, or withheld. */
export type DayVerdict = 'good' | 'polluted' | null;

const verdictOf = ({ aqi }: PeriodDay): DayVerdict => (aqi === null ? null : aqi <= GOOD_UP_TO ? 'good' : 'polluted');

export interface DayOtherwise {
  readonly date: CivilDate;
  /** As it stands under the edition in force that day, and under the one asked for. */
  readonly inForce: DayVerdict;
  readonly restated: DayVerdict;
  /** Without a value that day: HJ 633-2026 5.3.1 withholds its index, HJ 633-2012 did not. */
  readonly missing: readonly Pollutant[];
}

/** Days that count otherwise under one edition than each under its own: why two counts of the same span differ. */
export const daysOtherwise = (
  days: readonly PeriodDay[],
  edition: AirEdition,
  editions: readonly AirEdition[],
): DayOtherwise[] =>
  days.flatMap((day) => {
    const [inForce, restated] = [verdictOf(day), verdictOf(restatedDay(day, edition, editionOn(editions, day.date)))];
    const missing = POLLUTANTS.filter((pollutant) => day.values[pollutant] === undefined);
    return inForce === restated ? [] : [{ date: day.date, inForce, restated, missing }];
  });

export interface DayUnder {
  readonly edition: string;
  readonly aqi: number | null;
  readonly level: AqiLevel | null;
  readonly primary: readonly Pollutant[];
}

export interface SideBySide {
  readonly editions: readonly [string, string];
  readonly days: readonly { readonly date: CivilDate; readonly under: readonly [DayUnder, DayUnder] }[];
  readonly tallies: readonly [DayTally, DayTally];
  /** Dates that are good under one edition and polluted under the other. */
  readonly goodUnderOne: readonly CivilDate[];
}

/** The same days under two editions, side by side. */
export const sideBySide = (
  days: readonly PeriodDay[],
  pair: readonly [AirEdition, AirEdition],
  editions: readonly AirEdition[],
  options: AqiOptions = {},
): SideBySide => {
  const restated = pair.map((edition) => restatedDays(days, edition, editions, options));
  const under = (side: 0 | 1, index: number): DayUnder => {
    const { aqi, primary } = restated[side]![index]!;
    return { edition: pair[side].id, aqi, level: aqi === null ? null : aqiLevelOf(aqi), primary };
  };
  const rows = days.map(({ date }, index) => ({ date, under: [under(0, index), under(1, index)] as const }));
  const isGood = ({ aqi }: DayUnder): boolean => aqi !== null && aqi <= GOOD_UP_TO;
  return {
    editions: [pair[0].id, pair[1].id],
    days: rows,
    tallies: [dayTally(restated[0]!, pair[0]), dayTally(restated[1]!, pair[1])],
    goodUnderOne: rows
      .filter(({ under: [a, b] }) => a.aqi !== null && b.aqi !== null && isGood(a) !== isGood(b))
      .map(({ date }) => date),
  };
};
