/**
 * What an HJ 212 packet measured: real-time values (CN 2011), and means of minutes, hours and days (2051, 2061, 2031), by the
 * reading profile of its device. Nothing is converted here: units are those of the profile, values the text that was sent.
 */
import { dataPeriod, STANDARD_PERIODS } from '../hj212/data-time.js';
import { currentCode } from '../hj212/factor.js';
import { type Packet, type Parameter, type ParameterValues, recordsOf } from '../hj212/packet.js';
import { recordTime, type RecordTimeFault, type RecordTimeProfile } from '../hj212/record-time.js';
import { readMark } from '../hj212/value.js';
import { isPlausible } from './feed-time.js';
import { readValue, type RefusedValue } from './reading-value.js';

/** What a reading is about; `observation` is a feed's single look, such as a section's. */
export type ReadingKind = 'realtime' | 'minute' | 'hour' | 'day' | 'observation';

const KIND_OF_COMMAND: Readonly<Record<string, ReadingKind>> = {
  '2011': 'realtime',
  '2051': 'minute',
  '2061': 'hour',
  '2031': 'day',
};

export interface Reading {
  /** Code of 2017 or 2025; a code of 2005 is translated. */
  readonly factor: string;
  /** Real-time value or mean of the period, as sent; null where it is absent or refused. */
  readonly value: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  /** Amount over the period (Cou). */
  readonly total: string | null;
  /** Data mark in upper case; null where none was sent. */
  readonly mark: string | null;
}

export interface TimedReadings {
  /**
   * Hours: the label, the end of the hour. Everything else: the instant of a real-time value and the start of other
   * periods. Whole seconds.
   */
  readonly at: Date;
  readonly readings: readonly Reading[];
  readonly refused: readonly RefusedValue[];
}

/** Why a record of a packet cannot be placed in time. */
export type TimeFault = 'TIME_MISSING' | 'TIME_IMPOSSIBLE' | 'TIME_IMPLAUSIBLE' | 'TIME_NOT_ON_THE_HOUR';

/**
 * What was wrong with the time of a record that was kept: the clock of its device is ahead by more than five minutes, or
 * real-time data are more than an hour behind; or it said no time, and that of its request or receipt was taken.
 */
export type TimeRemark = 'TIME_SKEW' | 'TIME_ASSUMED';

/** How the packets of one device are to be read where it does otherwise than the standard. */
export interface ReadingSettings extends RecordTimeProfile {
  /** Numbers that mean "no value", such as `-9999`. */
  readonly placeholders?: readonly string[] | undefined;
  /** Minutes of its minute data (CN 2051); ten where absent. */
  readonly minuteInterval?: number | undefined;
  /** `leave`: a replay, whose times have nothing to do with its clock. */
  readonly clock?: 'watch' | 'leave' | undefined;
}

export interface PacketReadings {
  /** Null where the command carries no measurements. */
  readonly kind: ReadingKind | null;
  readonly records: readonly TimedReadings[];
  readonly faults: readonly { readonly reason: TimeFault; readonly where: string }[];
  /** Of records that are kept. */
  readonly remarks: readonly { readonly reason: TimeRemark; readonly where: string }[];
}

/** Codes of all editions are letters and digits: w01018, a34004-like, 011, B01, LA, Leq. */
const FACTOR_CODE = /^[A-Za-z0-9]{2,12}$/;
const HOUR_MS = 3_600_000;

const SECOND_MS = 1_000;
/** Codes of 2005 have two or three characters, those that followed six. */
const LONGEST_CODE_2005 = 3;
const NO_SETTINGS: ReadingSettings = {};
const NONE: readonly never[] = [];

const TIME_FAULTS: Readonly<Record<RecordTimeFault, TimeFault>> = {
  DATA_TIME_MISSING: 'TIME_MISSING',
  DATA_TIME_MALFORMED: 'TIME_IMPOSSIBLE',
  DATA_TIME_IMPOSSIBLE: 'TIME_IMPOSSIBLE',
  DATA_TIME_IN_FUTURE: 'TIME_IMPLAUSIBLE',
  DATA_TIME_TOO_OLD: 'TIME_IMPLAUSIBLE',
};

const whereOf = (dataTime: string | null): string => `DataTime=${dataTime ?? ''}`.slice(0, 100);

const markOf = (flag: string | undefined): string | null => (flag === 'N' ? flag : readMark(flag).mark);

const readingOf = (
  sent: string,
  factor: string,
  values: ParameterValues,
  placeholders: readonly string[],
  refused: RefusedValue[],
): Reading => {
  const take = (subKey: string, raw: string | undefined): string | null => {
    if (raw === undefined) return null;
    const read = readValue(factor, raw, placeholders);
    if (read === null) return null;
    if ('text' in read) return read.text;
    refused.push({ factor: `${sent}-${subKey}`, raw: raw.slice(0, 100), reason: read.refused });
    return null;
  };
  const main = values['Rtd'] !== undefined ? 'Rtd' : values['Avg'] !== undefined ? 'Avg' : 'Data';
  return {
    factor,
    value: take(main, values[main]),
    minimum: take('Min', values['Min']),
    maximum: take('Max', values['Max']),
    total: take('Cou', values['Cou']),
    mark: markOf(values['Flag']),
  };
};

