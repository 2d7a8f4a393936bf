/** An hour of a station from its minute values: pure, by the words of its device. */
import { editionOfHour } from '#libs/domain/air/edition.js';
import { hourMean, type Sample } from '#libs/domain/air/hour-mean.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { STANDARD_PERIODS } from '#libs/domain/hj212/data-time.js';
import { POLLUTANT_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { convertMass } from '#libs/domain/telemetry/reading-value.js';
import { countsOf } from '../packet/measured.js';
import type { RegisteredDevice } from '../register/register.store.js';
import type { MinuteValue } from './minute-hour.store.js';

const MINUTE_MS = 60_000;
const AIR_STATION = '22';

export interface BuiltHour {
  readonly values: Readonly<Partial<Record<Pollutant, number>>>;
  /** Packets of all minutes looked at, ascending. */
  readonly packetIds: readonly string[];
}

/**
 * Means of the pollutants that were sampled long enough, from values of one hour; null where none was. A value under a mark
 * that is not normal, or in a unit that cannot be converted, is as good as none; one that does not begin at a boundary of
 * the device's minutes says that its interval is another than registered, and its pollutant is left out.
 */
export const hourOfMinutes = (
  minutes: readonly MinuteValue[],
  device: RegisteredDevice,
  label: Date,
): BuiltHour | null => {
  const edition = editionOfHour(NATIONAL_EDITIONS, label);
  const interval = device.settings?.minuteInterval ?? STANDARD_PERIODS.minuteInterval;
  const counts = countsOf(device, AIR_STATION);
  const values: Partial<Record<Pollutant, number>> = {};
  for (const [factor, { pollutant, unit }] of Object.entries(POLLUTANT_FACTORS)) {
    const of = minutes.filter((one) => one.factor === factor);
    if (of.some(({ at }) => at.getTime() % (interval * MINUTE_MS) !== 0)) continue;
    const samples = of.flatMap(({ value, mark }): Sample[] => {
      const sent = device.profile.units[factor];
      const converted = value === null || !counts(mark) || !sent ? null : convertMass(String(value), sent, unit);
      return converted === null ? [] : [{ value: Number(converted), minutes: interval }];
    });
    const { value } = hourMean(samples, pollutant, edition);
    if (value !== null) values[pollutant] = value;
  }
  if (Object.keys(values).length === 0) return null;
  const packetIds = [...new Set(minutes.map(({ packetId }) => packetId))].sort((a, b) => Number(a) - Number(b));
  return { values, packetIds };
};
