/**
 * Times of HJ 212: YYYYMMDDhhmmss without a zone, in practice China Standard Time, UTC+08:00, no daylight saving
 * (HJ 212-2017 table 4 names the format only).
 */

const ZONE_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a device makes of DataTime, from its profile. */
export interface DataTimeProfile {
  /** Twelve digits are ambiguous and refused unless the profile says which they are. */
  readonly twelveDigits?: 'YYMMDDhhmmss' | 'YYYYMMDDhhmm' | undefined;
}

export type DataTimeReading =
  | { readonly kind: 'time'; readonly at: Date; readonly isNonstandard: boolean }
  | { readonly kind: 'fault'; readonly reason: 'DATA_TIME_MISSING' | 'DATA_TIME_MALFORMED' | 'DATA_TIME_IMPOSSIBLE' };

const ALL_DIGITS = /^\d+$/;

function digitsOf(raw: string, profile: DataTimeProfile): string | null {
  const digits = ALL_DIGITS.test(raw) ? raw : raw.replace(/[-:T/ ]/g, '');
  if (!ALL_DIGITS.test(digits)) return null;
  if (digits.length === 14) return `${digits}000`;
  if (digits.length === 17) return digits;
  if (digits.length !== 12 || profile.twelveDigits === undefined) return null;
  return profile.twelveDigits === 'YYMMDDhhmmss' ? `20${digits}000` : `${digits}00000`;
}

/**
 * Reads a DataTime. Dates that do not exist are refused; 24:00:00 is the next day 00:00:00; milliseconds of a 17-digit
 * form are kept. Punctuation, 12 and 17 digits are accepted as nonstandard.
 */
export function readDataTime(raw: string | null | undefined, profile: DataTimeProfile = {}): DataTimeReading {
  const trimmed = raw?.trim() ?? '';
  if (trimmed === '') return { kind: 'fault', reason: 'DATA_TIME_MISSING' };
  const digits = digitsOf(trimmed, profile);
  if (digits === null) return { kind: 'fault', reason: 'DATA_TIME_MALFORMED' };
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  const [year, month, day] = [part(0, 4), part(4, 6), part(6, 8)];
  const [hour, minute, second, millisecond] = [part(8, 10), part(10, 12), part(12, 14), part(14, 17)];
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  const isDate =
    year >= 1970 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isTime =
    (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0 && millisecond === 0);
  if (!isDate || !isTime) return { kind: 'fault', reason: 'DATA_TIME_IMPOSSIBLE' };
  const at = midnight + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + millisecond - ZONE_MS;
  return { kind: 'time', at: new Date(at), isNonstandard: trimmed.length !== 14 };
}

function zoneText(at: Date): string {
  return new Date(at.getTime() + ZONE_MS).toISOString().replace(/\D/g, '');
}

/** An instant as DataTime, 14 digits. */
export function dataTimeText(at: Date): string {
  return zoneText(at).slice(0, 14);
}

/** An instant as request number, 17 digits. */
export function requestNumber(at: Date): string {
  return zoneText(at).slice(0, 17);
}

/** Intervals of minute data, in minutes (HJ 212-2017 table 4). */
export const MINUTE_INTERVALS: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

export interface PeriodProfile {
  /** The standard stamps the start of a period; some devices stamp its end. */
  readonly stamps: 'start' | 'end';
  /** Length of the periods of CN 2051. */
  readonly minuteInterval: number;
}

export const STANDARD_PERIODS: PeriodProfile = { stamps: 'start', minuteInterval: 10 };

export interface DataPeriod {
  readonly start: Date;
  /** The label of an hour is its end: 10:00 to 11:00 is hour 11:00. */
  readonly end: Date;
  /** False where DataTime does not lie on a boundary of such periods. */
  readonly isAligned: boolean;
}

/** Milliseconds of the periods a command speaks of; null for one without periods. */
export function periodLength(cn: string, profile: PeriodProfile = STANDARD_PERIODS): number | null {
  switch (cn) {
    case '2051':
      return profile.minuteInterval * MINUTE_MS;
    case '2061':
      return HOUR_MS;
    case '2031':
    case '2041':
      return DAY_MS;
    default:
      return null;
  }
}

/** The start of the first period that does not begin before an instant; days begin at midnight of China Standard Time. */
export function periodStartFrom(at: Date, length: number): Date {
  return new Date(Math.ceil((at.getTime() + ZONE_MS) / length) * length - ZONE_MS);
}

/**
 * The period a packet speaks of: minutes (2051), hour (2061) or day (2031, 2041), DataTime being its start (HJ 212-2017
 * table 4 and C.16 to C.18). Null for commands without a period, where DataTime is the instant itself.
 */
export function dataPeriod(cn: string, dataTime: Date, profile: PeriodProfile = STANDARD_PERIODS): DataPeriod | null {
  const length = periodLength(cn, profile);
  if (length === null) return null;
  const start = dataTime.getTime() - (profile.stamps === 'end' ? length : 0);
  return {
    start: new Date(start),
    end: new Date(start + length),
    isAligned: (start + ZONE_MS) % length === 0,
  };
}