/** Factors only: parameters such as SB1-RS (state of a facility) have none of the sub-keys of a measurement. */
const isMeasured = (values: ParameterValues): boolean =>
  values['Rtd'] !== undefined ||
  values['Avg'] !== undefined ||
  values['Flag'] !== undefined ||
  values['Data'] !== undefined ||
  values['Min'] !== undefined ||
  values['Max'] !== undefined ||
  values['Cou'] !== undefined;

/** Codes of 2005 and those that followed may name one factor twice: what was said last counts. */
const takeLast = (readings: Reading[], reading: Reading): void => {
  const before = readings.findIndex(({ factor }) => factor === reading.factor);
  if (before < 0) readings.push(reading);
  else readings[before] = reading;
};

const recordAt = (
  at: Date,
  factors: readonly Parameter[],
  st: string,
  placeholders: readonly string[],
): TimedReadings => {
  const refused: RefusedValue[] = [];
  const readings: Reading[] = [];
  let isTranslated = false;
  for (const [sent, values] of factors) {
    if (!isMeasured(values)) continue;
    const factor = sent.length > LONGEST_CODE_2005 ? sent : currentCode(sent, st);
    isTranslated ||= factor !== sent;
    if (!FACTOR_CODE.test(factor)) refused.push({ factor: sent.slice(0, 50), raw: '', reason: 'FACTOR_UNREADABLE' });
    else if (isTranslated) takeLast(readings, readingOf(sent, factor, values, placeholders, refused));
    else readings.push(readingOf(sent, factor, values, placeholders, refused));
  }
  return { at, readings, refused };
};

/** Where a record stands by the DataTime of its device: the label of an hour, an instant, the start of another period. */
const placeOf = (cn: string, sentMs: number, offsetMinutes: number, minuteInterval: number | undefined): Date => {
  const whole = sentMs - (sentMs % SECOND_MS);
  const kind = KIND_OF_COMMAND[cn];
  if (kind === 'hour') return new Date(whole + offsetMinutes * 60_000);
  if (kind === 'realtime' || offsetMinutes !== 0) return new Date(whole);
  const periods = { stamps: 'end', minuteInterval: minuteInterval ?? STANDARD_PERIODS.minuteInterval } as const;
  return dataPeriod(cn, new Date(whole), periods)?.start ?? new Date(whole);
};

/**
 * Reads a decoded packet. `hourLabelOffsetMinutes` is what has to be added to the DataTime of an hour to get its label: 60
 * by the standard, which stamps the start of every period, 0 for loggers that stamp the end.
 */
export const readPacket = (
  packet: Packet,
  profile: { readonly hourLabelOffsetMinutes: number },
  receivedAt: Date,
  settings: ReadingSettings = NO_SETTINGS,
): PacketReadings => {
  const kind = KIND_OF_COMMAND[packet.cn] ?? null;
  if (kind === null) return { kind, records: [], faults: NONE, remarks: NONE };
  const { placeholders = NONE, minuteInterval, clock } = settings;
  const records: TimedReadings[] = [];
  const faults: { reason: TimeFault; where: string }[] = [];
  const remarks: { reason: TimeRemark; where: string }[] = [];
  for (const record of recordsOf(packet)) {
    const { dataTime, factors } = record;
    const time = recordTime(packet, record, receivedAt, settings);
    if (time.kind === 'fault') {
      faults.push({ reason: TIME_FAULTS[time.reason], where: whereOf(dataTime) });
      continue;
    }
    const at = placeOf(packet.cn, time.at.getTime(), profile.hourLabelOffsetMinutes, minuteInterval);
    if (!isPlausible(at, receivedAt)) faults.push({ reason: 'TIME_IMPLAUSIBLE', where: whereOf(dataTime) });
    else if (kind === 'hour' && at.getTime() % HOUR_MS !== 0)
      faults.push({ reason: 'TIME_NOT_ON_THE_HOUR', where: whereOf(dataTime) });
    else {
      for (const mark of time.marks) {
        if (mark === 'DATA_TIME_ASSUMED') remarks.push({ reason: 'TIME_ASSUMED', where: whereOf(dataTime) });
        if (mark === 'CLOCK_SKEW' && clock !== 'leave') remarks.push({ reason: 'TIME_SKEW', where: whereOf(dataTime) });
      }
      records.push(recordAt(at, factors, packet.st, placeholders));
    }
  }
  return { kind, records, faults, remarks };
};
