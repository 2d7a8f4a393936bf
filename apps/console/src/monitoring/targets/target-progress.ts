import { percentText } from '#libs/domain/assessment/percentage.js';
import { daysBetween } from '#libs/domain/calendar/shanghai.js';
import type { Target } from './target-queries.js';

/** A share as printed with the two numbers it is made of, so that a reader can redo the sum. */
export interface Share {
  readonly of: number;
  readonly part: number;
  readonly percent: string;
}

const shareOf = (part: number, of: number): Share => ({ part, of, percent: percentText(part, of)! });

const ORDER = ['UNATTAINABLE', 'AT_RISK', 'ON_TRACK', 'SECURED'] as const;

/**
 * Where a target stands among others, the ones that want seeing first: lost ones, then those whose period can no longer be
 * valid whatever their value, those at risk, on track and secured; last what no arithmetic speaks of.
 */
export const placeOf = ({
  now,
  lostValidity,
}: {
  readonly now: Pick<NonNullable<Target['now']>, 'state'> | null;
  readonly lostValidity: readonly unknown[];
}): number => {
  if (now?.state === 'UNATTAINABLE') return 0;
  if (lostValidity.length > 0) return 1;
  return now?.state ? 1 + ORDER.indexOf(now.state) : 1 + ORDER.length;
};

/** The last day with a value where it is not the day the figure stands on: its month and day in the same year; else null. */
export const valueDayOf = ({
  now,
  lastValueDay,
}: {
  readonly now: Pick<NonNullable<Target['now']>, 'day'> | null;
  readonly lastValueDay: string | null;
}): string | null => {
  if (!now || lastValueDay === null || lastValueDay === now.day) return null;
  return lastValueDay.slice(0, 4) === now.day.slice(0, 4) ? lastValueDay.slice(5) : lastValueDay;
};

type Counted = Pick<Target, 'period' | 'unit'> & {
  readonly now: Pick<
    NonNullable<Target['now']>,
    'day' | 'days' | 'remaining' | 'value' | 'rest' | 'progress' | 'state'
  > | null;
};

/** Calendar days of the period that have passed by the day the figure stands on, of all it has; null before the first. */
export const calendarShare = ({ period, now }: Counted): Share | null => {
  if (!now) return null;
  const all = daysBetween(period.from, period.to) + 1;
  return shareOf(all - now.remaining, all);
};

export interface ProgressSum {
  /** Good days there are, of those needed by the end; the numbers are null where what is printed does not give them. */
  readonly done: Share | null;
  readonly donePercent: string;
  /** Days evaluated of the days that can be evaluated by the end: whether it is on track is judged against this share. */
  readonly evaluated: Share;
}

/**
 * What progress is made of. Good days follow from the printed share and its days; they are given only where they lead to
 * the printed progress. Null for what does not add up over the period, and where no day is evaluated or left to be.
 */
export const progressSum = ({ unit, now }: Counted): ProgressSum | null => {
  if (!now?.progress || now.rest?.kind !== 'good-days' || now.days + now.remaining === 0) return null;
  const evaluated = shareOf(now.days, now.days + now.remaining);
  const donePercent = now.progress.progressPct;
  if (now.value === null) return { done: null, donePercent, evaluated };
  const good = unit === '%' ? Math.round((Number(now.value) * now.days) / 100) : Number(now.value);
  // Days left less the polluted ones among them that may be: what is still needed, below 0 where more is done.
  const needed = good + now.remaining - now.rest.left;
  const done = needed > 0 ? shareOf(good, needed) : null;
  return { done: done?.percent === donePercent ? done : null, donePercent, evaluated };
};
