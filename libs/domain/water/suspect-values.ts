import { readConcentration, type ReportedValue } from './concentration.js';
import { Exact } from './rounding.js';

/** One value of one item at one section. */
export interface TimedValue {
  readonly at: Date;
  readonly value: ReportedValue;
}

/** When equal values are taken for a stuck analyser. */
export interface HeldValueRule {
  readonly fewestEqual: number;
  readonly withinHours: number;
  readonly timesMedian: number;
  readonly medianDays: number;
}

/** Ten or more equal values within 48 hours that are at least three times the median of the seven days before. */
export const HELD_VALUE_RULE: HeldValueRule = { fewestEqual: 10, withinHours: 48, timesMedian: 3, medianDays: 7 };

/** Values held back from means until somebody has looked at them. */
export interface HeldValues {
  readonly value: string;
  /** Instants of the held values, ascending. */
  readonly at: readonly Date[];
  readonly median: string;
}

const HOUR_MS = 3_600_000;

function medianOf(values: readonly Exact[]): Exact | null {
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : upper.plus(lower).div(2);
}

/** Instants that lie in some window with enough of them, cut into groups where a whole window lies between two. */
function denseGroups(times: readonly number[], rule: HeldValueRule): number[][] {
  const windowMs = rule.withinHours * HOUR_MS;
  const isDense = new Array<boolean>(times.length).fill(false);
  for (let first = 0; first + rule.fewestEqual <= times.length; first += 1) {
    const last = first + rule.fewestEqual - 1;
    if ((times[last] as number) - (times[first] as number) <= windowMs) isDense.fill(true, first, last + 1);
  }
  const groups: number[][] = [];
  let previous = Number.NEGATIVE_INFINITY;
  times.forEach((time, index) => {
    if (isDense[index] !== true) return;
    if (time - previous > windowMs) groups.push([]);
    groups.at(-1)?.push(time);
    previous = time;
  });
  return groups;
}

/**
 * Finds held values of one item at one section. Equal values need not follow each other: an analyser that falls back to
 * the same high figure is as suspect as one that never leaves it. The median is that of the values before the first
 * held one, so that held values do not excuse themselves; without values before it nothing is held.
 *
 * @param series ascending by time, reaching back the days of the median before the first value to be judged
 */
export function heldValues(series: readonly TimedValue[], rule: HeldValueRule = HELD_VALUE_RULE): HeldValues[] {
  const readings = series.flatMap(({ at, value }) => {
    const concentration = readConcentration(value);
    return concentration === null ? [] : [{ time: at.getTime(), value: concentration.effective }];
  });
  const timesByValue = new Map<string, number[]>();
  for (const { time, value } of readings) {
    const text = value.toFixed();
    const times = timesByValue.get(text);
    if (times === undefined) timesByValue.set(text, [time]);
    else times.push(time);
  }
  const found: HeldValues[] = [];
  for (const [text, times] of timesByValue) {
    for (const group of denseGroups(times, rule)) {
      const first = group[0] as number;
      const from = first - rule.medianDays * 24 * HOUR_MS;
      const before = readings.filter(({ time }) => time >= from && time < first).map(({ value }) => value);
      const median = medianOf(before);
      if (median === null || new Exact(text).lt(median.times(rule.timesMedian))) continue;
      found.push({ value: text, at: group.map((time) => new Date(time)), median: median.toFixed() });
    }
  }
  return found.sort((a, b) => (a.at[0] as Date).getTime() - (b.at[0] as Date).getTime());
}
