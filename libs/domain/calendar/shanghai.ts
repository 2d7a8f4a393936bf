/**
 * Civil dates, hours and periods of Asia/Shanghai.
 *
 * The zone has been UTC+8 without summer time since 15 September 1991 (IANA time zone database, Asia/Shanghai), so
 * everything is whole-number arithmetic on days since 1970-01-01. Instants of the summers 1986–1991 are not supported.
 *
 * Hours: a value carries the instant at which its hour ENDS. A natural day is the labels 01:00 … 24:00, so the label
 * 24:00 of a day is the same instant as 00:00 of the next one and belongs to the earlier day (HJ 663-2013 Table A.1).
 */

/** `YYYY-MM-DD`; compares and sorts as text. */
export type CivilDate = string;
/** `YYYY-MM`. */
export type CivilMonth = string;

/** Whole days, both ends included; `label` is what people print: `2026-05`, `2026-W29`, `2026-Q2`, `2026`. */
export interface DateSpan {
  readonly label: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFSET_MS = 8 * HOUR_MS;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : String(n));

const millisOf = (instant: Date): number => {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError('not an instant');
  return ms;
};

/** Days from 1970-01-01 to a civil date. Throws RangeError for text that is no date of the years 1900–9999. */
export const epochDay = (date: CivilDate): number => {
  if (DATE.test(date)) {
    const year = Number(date.slice(0, 4));
    const month = Number(date.slice(5, 7));
    const day = Number(date.slice(8, 10));
    const ms = Date.UTC(year, month - 1, day);
    const read = new Date(ms);
    if (year >= 1900 && read.getUTCMonth() === month - 1 && read.getUTCDate() === day) return ms / DAY_MS;
  }
  throw new RangeError(`not a civil date: ${date}`);
};

/** The civil date a number of days after 1970-01-01. */
export const dateOfEpochDay = (day: number): CivilDate => {
  const read = new Date(day * DAY_MS);
  return `${read.getUTCFullYear()}-${twoDigits(read.getUTCMonth() + 1)}-${twoDigits(read.getUTCDate())}`;
};

/** The civil date at an instant. */
export const shanghaiDate = (instant: Date): CivilDate =>
  dateOfEpochDay(Math.floor((millisOf(instant) + OFFSET_MS) / DAY_MS));

/** The instant of a wall-clock time of a date; `shanghaiInstant(date, 17)` is 17:00, hour 24 the end of the day. */
export const shanghaiInstant = (date: CivilDate, hour = 0, minute = 0): Date =>
  new Date(epochDay(date) * DAY_MS - OFFSET_MS + hour * HOUR_MS + minute * 60_000);

/** 00:00 of a date. */
export const startOfDay = (date: CivilDate): Date => shanghaiInstant(date);

/** Both ends of a span as instants; `end` is exclusive. */
export const spanInstants = (span: {
  readonly from: CivilDate;
  readonly to: CivilDate;
}): { start: Date; end: Date } => ({
  start: shanghaiInstant(span.from),
  end: shanghaiInstant(span.to, 24),
});

/** Label of hour 1 … 24 of a natural day: the instant at which that hour ends. */
export const hourLabelInstant = (date: CivilDate, hour: number): Date => {
  if (!Number.isInteger(hour) || hour < 1 || hour > 24) throw new RangeError(`not an hour of a natural day: ${hour}`);
  return shanghaiInstant(date, hour);
};

/** The natural day a label belongs to: the day of the last millisecond of its hour. */
export const naturalDayOf = (label: Date): CivilDate =>
  dateOfEpochDay(Math.floor((millisOf(label) - 1 + OFFSET_MS) / DAY_MS));

/** How people print a cut-off: the day it ends, or the day and the time as in `2026-07-09 17:00`. */
export const cutoffLabel = (cutoff: Date): string => {
  const wall = new Date(millisOf(cutoff) + OFFSET_MS).toISOString();
  return wall.slice(11, 16) === '00:00' ? naturalDayOf(cutoff) : `${wall.slice(0, 10)} ${wall.slice(11, 16)}`;
};

/** Which hour of its natural day a label is, 1 … 24. Throws RangeError for an instant that is not on the hour. */
export const hourOfNaturalDay = (label: Date): number => {
  const ms = millisOf(label);
  if (ms % HOUR_MS !== 0) throw new RangeError(`not an hour label: ${label.toISOString()}`);
  const hour = ((((ms + OFFSET_MS) / HOUR_MS) % 24) + 24) % 24;
  return hour === 0 ? 24 : hour;
};

export const addDays = (date: CivilDate, days: number): CivilDate => dateOfEpochDay(epochDay(date) + days);

/** Days from one date to another; negative when the second is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number => epochDay(to) - epochDay(from);

/** ISO weekday: 1 Monday … 7 Sunday. */
export const dayOfWeek = (date: CivilDate): number => weekdayOfEpochDay(epochDay(date));

/** ISO weekday of a number of days since 1970-01-01, which was a Thursday. */
export const weekdayOfEpochDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The ISO week of a date, Monday to Sunday, labelled with the ISO week-year. */
export const isoWeekOf = (date: CivilDate): DateSpan => {
  const day = epochDay(date);
  const monday = day - weekdayOfEpochDay(day) + 1;
  // A week belongs to the year of its Thursday (ISO 8601).
  const thursday = dateOfEpochDay(monday + 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor((monday + 3 - epochDay(`${year}-01-01`)) / 7) + 1;
  return { label: `${year}-W${twoDigits(week)}`, from: dateOfEpochDay(monday), to: dateOfEpochDay(monday + 6) };
};

export const monthOf = (date: CivilDate): CivilMonth => dateOfEpochDay(epochDay(date)).slice(0, 7);

/** A calendar month. Throws RangeError for text that is no `YYYY-MM`. */
export const monthSpan = (month: CivilMonth): DateSpan => {
  if (!MONTH.test(month)) throw new RangeError(`not a civil month: ${month}`);
  return { label: month, from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) };
};

export const addMonths = (month: CivilMonth, months: number): CivilMonth => {
  if (!MONTH.test(month)) throw new RangeError(`not a civil month: ${month}`);
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${Math.floor(count / 12)}-${twoDigits((count % 12) + 1)}`;
};

/** The calendar quarter a date lies in, labelled `2026-Q2`. */
export const quarterOf = (date: CivilDate): DateSpan => {
  const month = monthOf(date);
  const quarter = Math.ceil(Number(month.slice(5, 7)) / 3);
  const first = `${month.slice(0, 4)}-${twoDigits(quarter * 3 - 2)}`;
  return {
    label: `${month.slice(0, 4)}-Q${quarter}`,
    from: `${first}-01`,
    to: monthSpan(addMonths(first, 2)).to,
  };
};

/** A calendar year. */
export const yearSpan = (year: number): DateSpan => ({
  label: String(year),
  from: `${year}-01-01`,
  to: `${year}-12-31`,
});

/** Every date from one to another, both included; empty when the second is earlier. */
export const datesOf = (span: { readonly from: CivilDate; readonly to: CivilDate }): CivilDate[] => {
  const first = epochDay(span.from);
  return Array.from({ length: Math.max(0, epochDay(span.to) - first + 1) }, (_, index) =>
    dateOfEpochDay(first + index),
  );
};

/** Every month touched by a span, in order. */
export const monthsOf = (span: { readonly from: CivilDate; readonly to: CivilDate }): CivilMonth[] => {
  const months: CivilMonth[] = [];
  const last = monthOf(span.to);
  for (let month = monthOf(span.from); month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
};
