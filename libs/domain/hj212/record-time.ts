import { readDataTime, type DataTimeProfile } from './data-time.js';
import type { Packet, PacketRecord } from './packet.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const AHEAD_MS = 5 * MINUTE_MS;
const LIVE_BEHIND_MS = HOUR_MS;
/** A time of twelve digits is believed only so near to its reception: it can be read in two ways. */
const TWELVE_DIGITS_MS = 2 * DAY_MS;

export type RecordTimeMark = 'CLOCK_SKEW' | 'DATA_TIME_ASSUMED' | 'DATA_TIME_NONSTANDARD';

export type RecordTimeFault =
  'DATA_TIME_MISSING' | 'DATA_TIME_MALFORMED' | 'DATA_TIME_IMPOSSIBLE' | 'DATA_TIME_IN_FUTURE' | 'DATA_TIME_TOO_OLD';

export type RecordTime =
  | { readonly kind: 'time'; readonly at: Date; readonly marks: readonly RecordTimeMark[] }
  /** Kept apart with the packet, and visible. */
  | { readonly kind: 'fault'; readonly reason: RecordTimeFault };

export interface RecordTimeProfile extends DataTimeProfile {
  /** Oldest history taken; any where absent. */
  readonly oldestDays?: number | undefined;
}

export const STANDARD_RECORD_TIMES: RecordTimeProfile = {};

const fault = (reason: RecordTimeFault): RecordTime => ({ kind: 'fault', reason });

/** QN begins with the time of its exchange. */
function timeOfRequest(qn: string | null): Date | null {
  const reading = /^\d{17}$/.test(qn ?? '') ? readDataTime(qn) : null;
  return reading?.kind === 'time' ? reading.at : null;
}

/**
 * When one record of a packet was observed, against the time of its reception. A real-time packet without DataTime takes
 * the time of its QN, else of its reception. Ahead by more than five minutes, or real-time, not re-sent and behind by more
 * than an hour: the clock of the device is wrong. Ahead by more than a day: not believed at all. Old data are normal:
 * after an interruption devices send their history.
 */
export function recordTime(
  packet: Pick<Packet, 'cn' | 'qn' | 'isResent'>,
  record: Pick<PacketRecord, 'dataTime'>,
  receivedAt: Date,
  profile: RecordTimeProfile = STANDARD_RECORD_TIMES,
): RecordTime {
  const isLive = packet.cn === '2011' && !packet.isResent;
  const reading = readDataTime(record.dataTime, profile);
  const marks: RecordTimeMark[] = [];
  let at: Date;
  if (reading.kind === 'time') {
    at = reading.at;
    if (reading.isNonstandard) marks.push('DATA_TIME_NONSTANDARD');
    const isTwelve = record.dataTime?.trim().length === 12;
    if (isTwelve && Math.abs(at.getTime() - receivedAt.getTime()) > TWELVE_DIGITS_MS)
      return fault('DATA_TIME_MALFORMED');
  } else if (reading.reason === 'DATA_TIME_MISSING' && packet.cn === '2011') {
    at = timeOfRequest(packet.qn) ?? receivedAt;
    marks.push('DATA_TIME_ASSUMED');
  } else return reading;

  const ahead = at.getTime() - receivedAt.getTime();
  if (ahead > DAY_MS) return fault('DATA_TIME_IN_FUTURE');
  if (profile.oldestDays !== undefined && -ahead > profile.oldestDays * DAY_MS) return fault('DATA_TIME_TOO_OLD');
  if (ahead > AHEAD_MS || (isLive && -ahead > LIVE_BEHIND_MS)) marks.push('CLOCK_SKEW');
  if (marks.length > 1) marks.sort();
  return { kind: 'time', at, marks };
}
