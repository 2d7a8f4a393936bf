/** What one packet or row measured and what is wrong with it: a pure reading of an arrival by the register's words. */
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { readDataTime } from '#libs/domain/hj212/data-time.js';
import { markProfileOf } from '#libs/domain/hj212/data-mark.js';
import { decodeFrame } from '#libs/domain/hj212/decode.js';
import { deviceRecords } from '#libs/domain/hj212/device-record.js';
import type { DeviceEdition } from '#libs/domain/hj212/edition.js';
import { framesTogether } from '#libs/domain/hj212/frames-together.js';
import type { Packet } from '#libs/domain/hj212/packet.js';
import type { FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { FACTOR_OF_ITEM, POLLUTANT_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { readRow, type RowReadings } from '#libs/domain/telemetry/feed-rows.js';
import {
  type ReadingKind,
  readPacket,
  type Reading,
  type TimedReadings,
} from '#libs/domain/telemetry/packet-readings.js';
import { limitsOn } from '#libs/domain/telemetry/outlet-limits.js';
import { convertMass } from '#libs/domain/telemetry/reading-value.js';
import type { DeviceRecordSent } from '../device-record/device-record.store.js';
import type { RegisteredDevice, SubjectState } from '../register/register.store.js';
import type { SubjectKind } from '../subject/subject-kind.js';
import type { KeptArrival } from './raw-packet.store.js';

export interface Origin {
  readonly packetId: number;
  readonly sourceNo: number;
  readonly receivedAt: Date;
  readonly dataState: DataState;
}

export interface StationHourSent extends Origin {
  readonly stationId: string;
  readonly label: Date;
  readonly values: Readonly<Partial<Record<Pollutant, number>>>;
  /** Pollutants whose absence does not withhold the index, where the publisher says so. */
  readonly exempt?: readonly Pollutant[];
}

export interface OutletHourSent extends Origin {
  readonly outletId: string;
  readonly factor: string;
  readonly label: Date;
  /** In the unit of the outlet's limit, where it has one for the factor. */
  readonly value: string | null;
  readonly mark: string | null;
  readonly isUsable: boolean;
}

export interface SectionRowSent extends Origin {
  readonly sectionId: string;
  readonly at: Date;
  /** Text by item of the water kernels. */
  readonly values: Readonly<Record<string, string>>;
}

export interface FoundFault {
  readonly reason: string;
  readonly place: string;
  /** It says something of the device, not of the packet, and is told once an hour. */
  readonly isHourly?: boolean;
}

/** What is judged: of one kind of subject each. */
export interface Judged {
  readonly stationHours: readonly StationHourSent[];
  readonly outletHours: readonly OutletHourSent[];
  readonly sectionRows: readonly SectionRowSent[];
}
const NOTHING_JUDGED: Judged = { stationHours: [], outletHours: [], sectionRows: [] };

export interface Measured extends Judged {
  readonly arrival: KeptArrival;
  readonly kind: ReadingKind | null;
  readonly records: readonly TimedReadings[];
  readonly subject: SubjectState | null;
  /** What the device said beside values. */
  readonly deviceRecords: readonly DeviceRecordSent[];
  readonly faults: readonly FoundFault[];
}

export interface Register {
  readonly devices: ReadonlyMap<string, RegisteredDevice>;
  readonly subjects: ReadonlyMap<string, SubjectState>;
  /** How frames of devices that do not follow the standard are to be read; undefined where all do. */
  readonly profileOf?: FrameProfileOf | undefined;
}

export const originOf = ({ packetId, sourceNo, receivedAt, dataState }: KeptArrival): Origin => ({
  packetId,
  sourceNo,
  receivedAt,
  dataState,
});

const nothing = (arrival: KeptArrival, reason?: string, place = ''): Measured => ({
  arrival,
  kind: null,
  records: [],
  subject: null,
  ...NOTHING_JUDGED,
  deviceRecords: [],
  faults: reason === undefined ? [] : [{ reason, place }],
});

/**
 * Whether a value with this mark counts: N is normal, and so is none (HJ 212-2017 C.25 sends noise without). Values under
 * other marks are kept and enter no figure.
 */
type Counts = (mark: string | null) => boolean;
export const countsOf = ({ protocol }: RegisteredDevice, st: string): Counts => {
  const { normalMarks } = markProfileOf(protocol.replace('HJ212-', '') as DeviceEdition, st);
  return (mark) => mark === null || normalMarks.includes(mark);
};

/** Values of the six pollutants in the units of the air kernels; a unit that cannot be converted is a fault. */
const pollutantsOf = (
  readings: readonly Reading[],
  device: RegisteredDevice,
  counts: Counts,
  faults: FoundFault[],
): Partial<Record<Pollutant, number>> => {
  const values: Partial<Record<Pollutant, number>> = {};
  for (const { factor, value, mark } of readings) {
    const known = POLLUTANT_FACTORS[factor];
    if (!known || value === null || !counts(mark)) continue;
    const unit = device.profile.units[factor];
    const converted = unit === undefined ? null : convertMass(value, unit, known.unit);
    if (converted === null) faults.push({ reason: 'UNIT_UNKNOWN', place: `${factor} in ${unit ?? 'no unit'}` });
    else values[known.pollutant] = Number(converted);
  }
  return values;
};

interface Sent {
  readonly subject: SubjectState;
  readonly device: RegisteredDevice;
  readonly counts: Counts;
  readonly origin: Origin;
  readonly faults: FoundFault[];
}

/** The limit an hour of an outlet is kept in the unit of: a limit may come with another unit, so that of its day comes first. */
export const limitOfHour = ({ limits }: Pick<SubjectState, 'limits'>, factor: string, label: Date) => {
  const ofFactor = limits.filter((one) => one.factor === factor);
  return limitsOn(ofFactor, naturalDayOf(label))[0] ?? ofFactor[0];
};

const outletHoursOf = (
  record: TimedReadings,
  { subject: outlet, device, counts, origin, faults }: Sent,
): OutletHourSent[] =>
  record.readings.map(({ factor, value, mark }) => {
    const limit = limitOfHour(outlet, factor, record.at);
    const unit = device.profile.units[factor];
    const isUsable = value !== null && counts(mark);
    const place = { outletId: outlet.id, factor, label: record.at, mark, ...origin };
    if (value === null || !limit || unit === limit.unit) return { ...place, value, isUsable };
    const converted = unit === undefined ? null : convertMass(value, unit, limit.unit);
    if (converted === null) {
      faults.push({ reason: 'UNIT_UNKNOWN', place: `${factor} in ${unit ?? 'no unit'}, its limit in ${limit.unit}` });
      return { ...place, value: null, isUsable: false };
    }
    return { ...place, value: converted, isUsable };
  });

const ITEM_OF_FACTOR: ReadonlyMap<string, string> = new Map(
  Object.entries(FACTOR_OF_ITEM).map(([item, factor]) => [factor, item]),
);
const itemsOf = (readings: readonly Reading[], counts: Counts): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const { factor, value, mark } of readings) {
    const item = ITEM_OF_FACTOR.get(factor);
    if (item !== undefined && value !== null && counts(mark)) values[item] = value;
  }
  return values;
};

