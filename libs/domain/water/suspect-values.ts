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
  /** What the value is several times of: the median of the days before; the larger neighbour of one that contradicts. */
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
  const readings = readAll(series);
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

/** When a value contradicts those of the sections next to its own on the same river. */
export interface NeighbourRule {
  /** Times the larger of both neighbours above which a value contradicts them. */
  readonly timesNeighbours: number;
  /** Neighbours agree where the larger is at most so many times the smaller, or both lie within `above`. */
  readonly timesApart: number;
  /** Hours a neighbour's value may be older or newer. */
  readonly withinHours: number;
  /** By item, in its unit: values up to this contradict nobody. Items without one are not judged. */
  readonly above: Readonly<Record<string, number>>;
}

/** The section before and the one after on a river, by their places along it; null unless there are both. */
export function neighboursAlong(
  river: readonly { readonly id: string; readonly order: number }[],
  id: string,
): { readonly upstream: string; readonly downstream: string } | null {
  const place = river.find((one) => one.id === id)?.order;
  if (place === undefined) return null;
  const sorted = [...river].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  const upstream = sorted.findLast(({ order }) => order < place);
  const downstream = sorted.find(({ order }) => order > place);
  return upstream && downstream ? { upstream: upstream.id, downstream: downstream.id } : null;
}

interface Read {
  readonly time: number;
  readonly value: Exact;
}
const readAll = (series: readonly TimedValue[]): Read[] =>
  series.flatMap(({ at, value }) => {
    const concentration = readConcentration(value);
    return concentration === null ? [] : [{ time: at.getTime(), value: concentration.effective }];
  });

const nearestTo = (time: number, readings: readonly Read[], withinHours: number): Exact | null => {
  let nearest: Read | null = null;
  for (const reading of readings) {
    const apart = Math.abs(reading.time - time);
    if (apart <= withinHours * HOUR_MS && (nearest === null || apart < Math.abs(nearest.time - time)))
      nearest = reading;
  }
  return nearest?.value ?? null;
};

/**
 * Finds values of one item at one section that contradict both neighbours while those agree: what comes from upstream would
 * have been seen there, and what enters between would be seen below. Values running, none more hours apart than
 * the rule says, are put together; `value` is the highest
 * of them and `median` the larger neighbour beside it. Nothing is found where a neighbour has no value near the time.
 *
 * @param series ascending by time
 */
export function contradictingValues(
  series: readonly TimedValue[],
  neighbours: { readonly upstream: readonly TimedValue[]; readonly downstream: readonly TimedValue[] },
  item: string,
  rule: NeighbourRule,
): HeldValues[] {
  const above = rule.above[item];
  if (above === undefined) return [];
  const [upstream, downstream] = [readAll(neighbours.upstream), readAll(neighbours.downstream)];
  const found: { value: Exact; at: Date[]; against: Exact }[] = [];
  let runsUntil = Number.NEGATIVE_INFINITY;
  for (const { time, value } of readAll(series)) {
    const against = value.gt(above) ? agreedBy(time, upstream, downstream, above, rule) : null;
    const contradicts = against !== null && value.gt(against.times(rule.timesNeighbours));
    const last = found.at(-1);
    if (!contradicts) runsUntil = Number.NEGATIVE_INFINITY;
    else if (last && time <= runsUntil) {
      last.at.push(new Date(time));
      if (value.gt(last.value)) Object.assign(last, { value, against });
    } else {
      found.push({ value, at: [new Date(time)], against });
    }
    if (contradicts) runsUntil = time + rule.withinHours * HOUR_MS;
  }
  return found.map(({ value, at, against }) => ({ value: value.toFixed(), at, median: against.toFixed() }));
}

/** The larger of both neighbours at a time; null where one has no value or they do not agree. */
function agreedBy(
  time: number,
  upstream: readonly Read[],
  downstream: readonly Read[],
  above: number,
  { withinHours, timesApart }: NeighbourRule,
): Exact | null {
  const before = nearestTo(time, upstream, withinHours);
  const after = nearestTo(time, downstream, withinHours);
  if (before === null || after === null) return null;
  const [smaller, larger] = before.lt(after) ? [before, after] : [after, before];
  return larger.lte(above) || larger.lte(smaller.times(timesApart)) ? larger : null;
}
