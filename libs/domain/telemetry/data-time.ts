/**
 * Instants from the times devices and feeds write. Neither says a zone; both mean China Standard Time, UTC+8 without summer
 * time (HJ 212-2017 6.3.3: YYYYMMDDhhmmss).
 */
import { shanghaiInstant } from '../calendar/shanghai.js';

const DATA_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?$/;
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

/** A DataTime of 14 digits (17, with milliseconds, are read too); null for anything else and for times that do not exist. */
export const instantOfDataTime = (text: string): Date | null => instantOf(DATA_TIME.exec(text.trim()));

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

const DAY_MS = 86_400_000;
/** Before this no station of today's networks measured; a device that lost its clock says 1970 or 2000-01-01. */
const EARLIEST_MS = Date.UTC(2010, 0, 1);

/** Whether a data time can be believed at its receipt: not more than a day ahead (a clock gone wrong) and not ages ago. */
export const isPlausible = (at: Date, receivedAt: Date): boolean =>
  at.getTime() >= EARLIEST_MS && at.getTime() <= receivedAt.getTime() + DAY_MS;
