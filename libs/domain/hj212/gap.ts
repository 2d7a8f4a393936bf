import { periodLength, periodStartFrom, STANDARD_PERIODS, type PeriodProfile } from './data-time.js';
import type { HistoryCommand } from './request.js';

/**
 * The starts of periods from `from` to `to` for which nothing is there, in time order. Only whole periods count: the one
 * that `from` cuts and the one that is not over at `to` are not missed.
 *
 * @param present starts of the periods that are there
 */
export function missingPeriods(
  cn: HistoryCommand,
  from: Date,
  to: Date,
  present: Iterable<Date>,
  profile: PeriodProfile = STANDARD_PERIODS,
): Date[] {
  const length = periodLength(cn, profile) as number;
  const there = new Set(Array.from(present, (start) => start.getTime()));
  const missing: Date[] = [];
  for (let start = periodStartFrom(from, length).getTime(); start + length <= to.getTime(); start += length) {
    if (!there.has(start)) missing.push(new Date(start));
  }
  return missing;
}

/** When a gap is asked for, and when no more. */
export interface GapPatience {
  /** After the end of a period: devices send on their own what is late. */
  readonly firstAfterMs: number;
  /** Waited after the first asking; twice as long after each next. */
  readonly againAfterMs: number;
  readonly mostAskings: number;
}

/**
 * When a missing period is to be asked for next: some time after its end, then at waits that double. Null when it has been
 * asked for as often as it may be: the device does not have it.
 *
 * @param lastAskedAt null where it was never asked for
 */
export function nextAsking(
  periodEnd: Date,
  askings: number,
  lastAskedAt: Date | null,
  patience: GapPatience,
): Date | null {
  if (askings >= patience.mostAskings) return null;
  if (lastAskedAt === null) return new Date(periodEnd.getTime() + patience.firstAfterMs);
  return new Date(lastAskedAt.getTime() + patience.againAfterMs * 2 ** (askings - 1));
}

/**
 * The requests that ask again for missing periods, each given by its start, in time order. Neighbours become one request
 * of at most `mostPeriods`. The end asked for lies a second before the next stamp, so that it does not matter whether a
 * device takes EndTime as included.
 */
export function gapRequests(
  cn: HistoryCommand,
  missingStarts: readonly Date[],
  mostPeriods: number,
  profile: PeriodProfile = STANDARD_PERIODS,
): { readonly cn: HistoryCommand; readonly from: Date; readonly to: Date }[] {
  const length = periodLength(cn, profile) as number;
  const shift = profile.stamps === 'end' ? length : 0;
  const starts = [...new Set(missingStarts.map((start) => start.getTime()))].sort((a, b) => a - b);
  const runs: { first: number; last: number }[] = [];
  for (const start of starts) {
    const run = runs.at(-1);
    const isNext = run !== undefined && start === run.last + length && start - run.first < mostPeriods * length;
    if (isNext) run.last = start;
    else runs.push({ first: start, last: start });
  }
  return runs.map(({ first, last }) => ({
    cn,
    from: new Date(first + shift),
    to: new Date(last + shift + length - 1000),
  }));
}
