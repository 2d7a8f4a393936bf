/** Instants from the times feeds and files write. They say no zone and mean China Standard Time, UTC+8 without summer time. */
import { shanghaiInstant } from '../calendar/shanghai.js';

const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;

const instantOf = (fields: RegExpExecArray | null): Date | null => {
  if (!fields) return null;
  const [year, month, day, hour = '', minute = '', second = '0'] = fields.slice(1);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  try {
    const start = shanghaiInstant(`${year}-${month}-${day}`, Number(hour), Number(minute));
    return new Date(start.getTime() + Number(second) * 1_000);
  } catch (why) {
    if (why instanceof RangeError) return null;
    throw why;
  }
};

/** `2026-04-30 13:00`, as feed files write it; null for anything else and for times that do not exist. */
export const instantOfWallTime = (text: string): Date | null => instantOf(WALL_TIME.exec(text.trim()));

const FEED_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;

/**
 * A time as public feeds write it: `2026-03-12T2300`, `2026-07-20 14:00:00`, `2018-02-20T07:00:00`, and at midnight the
 * date alone, `2026-06-05`. Null for anything else and for times that do not exist.
 */
export const instantOfFeedTime = (text: string): Date | null => {
  const fields = FEED_TIME.exec(text.trim());
  if (fields && fields[4] === undefined) [fields[4], fields[5]] = ['0', '0'];
  return instantOf(fields);
};

const PEOPLES_TIME = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2})(?:[:：](\d{2})(?::(\d{2}))?)?)?$/;
const DIGITS_TIME = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})?)?)?$/;

/**
 * A time as tables of all kinds write it: what public feeds write, and `2026/5/3 8:00`, `2026.5.3`, `2026-05-03 08`,
 * `2026050308`. Null for anything else and for times that do not exist.
 */
export const instantOfWrittenTime = (text: string): Date | null => {
  const read = instantOfFeedTime(text);
  if (read !== null) return read;
  const fields = PEOPLES_TIME.exec(text.trim()) ?? DIGITS_TIME.exec(text.trim());
  if (!fields) return null;
  for (const place of [2, 3, 4, 5]) fields[place] = (fields[place] ?? '0').padStart(2, '0');
  return instantOf(fields);
};

const MINUTES_OF_DAY = 1_440;

/**
 * A time of day as people write it into sheets: `1025`, `9:05`, `9：05` with the wide colon, or the spreadsheet's own part of
 * a day. Empty where there is none; null where it is none.
 */
export const clockText = (written: string | number | null): string | null => {
  const text = String(written ?? '').trim();
  if (text === '') return '';
  const part = /^0?\.\d+$/.test(text) ? Math.round(Number(text) * MINUTES_OF_DAY) : null;
  const match = /^(\d{1,2})[:：]?(\d{2})$/.exec(text);
  const [hour, minute] =
    part !== null ? [Math.floor(part / 60), part % 60] : [Number(match?.[1] ?? NaN), Number(match?.[2] ?? NaN)];
  if (!(hour <= 23 && minute <= 59)) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

const DAY_MS = 86_400_000;
/** Before this no station of today's networks measured; a device that lost its clock says 1970 or 2000-01-01. */
const EARLIEST_MS = Date.UTC(2010, 0, 1);

/** Whether a data time can be believed at its receipt: not more than a day ahead (a clock gone wrong) and not ages ago. */
export const isPlausible = (at: Date, receivedAt: Date): boolean =>
  at.getTime() >= EARLIEST_MS && at.getTime() <= receivedAt.getTime() + DAY_MS;
