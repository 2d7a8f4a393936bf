/**
 * What an HJ 212 packet measured: real-time values (CN 2011), and means of minutes, hours and days (2051, 2061, 2031), by the
 * reading profile of its device. Nothing is converted here: units are those of the profile, values the text that was sent.
 */
import { type Packet, type ParameterValues, recordsOf } from '../hj212/packet.js';
import { readDataTime } from '../hj212/data-time.js';
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
  readonly factor: string;
  /** Real-time value or mean of the period, as sent; null where it is absent or refused. */
  readonly value: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  /** Amount over the period (Cou). */
  readonly total: string | null;
  /** Data mark; null where none was sent. */
  readonly mark: string | null;
}

export interface TimedReadings {
  /**
   * Hours: the label, the end of the hour. Everything else: DataTime as sent, the instant of a real-time value and the
   * start of other periods.
   */
  readonly at: Date;
  readonly readings: readonly Reading[];
  readonly refused: readonly RefusedValue[];
}

/** Why a record of a packet cannot be placed in time. */
export type TimeFault = 'TIME_MISSING' | 'TIME_IMPOSSIBLE' | 'TIME_IMPLAUSIBLE' | 'TIME_NOT_ON_THE_HOUR';

export interface PacketReadings {
  /** Null where the command carries no measurements. */
  readonly kind: ReadingKind | null;
  readonly records: readonly TimedReadings[];
  readonly faults: readonly { readonly reason: TimeFault; readonly where: string }[];
}

const LONGEST_MARK = 8;
/** Codes of all editions are letters and digits: w01018, a34004-like, 011, B01, LA, Leq. */
const FACTOR_CODE = /^[A-Za-z0-9]{2,12}$/;
const HOUR_MS = 3_600_000;

const NO_MARK_CUT = /^\s|\s$/;

const markOf = (flag: string | undefined): string | null => {
  if (flag === undefined) return null;
  return flag.length <= LONGEST_MARK && !NO_MARK_CUT.test(flag) ? flag : flag.trim().slice(0, LONGEST_MARK);
};

const readingOf = (factor: string, values: ParameterValues, refused: RefusedValue[]): Reading => {
  const take = (subKey: string, raw: string | undefined): string | null => {
    if (raw === undefined) return null;
    const read = readValue(factor, raw);
    if (read === null) return null;
    if ('text' in read) return read.text;
    refused.push({ factor: `${factor}-${subKey}`, raw: raw.slice(0, 100), reason: read.refused });
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

/**
 * Reads a decoded packet. `hourLabelOffsetMinutes` is what has to be added to the DataTime of an hour to get its label: 60
 * by the standard, which stamps the start, 0 for loggers that stamp the end.
 */
export const readPacket = (
  packet: Packet,
  profile: { readonly hourLabelOffsetMinutes: number },
  receivedAt: Date,
): PacketReadings => {
  const kind = KIND_OF_COMMAND[packet.cn] ?? null;
  if (kind === null) return { kind, records: [], faults: [] };
  const records: TimedReadings[] = [];
  const faults: { reason: TimeFault; where: string }[] = [];
  for (const { dataTime, factors } of recordsOf(packet)) {
    const written = readDataTime(dataTime);
    const sent = written.kind === 'time' ? written.at : null;
    const where = `DataTime=${dataTime ?? ''}`.slice(0, 100);
    if (sent === null) {
      faults.push({ reason: dataTime === null ? 'TIME_MISSING' : 'TIME_IMPOSSIBLE', where });
      continue;
    }
    const at = kind === 'hour' ? new Date(sent.getTime() + profile.hourLabelOffsetMinutes * 60_000) : sent;
    if (!isPlausible(at, receivedAt)) faults.push({ reason: 'TIME_IMPLAUSIBLE', where });
    else if (kind === 'hour' && at.getTime() % HOUR_MS !== 0) faults.push({ reason: 'TIME_NOT_ON_THE_HOUR', where });
    else {
      const refused: RefusedValue[] = [];
      const readings: Reading[] = [];
      for (const [factor, values] of factors) {
        if (!isMeasured(values)) continue;
        if (FACTOR_CODE.test(factor)) readings.push(readingOf(factor, values, refused));
        else refused.push({ factor: factor.slice(0, 50), raw: '', reason: 'FACTOR_UNREADABLE' });
      }
      records.push({ at, readings, refused });
    }
  }
  return { kind, records, faults };
};
