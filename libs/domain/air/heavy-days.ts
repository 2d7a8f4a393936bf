/** Heavy-pollution events: heavy days (AQI above 200) running. */
import type { CivilDate } from '../calendar/shanghai.js';
import { type Outcome, streaksOf } from '../assessment/streak.js';
import { type AqiLevel, aqiLevelOf } from './category.js';
import { HEAVY_ABOVE, type PeriodDay } from './period-statistics.js';
import { type Pollutant, POLLUTANTS } from './pollutant.js';

export interface HeavyEvent {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Heavy days; days passed over are not counted. */
  readonly days: number;
  readonly peak: number;
  readonly peakOn: CivilDate;
  readonly level: AqiLevel;
  /** Pollutants primary on any of the days, in the order of `POLLUTANTS`. */
  readonly primary: readonly Pollutant[];
  /** Dust days among them; dust is answered by health notices, not by emission cuts. */
  readonly dustDays: number;
  /** The last day given was heavy or not evaluated: the event may go on. */
  readonly isRunning: boolean;
}

const outcomeOf = ({ aqi }: PeriodDay): Outcome => (aqi === null ? 'unknown' : aqi > HEAVY_ABOVE ? 'met' : 'missed');

/**
 * Events among consecutive days, oldest first. A day that is not evaluated ends an event unless `unknownPassed` lets it be
 * passed over.
 */
export const heavyEvents = (
  days: readonly PeriodDay[],
  { unknownPassed = 0 }: { readonly unknownPassed?: number } = {},
): HeavyEvent[] => {
  const series = days.map((day) => ({ period: day.date, outcome: outcomeOf(day) }));
  return streaksOf(series, { unknownPassed }).map(({ from, to, length, isRunning }) => {
    const heavy = days.filter((day) => day.date >= from && day.date <= to && outcomeOf(day) === 'met');
    const worst = heavy.reduce((most, day) => ((day.aqi as number) > (most.aqi as number) ? day : most));
    return {
      from,
      to,
      days: length,
      peak: worst.aqi as number,
      peakOn: worst.date,
      level: aqiLevelOf(worst.aqi as number),
      primary: POLLUTANTS.filter((pollutant) => heavy.some(({ primary }) => primary.includes(pollutant))),
      dustDays: heavy.filter(({ isDust }) => isDust).length,
      isRunning,
    };
  });
};
