const ZONE = 'Asia/Shanghai';
const writer = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, ...options });
const minute = writer({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
const second = writer({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = writer({ year: 'numeric', month: '2-digit', day: '2-digit' });

type Moment = string | null | undefined;

/** `2026-05-07 17:00` in the district's zone. */
export const minuteText = (instant: Moment): string => (instant ? minute.format(new Date(instant)) : '–');
/** `2026-05-07`, the civil date of an instant in the district's zone. */
export const dayText = (instant: Moment): string => (instant ? day.format(new Date(instant)) : '–');
/** `17:00:05`. */
export const secondText = (instant: number): string => second.format(instant);

/** `20260507170000`, a DataTime of HJ 212 in the district's zone, as `2026-05-07 17:00`, with its seconds where it has some; anything else as it is. */
export const dataTimeText = (time: string): string => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(time) ?? [];
  return y === undefined ? time : `${y}-${mo}-${d} ${h}:${mi}${s === '00' ? '' : `:${s}`}`;
};

const DAY_MS = 86_400_000;
/** Whole days from one civil date to another, negative when `to` lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
/** The civil date a number of days later. */
export const daysLater = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
/** A local `2026-05-07T17:00` of the district as an instant with its offset. */
export const instantOfLocal = (local: string): string => `${local.length === 16 ? `${local}:00` : local}+08:00`;
/** Periods are named by civil dates, weeks or months; one that is named by an instant is written like every instant. */
export const periodText = (label: string): string => (/^\d{4}-\d{2}-\d{2}T/.test(label) ? minuteText(label) : label);
/** A cut-off is an instant, or a civil date that means the end of that day. */
export const cutoffText = (cutoff: string): string => (cutoff.length === 10 ? cutoff : minuteText(cutoff));