const recordsSaid = (packet: Packet, device: RegisteredDevice, arrival: KeptArrival): DeviceRecordSent[] =>
  deviceRecords(packet).map(({ kind, at: said, ...content }) => {
    const time = readDataTime(said, device.settings);
    const { packetId, receivedAt } = arrival;
    return {
      deviceId: device.id,
      kind,
      at: time.kind === 'time' ? time.at : receivedAt,
      content,
      packetId,
      receivedAt,
    };
  });

/** What the hours of a frame are by the kind of subject its device stands at. */
const HOURS_OF_FRAME: Readonly<Record<SubjectKind, (hours: readonly TimedReadings[], sent: Sent) => Partial<Judged>>> =
  {
    station: (hours, { subject, device, counts, origin, faults }) => ({
      stationHours: hours.map(({ at, readings }) => ({
        ...origin,
        stationId: subject.id,
        label: at,
        values: pollutantsOf(readings, device, counts, faults),
      })),
    }),
    section: (hours, { subject, counts, origin }) => ({
      sectionRows: hours.map(({ at, readings }) => ({
        ...origin,
        sectionId: subject.id,
        at,
        values: itemsOf(readings, counts),
      })),
    }),
    outlet: (hours, sent) => ({ outletHours: hours.flatMap((hour) => outletHoursOf(hour, sent)) }),
  };

