import type { EntityManager } from 'typeorm';
import { DeviceDataWanted } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { PeriodProfile } from '#libs/domain/hj212/data-time.js';
import { gapRequests, missingPeriods, nextAsking } from '#libs/domain/hj212/gap.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { type GapRule, type Policy, SUBJECT_KINDS, type SubjectKind } from '../policy.js';
import {
  type Asking,
  askingsSince,
  forgetAskings,
  type GapDevice,
  gapDevices,
  labelsThere,
  lockGaps,
  noteAsking,
} from './gap.store.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ZONE_MS = 8 * HOUR_MS;
/** Requests to one device at a look; the others wait for the next. */
const MOST_REQUESTS = 10;
const HOURLY = '2061';

const periodsOf = ({ hourLabelOffsetMinutes }: GapDevice): PeriodProfile => ({
  stamps: hourLabelOffsetMinutes === 0 ? 'end' : 'start',
  minuteInterval: 10,
});

/** Starts of hours that are due to be asked of a device now. */
const dueOf = (
  device: GapDevice,
  labels: readonly Date[],
  askings: ReadonlyMap<number, Asking>,
  rule: GapRule,
  everyHours: number,
  now: Date,
): Date[] => {
  if (device.firstLabel === null) return [];
  const from = new Date(Math.max(now.getTime() - rule.lookBackDays * DAY_MS, device.firstLabel.getTime()));
  const present = labels.map((label) => new Date(label.getTime() - HOUR_MS));
  const patience = {
    firstAfterMs: rule.firstAfterMinutes * MINUTE_MS,
    againAfterMs: rule.againAfterMinutes * MINUTE_MS,
    mostAskings: rule.mostAskings,
  };
  return missingPeriods(HOURLY, from, now, present).filter((start) => {
    const end = new Date(start.getTime() + HOUR_MS);
    if (((end.getTime() + ZONE_MS) / HOUR_MS) % everyHours !== 0) return false;
    const asked = askings.get(start.getTime());
    if (asked?.isAbsent) return false;
    const next = nextAsking(end, asked?.askings ?? 0, asked?.lastAskedAt ?? null, patience);
    return next !== null && next <= now;
  });
};

/**
 * Asks devices that are heard of for the hours they did not send, as often as the policy says. Answers how many requests
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
    const there = await labelsThere(
      tx,
      kind,
      ofKind.map(({ subjectId }) => subjectId),
      { from, to: now },
    );
    for (const device of ofKind) {
      const known = asked.get(device.id) ?? new Map<number, Asking>();
      const due = dueOf(device, there.get(device.subjectId) ?? [], known, rule, cadence[kind].everyHours, now);
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
  const shift = profile.stamps === 'end' ? HOUR_MS : 0;
  const requests = gapRequests(HOURLY, due, rule.mostHours, profile).slice(0, MOST_REQUESTS);
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
        ...{ askingId, deviceId: device.id, mn: device.mn, cn: HOURLY },
        ...{ from: from.toISOString(), to: to.toISOString() },
        expiresAt: new Date(now.getTime() + rule.againAfterMinutes * MINUTE_MS).toISOString(),
      },
      occurredAt: now,
    });
  }
  return requests.length;
};
