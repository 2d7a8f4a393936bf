/** How the network of devices is doing, a page of devices at a time. */
import type { EntityManager } from 'typeorm';
import { addDays, shanghaiDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { availabilityPercent, receivedOfDue } from '#libs/domain/telemetry/coverage.js';
import {
  DEVICE_STANDINGS,
  type DeviceStanding,
  type DeviceTrouble,
  standingOf,
  troublesOf,
} from '#libs/domain/telemetry/device-health.js';
import { type RepeatingValue, repeatingValues } from '#libs/domain/telemetry/repeating-values.js';
import { coverageOf } from '../coverage/coverage.view.js';
import type { PolicyOn } from '../policy.js';
import { SUBJECT_KINDS } from '../subject/subject-kind.js';
import {
  type DeviceHeard,
  type DeviceOnPage,
  devicesHeard,
  devicesOnPage,
  type FaultCounts,
  faultsOfDevices,
  packetsOfDevices,
} from './device-health.view.js';
import { valuesAtHours } from './repeating.view.js';

const DAY_MS = 86_400_000;
/** Devices whose hours are looked through for one page of those that repeat: so many cost some tenths of a second. */
const MOST_LOOKED_THROUGH = 1000;

export interface HealthQuestion {
  readonly days: number;
  readonly deviceId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly standing?: DeviceStanding | undefined;
  readonly trouble?: DeviceTrouble | undefined;
  readonly after: HealthPlace | null;
  readonly limit: number;
}

/** Where a page ended: devices stand by standing, then by number. */
export interface HealthPlace {
  readonly standing: DeviceStanding;
  readonly mn: string;
}

interface Standing extends DeviceHeard {
  readonly standing: DeviceStanding;
}

export interface DeviceHealth extends Omit<DeviceOnPage, 'units'>, Standing {
  readonly faults: FaultCounts;
  readonly troubles: readonly DeviceTrouble[];
  readonly repeating: readonly (RepeatingValue & { readonly unit: string })[];
  readonly packets: number;
  readonly lastPacketId: string | null;
  readonly lastPacketAt: Date | null;
  /** Of the whole days: what came of what was due, in percent. */
  readonly availability: string | null;
}

export interface HealthPage {
  /** Devices of the question by standing, whichever standing, trouble or page is asked for. */
  readonly standings: Readonly<Record<DeviceStanding, number>>;
  readonly items: readonly DeviceHealth[];
  /** Where the next page begins; null behind the last. */
  readonly next: HealthPlace | null;
}

const placeOrder = (a: HealthPlace, b: HealthPlace): number =>
  DEVICE_STANDINGS.indexOf(a.standing) - DEVICE_STANDINGS.indexOf(b.standing) ||
  (a.mn < b.mn ? -1 : a.mn > b.mn ? 1 : 0);

type Repeats = ReadonlyMap<string, readonly (RepeatingValue & { readonly unit: string })[]>;
type Chosen = Pick<HealthPage, 'next'> & { readonly devices: readonly Standing[]; readonly repeats?: Repeats };

/** The first so many of a list in order, and the place of the last where more follow. */
const firstOf = (devices: readonly Standing[], limit: number): Chosen => ({
  devices: devices.slice(0, limit),
  next: devices.length > limit ? devices[limit - 1]! : null,
});

const repeatsOf = async (
  tx: EntityManager,
  devices: readonly Standing[],
  rule: PolicyOn['repeating'],
  now: Date,
): Promise<Repeats> => {
  if (!rule || devices.length === 0) return new Map();
  const numbers = devices.map(({ mn }) => mn);
  const values = await valuesAtHours(tx, { numbers, hours: rule.withinHours, now });
  const known = await devicesOnPage(
    tx,
    devices.map(({ id }) => id),
  );
  const unitsOf = new Map(known.map(({ id, units }) => [id, units]));
  return new Map(
    devices.map(({ id, mn }) => {
      const units = unitsOf.get(id) ?? {};
      const repeats = repeatingValues(values.get(mn) ?? [], units, rule.rules);
      return [id, repeats.map((one) => ({ ...one, unit: units[one.factor] ?? '' }))];
    }),
  );
};

/**
 * The devices of a page. Faults tell at once who has a trouble; whose values repeat is only known by looking through them, so
 * that page ends after so many devices, however few it found.
 */
const choose = async (
  tx: EntityManager,
  devices: readonly Standing[],
  { trouble, limit }: HealthQuestion,
  of: { readonly from: Date; readonly now: Date; readonly rule: PolicyOn['repeating'] },
): Promise<Chosen> => {
  if (trouble === undefined) return firstOf(devices, limit);
  if (trouble !== 'repeating') {
    const faults = await faultsOfDevices(tx, null, of.from, of.now);
    return firstOf(
      devices.filter(({ mn }) => troublesOf(faults.get(mn) ?? {}, false).includes(trouble)),
      limit,
    );
  }
  const looked = devices.slice(0, MOST_LOOKED_THROUGH);
  const repeats = await repeatsOf(tx, looked, of.rule, of.now);
  const found = firstOf(
    looked.filter(({ id }) => (repeats.get(id)?.length ?? 0) > 0),
    limit,
  );
  const next = found.next === null && devices.length > looked.length ? looked.at(-1)! : found.next;
  return { ...found, next, repeats };
};

/** A page of devices by standing and number, each with what came of it and what was wrong with it. */
export const healthPage = async (
  tx: EntityManager,
  question: HealthQuestion,
  { cadence, repeating, silenceHours }: Pick<PolicyOn, 'cadence' | 'repeating' | 'silenceHours'>,
  now: Date,
): Promise<HealthPage> => {
  const today = shanghaiDate(now);
  const span = { from: addDays(today, -question.days), to: addDays(today, -1) };
  const from = shanghaiInstant(span.from);
  const all = (await devicesHeard(tx, question, { silenceHours, now })).map((device) => ({
    ...device,
    standing: standingOf(device, cadence[device.kind].lateAfterHours, now),
  }));
  const standings = { silent: 0, late: 0, never: 0, online: 0 };
  for (const { standing } of all) standings[standing] += 1;
  const { after, standing } = question;
  const asked = all
    .filter((one) => (standing === undefined || one.standing === standing) && (!after || placeOrder(one, after) > 0))
    .sort(placeOrder);
  const { devices, next, ...chosen } = await choose(tx, asked, question, { from, now, rule: repeating });

  const numbers = devices.map(({ mn }) => mn);
  const known = await devicesOnPage(
    tx,
    devices.map(({ id }) => id),
  );
  const onPage = new Map(known.map((one) => [one.id, one]));
  const faults = await faultsOfDevices(tx, numbers, from, now);
  const packets = await packetsOfDevices(tx, numbers, new Date(now.getTime() - DAY_MS));
  const repeats = chosen.repeats ?? (await repeatsOf(tx, devices, repeating, now));
  const subjectIds = [...new Set(known.map(({ subject }) => subject.id))];
  const covered = await coverageOf(tx, SUBJECT_KINDS, { ...span, subjectIds }, { cadence, now });
  const coverage = new Map(covered.map((one) => [one.subject.id, one]));
  return {
    standings,
    next,
    items: devices.flatMap((device): DeviceHealth[] => {
      const one = onPage.get(device.id);
      if (!one) return [];
      const found = repeats.get(device.id) ?? [];
      const counts = faults.get(device.mn) ?? {};
      const came = packets.get(device.mn);
      const { received, due } = receivedOfDue(coverage.get(one.subject.id) ?? { received: [], due: [] });
      return [
        {
          ...device,
          protocol: one.protocol,
          subject: one.subject,
          faults: counts,
          troubles: troublesOf(counts, found.length > 0),
          repeating: found,
          packets: came?.packets ?? 0,
          lastPacketId: came?.lastPacketId ?? null,
          lastPacketAt: came?.lastPacketAt ?? null,
          availability: availabilityPercent(received, due),
        },
      ];
    }),
  };
};
