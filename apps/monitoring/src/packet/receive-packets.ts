import type { EntityManager } from 'typeorm';
import { type CivilDate, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import type { Reading, TimedReadings } from '#libs/domain/telemetry/packet-readings.js';
import type { RawRecord } from '#libs/messaging/on.js';
import { keepStationHours, takeStationHours } from '../air/take-station-hours.js';
import { keepDeviceRecords } from '../device-record/device-record.store.js';
import { keepFaults, type NewFault } from '../fault/fault.store.js';
import { noteImportDays, undoneImports } from '../import/import.store.js';
import { takeOutletHours } from '../outlet/take-outlet-hours.js';
import {
  factorListKey,
  factorListNumbers,
  type KnownNumbers,
  sourceKey,
  sourceNumbers,
} from '../reading/numbers.store.js';
import { type NewReadings, writeReadings } from '../reading/reading.store.js';
import { devicesByNumber, subjectsById, subjectsInUse } from '../register/register.store.js';
import { supersedeSamples } from '../section-row/supersede-samples.js';
import { takeSectionRows } from '../section-row/take-section-rows.js';
import { hearSubjects } from '../silence/hear-subjects.js';
import type { Policy } from '../policy.js';
import { frameProfiles } from './frame-profiles.js';
import { KINDS_OF_SUBJECT } from '../subject/subject-kind.js';
import { lockPlaces, lockSubjects } from '../subject/subject-lock.store.js';
import { answerSlices } from './answer-slices.js';
import { type Arrival, arrivalOf } from './arrival.js';
import { type Measured, measuredIn, type Register } from './measured.js';
import { type MeasuredSlice, measuredInSlice } from './measured-slice.js';
import { keepRawPackets, type KeptArrival } from './raw-packet.store.js';
import { touchedBy } from './touched.js';

export interface PacketParts {
  readonly policy: Policy;
  readonly internalKey: string;
  readonly sources: KnownNumbers;
  readonly factorLists: KnownNumbers;
}

/** MN of a frame is what the door found in it; the register is asked for these numbers only. */
const registerFor = async (tx: EntityManager, kept: readonly KeptArrival[], internalKey: string): Promise<Register> => {
  const sourcesOf = (door: string): string[] => [
    ...new Set(kept.filter((a) => a.door === door).map(({ source }) => source)),
  ];
  const devices = await devicesByNumber(tx, sourcesOf('hj212'));
  const subjects = await subjectsById(tx, [
    ...sourcesOf('feed'),
    ...new Set([...devices.values()].map(({ subject }) => subject.id)),
  ]);
  return { devices, subjects, profileOf: frameProfiles(devices, internalKey) };
};

/** A packet that speaks of one time twice means what it says last, factor by factor. */
const oneATime = (records: readonly TimedReadings[]): readonly Pick<TimedReadings, 'at' | 'readings'>[] => {
  if (records.length < 2) return records;
  const byTime = new Map<number, { at: Date; readings: Map<string, Reading> }>();
  for (const { at, readings } of records) {
    const one = byTime.get(at.getTime()) ?? { at, readings: new Map<string, Reading>() };
    for (const reading of readings) one.readings.set(reading.factor, reading);
    byTime.set(at.getTime(), one);
  }
  return [...byTime.values()].map(({ at, readings }) => ({ at, readings: [...readings.values()] }));
};

const readingsOf = (measured: readonly Measured[]): NewReadings[] => {
  const groups: NewReadings[] = [];
  for (const { kind, records, arrival } of measured) {
    if (kind === null) continue;
    const { sourceNo, packetId } = arrival;
    for (const { at, readings } of oneATime(records))
      if (readings.length > 0) groups.push({ sourceNo, packetId, at, kind, readings });
  }
  return groups;
};

const HOUR_MS = 3_600_000;

/** What says something of a device comes with each of its packets: only the first of an hour is a fault to keep. */
const faultsOf = (measured: readonly Measured[]): NewFault[] => {
  const said = new Set<string>();
  return measured.flatMap(({ arrival, faults }) =>
    faults.flatMap(({ reason, place, isHourly }): NewFault[] => {
      const hour = Math.floor(arrival.receivedAt.getTime() / HOUR_MS);
      const sameBy = isHourly === true ? `${arrival.door} ${arrival.source} ${hour}` : undefined;
      if (sameBy !== undefined) {
        if (said.has(`${reason} ${sameBy}`)) return [];
        said.add(`${reason} ${sameBy}`);
      }
      return [
        {
          at: arrival.receivedAt,
          door: arrival.door,
          source: arrival.source,
          reason,
          place,
          packetId: arrival.packetId,
          raw: null,
          sha256: arrival.sha256.toString('hex'),
          sameBy,
          record: arrival.record,
        },
      ];
    }),
  );
};

/** Nobody else works on what packets and files bring; files share places with each other where their kind of subject lets them. */
const lockBrought = async (
  tx: EntityManager,
  measured: readonly Measured[],
  imported: readonly MeasuredSlice[],
): Promise<void> => {
  const alone = [...touchedBy(measured).values()].flatMap(({ ids }) => [...ids]);
  const beside: string[] = [];
  const days = new Set<CivilDate>();
  for (const [kind, { ids, times }] of touchedBy(imported))
    if (KINDS_OF_SUBJECT[kind].isFiledByDay) {
      beside.push(...ids);
      for (const at of times) days.add(naturalDayOf(at));
    } else alone.push(...ids);
  await lockPlaces(tx, { alone, beside, days });
};

/** Slices of imports that are not taken back: those of others are kept as bytes only. */
const standingSlices = async (tx: EntityManager, kept: readonly KeptArrival[]): Promise<readonly KeptArrival[]> => {
  const slices = kept.filter(({ slice }) => slice !== null);
  if (slices.length === 0) return [];
  const ids = [...new Set(slices.map(({ source }) => source))];
  await lockSubjects(
    tx,
    ids.map((id) => `import ${id}` as const),
  );
  const undone = await undoneImports(tx, ids);
  return slices.filter(({ source }) => !undone.has(source));
};

/**
 * Takes a batch of raw records in, all or nothing: bytes with hash and Kafka position, readings, faults, and what the hours
 * in them complete. A packet that is there already has had all its effects and is passed over, so redelivery is harmless.
 * `now` dates only records whose own headers cannot be read.
 */
export const receivePackets = async (
  tx: EntityManager,
  records: readonly RawRecord[],
  parts: PacketParts,
  now: Date,
): Promise<void> => {
  const arrivals: Arrival[] = [];
  const unreadable: NewFault[] = [];
  for (const record of records) {
    const read = arrivalOf(record);
    if ('arrival' in read) arrivals.push(read.arrival);
    else
      unreadable.push({
        at: now,
        door: record.headers['door'] ?? null,
        source: record.headers['source'] ?? (record.key || null),
        reason: read.fault,
        place: read.where,
        packetId: null,
        raw: record.value,
        sha256: '',
        record,
      });
  }
  const keys = new Set(arrivals.map(({ door, source }) => sourceKey(door, source)));
  const sources = await sourceNumbers(tx, keys, parts.sources);
  const kept = await keepRawPackets(tx, arrivals, sources);
  const machines = kept.filter(({ slice }) => slice === null);
  const register = await registerFor(tx, machines, parts.internalKey);
  const measured = machines.map((arrival) => measuredIn(arrival, register));
  const slices = await standingSlices(tx, kept);
  const subjects = slices.length > 0 ? await subjectsInUse(tx) : [];
  // An imported file brings no readings and nobody is heard by it: somebody handed in what was measured long ago.
  const imported = slices.map((arrival) => measuredInSlice(arrival, subjects));
  const readings = readingsOf(measured);
  const lists = new Set(readings.map((group) => factorListKey(group.readings)));
  await writeReadings(tx, readings, await factorListNumbers(tx, lists, parts.factorLists));
  await keepFaults(tx, [...unreadable, ...faultsOf(measured)]);
  await keepDeviceRecords(
    tx,
    measured.flatMap((one) => one.deviceRecords),
  );
  await hearSubjects(tx, measured, register, parts.policy);
  const stationHours = measured.flatMap((one) => one.stationHours);
  const importedHours = imported.flatMap((one) => one.stationHours);
  const outletHours = measured.flatMap((one) => one.outletHours);
  const sectionRows = [...measured, ...imported].flatMap((one) => one.sectionRows);
  await lockBrought(tx, measured, imported);
  await takeStationHours(tx, stationHours, parts.policy);
  // A file brings a day's hours in many slices: its days are worked out once, after the last of them.
  const changedHours = await keepStationHours(tx, importedHours);
  await noteImportDays(tx, importedHours);
  await takeOutletHours(tx, outletHours, parts.policy);
  const samples = imported.flatMap((one) => (one.isManual ? one.sectionRows : []));
  await supersedeSamples(tx, samples, parts.policy);
  const changedRows = await takeSectionRows(tx, sectionRows, parts.policy);
  await answerSlices(tx, arrivals, imported, [...changedHours, ...changedRows]);
};
