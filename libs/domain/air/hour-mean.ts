/** An hour from shorter values: GB 3095-2012 and GB 3095-2026, Table 4; HJ 663-2013 6.3. */
import type { AirEdition } from './edition.js';
import type { Pollutant } from './pollutant.js';
import { powerOfTen, roundRatio, scaled, unscaled } from './rounding.js';

export interface Sample {
  /** µg/m³, CO mg/m³; up to four decimals count. */
  readonly value: number;
  /** Minutes the value stands for: 1 for a minute packet, 5 for a five-minute one. */
  readonly minutes: number;
}

export interface HourMean {
  /** Rounded once; null with too few minutes. */
  readonly value: number | null;
  readonly minutes: number;
}

const VALUE_DECIMALS = 4;
const MINUTES_OF_AN_HOUR = 60;

/** Whether an hour was sampled long enough. The standard says it of gases; particles are held to the same. */
export const isHourSufficient = (minutes: number, edition: AirEdition): boolean =>
  minutes >= edition.assessment.minutesPerHour;

/**
 * Mean of the samples of one hour, each by its minutes. Throws RangeError for a negative value, for minutes that are not
 * whole, and for more than an hour of them.
 */
export const hourMean = (samples: readonly Sample[], pollutant: Pollutant, edition: AirEdition): HourMean => {
  let sum = 0;
  let minutes = 0;
  for (const sample of samples) {
    if (!(sample.value >= 0)) throw new RangeError(`not a concentration: ${pollutant} ${sample.value}`);
    if (!Number.isInteger(sample.minutes) || sample.minutes < 1) throw new RangeError(`not minutes: ${sample.minutes}`);
    sum += scaled(sample.value, VALUE_DECIMALS) * sample.minutes;
    minutes += sample.minutes;
  }
  if (minutes > MINUTES_OF_AN_HOUR) throw new RangeError(`more than an hour: ${minutes} minutes`);
  if (minutes === 0 || !isHourSufficient(minutes, edition)) return { value: null, minutes };
  const decimals = edition.assessment.decimals.hour[pollutant];
  const units = roundRatio(sum * powerOfTen(decimals), minutes * powerOfTen(VALUE_DECIMALS));
  return { value: unscaled(units, decimals), minutes };
};
