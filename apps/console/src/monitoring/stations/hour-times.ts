import { dayText, daysLater } from '../../shell/time.js';

/** Hours are named by their end: the one labelled 24:00 is the last of its day. */
const HOUR_MS = 3_600_000;
const BEIJING_MS = 8 * HOUR_MS;

export interface HourPlace {
  readonly date: string;
  /** 1 to 24. */
  readonly hour: number;
}

/** Civil date and hour of the n-th hour of a series that begins with hour 1 of a day. */
export const hourPlace = (first: string, n: number): HourPlace => {
  const start = new Date(Date.parse(first) + (n - 1) * HOUR_MS + BEIJING_MS).toISOString();
  return { date: start.slice(0, 10), hour: Number(start.slice(11, 13)) + 1 };
};

/** `2026-06-30 24:00`. */
export const hourText = (first: string, n: number): string => {
  const { date, hour } = hourPlace(first, n);
  return `${date} ${String(hour).padStart(2, '0')}:00`;
};

export const labelOf = (first: string, n: number): string => new Date(Date.parse(first) + n * HOUR_MS).toISOString();

/** Whether an instant is of today or yesterday: what is older is history and not shown as the present. */
export const isOfLate = (instant: string, today: string): boolean => dayText(instant) >= daysLater(today, -1);
