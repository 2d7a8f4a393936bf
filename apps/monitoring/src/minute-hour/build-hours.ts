import type { EntityManager } from 'typeorm';
import { POLLUTANT_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { takeStationHours } from '../air/take-station-hours.js';
import { lockTouched } from '../subject/subject-lock.store.js';
import type { StationHourSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { hourOfMinutes } from './hour-of-minutes.js';
import {
  hoursThere,
  lockBuilding,
  minuteDevices,
  type MinuteDevice,
  type MinuteValue,
  minuteValues,
  noteBuiltHour,
} from './minute-hour.store.js';

const HOUR_MS = 3_600_000;
/** How long after its end an hour is waited for: a device that is said to send none may send it all the same. */
const WAIT_MS = 40 * 60_000;
/** How far back minutes that come late still make or correct an hour. */
export const LOOK_BACK_MS = 48 * HOUR_MS;

interface Building {
  readonly sent: StationHourSent;
  readonly packetIds: readonly string[];
}

const buildingsOf = async (
  tx: EntityManager,
  { device, sourceNo }: MinuteDevice,
  now: Date,
): Promise<readonly Building[]> => {
  const stationId = device.subject.id;
  const until = new Date(Math.floor((now.getTime() - WAIT_MS) / HOUR_MS) * HOUR_MS);
  const after = new Date(until.getTime() - LOOK_BACK_MS);
  const there = new Map((await hoursThere(tx, stationId, after, until)).map((hour) => [hour.label.getTime(), hour]));
  const span = { sourceNo, factors: Object.keys(POLLUTANT_FACTORS), from: after, to: until };
  const minutes = new Map<number, MinuteValue[]>();
  for (const one of await minuteValues(tx, span)) {
    const hour = Math.floor(one.at.getTime() / HOUR_MS) + 1;
    (minutes.get(hour) ?? minutes.set(hour, []).get(hour)!).push(one);
  }
  return [...minutes].flatMap(([hour, values]): Building[] => {
    const label = new Date(hour * HOUR_MS);
    const held = there.get(label.getTime());
    if (held && held.packetIds === null) return [];
    const built = hourOfMinutes(values, device, label);
    const last = built?.packetIds.at(-1);
    if (!built || last === undefined || held?.packetIds?.join() === built.packetIds.join()) return [];
    const origin = { packetId: Number(last), sourceNo, receivedAt: now, dataState: 'realtime' as const };
    return [{ sent: { ...origin, stationId, label, values: built.values }, packetIds: built.packetIds }];
  });
};

/**
 * Builds hours of stations whose devices send minutes only (setting `hoursFrom`), 40 minutes after their end, from at least
 * as many minutes as the edition in force wants; minutes that come later correct them. An hour that came as one stands.
 * Answers how many were built or corrected; nothing is done twice.
 */
export const buildHours = async (tx: EntityManager, policy: Policy, now: Date): Promise<number> => {
  await lockBuilding(tx);
  const devices = await minuteDevices(tx);
  if (devices.length === 0) return 0;
  await lockTouched(
    tx,
    devices.map(({ device }) => device.subject.id),
  );
  const buildings: Building[] = [];
  for (const device of devices) buildings.push(...(await buildingsOf(tx, device, now)));
  await takeStationHours(
    tx,
    buildings.map(({ sent }) => sent),
    policy,
  );
  for (const { sent, packetIds } of buildings)
    await noteBuiltHour(tx, { stationId: sent.stationId, label: sent.label, packetIds });
  return buildings.length;
};
