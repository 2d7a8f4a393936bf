/** How much of what was due came. What is due, and from when on it is missing, is said here for all who count it. */
import { percentText } from '../assessment/percentage.js';
import { type CivilDate, shanghaiDate, shanghaiInstant } from '../calendar/shanghai.js';

const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;

export interface DueRule {
  /** Hours from one that is due to the next; a divisor of 24. */
  readonly everyHours: number;
  /** Hours after its time from which on what has not come is missing. Until then it may still come, and is not due. */
  readonly lateAfterHours: number;
  /** Whether its time is the end of an hour, which belongs to the day it ends in, or an instant. */
  readonly time: 'hour-end' | 'instant';
}

/** The newest time of which everything has to be there. */
const lastDue = ({ lateAfterHours }: Pick<DueRule, 'lateAfterHours'>, now: Date): Date =>
  new Date(now.getTime() - lateAfterHours * HOUR_MS);

/**
 * Up to when rows or hours count: the end of the newest time that is due. What came in a later one must
 * not stand for one that is missing.
 */
export const countedUntil = (rule: DueRule, now: Date): Date => {
  const last = lastDue(rule, now).getTime();
  if (rule.time === 'hour-end') return new Date(last);
  const step = rule.everyHours * HOUR_MS;
  const midnight = shanghaiInstant(shanghaiDate(new Date(last))).getTime();
  return new Date(midnight + (Math.floor((last - midnight) / step) + 1) * step);
};

/** How many are due on each of some days, none of which began before `from`. */
export const dueByDay = (
  days: readonly CivilDate[],
  rule: DueRule,
  { from, now }: { readonly from: Date; readonly now: Date },
): number[] => {
  const step = rule.everyHours * HOUR_MS;
  const length = rule.time === 'hour-end' ? step : 0;
  const last = lastDue(rule, now).getTime();
  return days.map((day) => {
    const begins = shanghaiInstant(day).getTime();
    let due = 0;
    for (let n = 0; n < HOURS_OF_DAY / rule.everyHours; n++) {
      const start = begins + n * step;
      if (start >= from.getTime() && start + length <= last) due += 1;
    }
    return due;
  });
};

/**
 * What came of what was due, both standing day by day. A day counts what was due on it at most, or days with more would pay
 * for empty ones.
 */
export const receivedOfDue = (counted: {
  readonly received: readonly number[];
  readonly due: readonly number[];
}): { readonly received: number; readonly due: number } => ({
  received: counted.due.reduce((sum, due, n) => sum + Math.min(counted.received[n] ?? 0, due), 0),
  due: counted.due.reduce((sum, due) => sum + due, 0),
});

/**
 * Share of what was due that came, in percent with one decimal (`percentText`), never above 100 and 100.0 only where nothing
 * is missing; null where nothing was due.
 */
export const availabilityPercent = (received: number, due: number): string | null =>
  due <= 0 ? null : percentText(Math.min(received, due), due);