const frameMeasured = (arrival: KeptArrival, { devices, subjects, profileOf }: Register): Measured => {
  if (arrival.split === 'part') return nothing(arrival);
  const { value } = arrival.record;
  const packet = arrival.split === null ? decodeFrame(value, profileOf) : framesTogether(value, profileOf);
  if (packet.kind === 'fault') return nothing(arrival, packet.reason, 'frame');
  const device = devices.get(packet.mn);
  if (!device) return nothing(arrival, 'UNKNOWN_DEVICE', `MN ${packet.mn}`);
  const subject = subjects.get(device.subject.id);
  if (!subject) return nothing(arrival, 'UNKNOWN_SUBJECT', `${device.subject.kind} ${device.subject.id}`);
  const read = readPacket(packet, device.profile, arrival.receivedAt, device.settings);
  const { kind, records } = read;
  const faults: FoundFault[] = read.faults.map(({ reason, where }) => ({ reason, place: where }));
  for (const { reason, where } of read.remarks) faults.push({ reason, place: where, isHourly: true });
  for (const { refused } of records)
    for (const { factor, raw, reason } of refused) faults.push({ reason, place: `${factor}=${raw}` });
  const origin = originOf(arrival);
  const hours = kind === 'hour' ? records : [];
  const counts = countsOf(device, packet.st);
  return {
    arrival,
    kind,
    records,
    subject,
    ...NOTHING_JUDGED,
    ...HOURS_OF_FRAME[subject.kind](hours, { subject, device, counts, origin, faults }),
    deviceRecords: kind === null ? recordsSaid(packet, device, arrival) : [],
    faults,
  };
};

/** What the row of a feed is by the kind of subject its layout is for. */
const JUDGED_OF_ROW: Readonly<
  Record<RowReadings['layout']['subject'], (row: RowReadings, subjectId: string, origin: Origin) => Partial<Judged>>
> = {
  station: ({ at, readings, exempt }, stationId, origin) => {
    const values: Partial<Record<Pollutant, number>> = {};
    for (const { factor, value } of readings) {
      const known = POLLUTANT_FACTORS[factor];
      if (known && value !== null) values[known.pollutant] = Number(value);
    }
    return { stationHours: [{ ...origin, stationId, label: at, values, ...(exempt ? { exempt } : {}) }] };
  },
  section: ({ at, values }, sectionId, origin) => ({ sectionRows: [{ ...origin, sectionId, at, values }] }),
};

const rowMeasured = (arrival: KeptArrival, { subjects }: Register): Measured => {
  const read = readRow(arrival.layout ?? '', arrival.record.value.toString('utf8'), arrival.receivedAt);
  if ('fault' in read) return nothing(arrival, read.fault, read.where);
  const { row } = read;
  const subject = subjects.get(arrival.source);
  if (!subject) return nothing(arrival, 'UNKNOWN_SUBJECT', `${row.layout.subject} ${arrival.source}`);
  if (subject.kind !== row.layout.subject)
    return nothing(
      arrival,
      'SUBJECT_KIND',
      `${subject.id} is a ${subject.kind}, the layout is for a ${row.layout.subject}`,
    );
  return {
    arrival,
    kind: row.layout.kind,
    records: [row],
    subject,
    ...NOTHING_JUDGED,
    ...JUDGED_OF_ROW[row.layout.subject](row, subject.id, originOf(arrival)),
    deviceRecords: [],
    faults: row.refused.map(({ factor, raw, reason }) => ({ reason, place: `${factor}=${raw}` })),
  };
};

/** What a frame or the row of a feed measured. */
export const measuredIn = (arrival: KeptArrival, register: Register): Measured =>
  arrival.door === 'hj212' ? frameMeasured(arrival, register) : rowMeasured(arrival, register);
