import { sharePercent } from './river-quality.js';
import { Exact } from './rounding.js';

/** Loads of one item on a water body or area in a period, t as decimal text. */
export interface CapacityLoad {
  readonly item: string;
  readonly allowed: string;
  readonly current: string;
}

export interface CapacityLeft {
  readonly item: string;
  /** Allowed minus current load; below 0 where it is exceeded already. */
  readonly left: string;
  /** Per cent with one decimal, never 100.0 below the whole; null where nothing is allowed. */
  readonly usedPercent: string | null;
  /** What is left after the planned load; null where the item is not asked for. */
  readonly leftAfter: string | null;
  readonly isExceeded: boolean;
}

/**
 * What a water body can still take (水环境容量), item by item, and what a project or permit would leave. An item counts as
 * exceeded when its load, with the planned one, is more than allowed; equality is still allowed.
 */
export function capacityLeft(
  loads: readonly CapacityLoad[],
  planned: Readonly<Record<string, string>> = {},
): CapacityLeft[] {
  return loads.map(({ item, allowed, current }) => {
    const left = new Exact(allowed).minus(current);
    const more = planned[item];
    const after = more === undefined ? null : left.minus(more);
    return {
      item,
      left: left.toFixed(),
      usedPercent: sharePercent(new Exact(current), new Exact(allowed)),
      leftAfter: after?.toFixed() ?? null,
      isExceeded: (after ?? left).lt(0),
    };
  });
}
