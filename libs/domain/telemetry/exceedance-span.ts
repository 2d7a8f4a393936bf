/**
 * Hours above a limit looked at over a span: how long an outlet went without one, how many lie at night, and where hours
 * are missing. An hour is named by its end.
 */
import { percentText } from '../assessment/percentage.js';

const HOUR_MS = 3_600_000;
const BEIJING_MS = 8 * HOUR_MS;
/** Night as the Law on the Prevention and Control of Noise Pollution has it (2022, article 88): 22:00 to 06:00. */
const NIGHT_FROM = 22;
const NIGHT_TO = 6;

const timesOf = (labels: readonly Date[]): number[] =>
  [...new Set(labels.map((label) => label.getTime()))].sort((a, b) => a - b);

/** Whether an hour lies between 22:00 and 06:00 in Asia/Shanghai: those labelled 23:00 to 06:00. */
export const isNightHour = (label: Date): boolean => {
  const begins = new Date(label.getTime() - HOUR_MS + BEIJING_MS).getUTCHours();
  return begins >= NIGHT_FROM || begins < NIGHT_TO;
};

export interface NightShare {
  readonly hours: number;
  readonly nightHours: number;
  /** Percent with one decimal; null without an hour. An even spread over the day is 33.3. */
  readonly percent: string | null;
}

/** Share of hours that lie at night; an hour named twice (two factors above their limits) counts once. */
export const nightShare = (above: readonly Date[]): NightShare => {
  const times = timesOf(above);
  const nightHours = times.filter((time) => isNightHour(new Date(time))).length;
  return {
    hours: times.length,
    nightHours,
    percent: percentText(nightHours, times.length),
  };
};

export interface QuietRun {
  /** Instants, not labels: the end of the hour before and the beginning of the hour after. */
  readonly from: Date;
  readonly to: Date;
  readonly hours: number;
  /** Hours of it without a usable value: nobody knows what they were. */
  readonly missing: number;
}

/**
 * The longest time without an hour above a limit, from the first measured hour to the last one; of two as long the later.
 * Null where nothing was measured, or every measured hour was above. Labels in any order.
 */
export const longestQuietRun = (measured: readonly Date[], above: readonly Date[]): QuietRun | null => {
  const times = timesOf(measured);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return null;
  const begin = first - HOUR_MS;
  const inSpan = timesOf(above).filter((time) => time >= first && time <= last);
  let longest: QuietRun | null = null;
  let from = begin;
  for (const to of [...inSpan.map((time) => time - HOUR_MS), last]) {
    const hours = (to - from) / HOUR_MS;
    const known = from < to ? times.filter((time) => time > from && time <= to).length : 0;
    if (known > 0 && (longest === null || hours >= longest.hours)) {
      longest = { from: new Date(from), to: new Date(to), hours, missing: hours - known };
    }
    from = to + HOUR_MS;
  }
  return longest;
};

export interface MissingRun {
  /** Labels of the first and the last missing hour. */
  readonly first: Date;
  readonly last: Date;
  readonly hours: number;
}

/** Hours missing between measured ones, run by run, ascending. Labels in any order, on whole hours. */
export const missingRuns = (measured: readonly Date[]): MissingRun[] => {
  const times = timesOf(measured);
  return times.slice(1).flatMap((time, n) => {
    const before = times[n]!;
    const hours = (time - before) / HOUR_MS - 1;
    return hours > 0 ? [{ first: new Date(before + HOUR_MS), last: new Date(time - HOUR_MS), hours }] : [];
  });
};
