/** Days put down to one pollutant, ozone above all: where it is primary, and where it alone cost a good day. */
import type { CivilDate } from '../calendar/shanghai.js';
import { dayReport } from './aqi.js';
import type { AirEdition } from './edition.js';
import { GOOD_UP_TO, type PeriodDay } from './period-statistics.js';
import type { Pollutant } from './pollutant.js';

export interface AttributedDays {
  readonly pollutant: Pollutant;
  /** The denominator: days with an index. */
  readonly evaluatedDays: number;
  /** Polluted days on which the pollutant is primary, alone or with others. */
  readonly polluted: readonly CivilDate[];
  /** Polluted days that would have been good without it; a day that could not be evaluated without it is none. */
  readonly goodDaysLost: readonly CivilDate[];
}

/** The days of a period put down to a pollutant, with their dates. `edition` is the one in which the indices were made. */
export const attributedDays = (
  days: readonly PeriodDay[],
  pollutant: Pollutant,
  edition: AirEdition,
): AttributedDays => {
  const evaluated = days.filter(({ aqi }) => aqi !== null);
  const isPolluted = ({ aqi }: PeriodDay): boolean => (aqi as number) > GOOD_UP_TO;
  const isGoodWithout = ({ values }: PeriodDay): boolean => {
    const { [pollutant]: _, ...others } = values;
    const { state, aqi } = dayReport(others, edition, { exempt: [pollutant] });
    return state === 'PUBLISHED' && (aqi as number) <= GOOD_UP_TO;
  };
  const polluted = evaluated.filter(isPolluted);
  return {
    pollutant,
    evaluatedDays: evaluated.length,
    polluted: polluted.filter(({ primary }) => primary.includes(pollutant)).map(({ date }) => date),
    goodDaysLost: polluted.filter(isGoodWithout).map(({ date }) => date),
  };
};
