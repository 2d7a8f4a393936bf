import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';

const EIGHT_HOURS_MS = 8 * 3_600_000;

/** The day of an instant in Beijing; null stays null. */
export const dayOf = (iso: string | null): string | null => (iso === null ? null : shanghaiDate(new Date(iso)));

/** The day a span ends with, its end being the midnight after. */
export const lastDayOf = (iso: string | null): string | null =>
  iso === null ? null : shanghaiDate(new Date(new Date(iso).getTime() - 1));

/** Day and minute of an instant in Beijing: `2026-06-16 10:00`. */
export const minuteOf = (iso: string | null): string | null =>
  iso === null ? null : new Date(new Date(iso).getTime() + EIGHT_HOURS_MS).toISOString().slice(0, 16).replace('T', ' ');
