import type { EntityManager } from 'typeorm';
import { DeviceDataWanted } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { periodLength, type PeriodProfile, STANDARD_PERIODS } from '#libs/domain/hj212/data-time.js';
import { gapRequests, missingPeriods, nextAsking } from '#libs/domain/hj212/gap.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { GapRule, Policy } from '../policy.js';
import { labelsThere } from '../subject/subject-data.store.js';
import { SUBJECT_KINDS, type SubjectKind } from '../subject/subject-kind.js';
import {
  type Asking,
  askingsSince,
  forgetAskings,
  type GapDevice,
  gapDevices,
  lockGaps,
  minutesThere,
  noteAsking,
} from './gap.store.js';
import { LOOK_BACK_MS as MINUTES_MAKE_HOURS_MS } from '../minute-hour/build-hours.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ZONE_MS = 8 * HOUR_MS;
/** Requests to one device at a look; the others wait for the next. */
const MOST_REQUESTS = 10;
const HOURLY = '2061';
const MINUTELY = '2051';
type Command = typeof HOURLY | typeof MINUTELY;

const commandOf = ({ hoursFrom }: GapDevice): Command => (hoursFrom === 'minutes' ? MINUTELY : HOURLY);
const periodsOf = ({ hourLabelOffsetMinutes, minuteInterval }: GapDevice): PeriodProfile => ({
  stamps: hourLabelOffsetMinutes === 0 ? 'end' : 'start',
  minuteInterval: minuteInterval ?? STANDARD_PERIODS.minuteInterval,
});
const lengthOf = (device: GapDevice): number => periodLength(commandOf(device), periodsOf(device)) ?? HOUR_MS;

/** Starts of the periods that came of devices: minutes where the hours are built from them. */
const presentOf = async (
  tx: EntityManager,
  kind: SubjectKind,
  devices: readonly GapDevice[],
  span: { readonly from: Date; readonly to: Date },
): Promise<ReadonlyMap<string, readonly Date[]>> => {
  const hourly = devices.filter(({ hoursFrom }) => hoursFrom === 'device');
  const subjectIds = hourly.map(({ subjectId }) => subjectId);
  const there = await labelsThere(tx, kind, subjectIds, span);
  const present = new Map<string, readonly Date[]>();
  for (const { id, subjectId } of hourly) {
    const labels = there.get(subjectId) ?? [];
    present.set(
      id,
      labels.map((label) => new Date(label.getTime() - HOUR_MS)),
    );
  }
  for (const { id, hoursFrom, sourceNo } of devices)
    if (hoursFrom === 'minutes' && sourceNo !== null) present.set(id, await minutesThere(tx, sourceNo, span));
  return present;
};

/** Starts of the periods that are due to be asked of a device now. */
const dueOf = (
  device: GapDevice,
  present: readonly Date[],
  askings: ReadonlyMap<number, Asking>,
  rule: GapRule,
  everyHours: number,
  now: Date,
): Date[] => {
  if (device.firstLabel === null) return [];
  const isMinutely = device.hoursFrom === 'minutes';
  const length = lengthOf(device);
  // Minutes that come later than that make no hour any more.
  const lookBackMs = Math.min(
    rule.lookBackDays * DAY_MS,
    isMinutely ? MINUTES_MAKE_HOURS_MS : Number.POSITIVE_INFINITY,
  );
  const first = device.firstLabel.getTime() - (isMinutely ? HOUR_MS : 0);
  const from = new Date(Math.max(now.getTime() - lookBackMs, first));
  const patience = {
    firstAfterMs: rule.firstAfterMinutes * MINUTE_MS,
    againAfterMs: rule.againAfterMinutes * MINUTE_MS,
    mostAskings: rule.mostAskings,
  };
  return missingPeriods(commandOf(device), from, now, present, periodsOf(device)).filter((start) => {
    const end = new Date(start.getTime() + length);
    if (!isMinutely && ((end.getTime() + ZONE_MS) / HOUR_MS) % everyHours !== 0) return false;
    const asked = askings.get(start.getTime());
    if (asked?.isAbsent) return false;
    const next = nextAsking(end, asked?.askings ?? 0, asked?.lastAskedAt ?? null, patience);
    return next !== null && next <= now;
  });
};

/**
 * Asks devices that are heard of for the hours they did not send, or for the minutes their hours are built from, as often
 * as the policy says. Answers how many requests
 * went out. The hours of a request and the request itself are noted together, so nothing is asked for twice.
 */
export const askForGaps = async (tx: EntityManager, policy: Policy, now: Date): Promise<number> => {
  const { gaps: rule, cadence } = policy.on(shanghaiDate(now));
  if (rule === null) return 0;
  await lockGaps(tx);
  const from = new Date(now.getTime() - (rule.lookBackDays + 1) * DAY_MS);
  const lateHours = (kind: SubjectKind): number => cadence[kind].everyHours + cadence[kind].lateAfterHours;
  const devices = (await gapDevices(tx)).filter(
    ({ kind, lastLabel }) => now.getTime() - lastLabel.getTime() <= lateHours(kind) * HOUR_MS,
  );
  const asked = new Map<string, Map<number, Asking>>();
  for (const one of await askingsSince(tx, from))
    (asked.get(one.deviceId) ?? asked.set(one.deviceId, new Map()).get(one.deviceId)!).set(
      one.periodStart.getTime(),
      one,
    );
  let count = 0;
  for (const kind of SUBJECT_KINDS) {
    const ofKind = devices.filter((device) => device.kind === kind);
    const present = await presentOf(tx, kind, ofKind, { from, to: now });
    for (const device of ofKind) {
      const known = asked.get(device.id) ?? new Map<number, Asking>();
      const due = dueOf(device, present.get(device.id) ?? [], known, rule, cadence[kind].everyHours, now);
      count += await askDevice(tx, device, due, rule, now);
    }
  }
  await forgetAskings(tx, from);
  return count;
};

const askDevice = async (
  tx: EntityManager,
  device: GapDevice,
  due: readonly Date[],
  rule: GapRule,
  now: Date,
): Promise<number> => {
  const profile = periodsOf(device);
  const [cn, length] = [commandOf(device), lengthOf(device)];
  const shift = profile.stamps === 'end' ? length : 0;
  const most = Math.floor((rule.mostHours * HOUR_MS) / length);
  const requests = gapRequests(cn, due, most, profile).slice(0, MOST_REQUESTS);
  for (const { from, to } of requests) {
    const askingId = deterministicId(DeviceDataWanted.type, device.id, from.toISOString(), now.toISOString());
    const starts = due.filter(
      (start) => start.getTime() + shift >= from.getTime() && start.getTime() + shift <= to.getTime(),
    );
    await noteAsking(tx, { deviceId: device.id, askingId, starts, at: now });
    await publish(tx, DeviceDataWanted, {
      id: askingId,
      key: device.id,
      data: {
        ...{ askingId, deviceId: device.id, mn: device.mn, cn },
        ...{ from: from.toISOString(), to: to.toISOString() },
        expiresAt: new Date(now.getTime() + rule.againAfterMinutes * MINUTE_MS).toISOString(),
      },
      occurredAt: now,
    });
  }
  return requests.length;
};
