/**
 * Ranks of units for a period: equal values share a rank and the next one is left
 * out (1, 1, 3); a unit without a valid value is unranked, with its reason; a rank may be provisional.
 */
import { type DecimalText, exactly } from './percentage.js';

export interface RankingEntry {
  readonly id: string;
  /** As printed and compared, e.g. an index with two decimals; null when there is none. */
  readonly value: DecimalText | null;
  /** Why the unit is not ranked; a unit with a reason is unranked even with a value. */
  readonly unrankedBecause: string | null;
  /**
   * Values a pending decision could give instead (null: it could drop out). Empty when the value is settled. Example: a
   * station whose status as an evaluation point is not recorded yet.
   */
  readonly couldBe: readonly (DecimalText | null)[];
}

export interface RankingRow {
  readonly id: string;
  readonly value: DecimalText | null;
  /** 1 is best; null when unranked. */
  readonly rank: number | null;
  /** 1 is worst, ties shared; null when unranked. */
  readonly fromBottom: number | null;
  readonly unrankedBecause: string | null;
  /** Its own value waits for a decision; printed as provisional (暂定). */
  readonly isProvisional: boolean;
  /** Settled itself, but its rank moves if a pending decision of another unit goes the other way. */
  readonly mayMove: boolean;
}

export type Direction = 'lower-is-better' | 'higher-is-better';

interface Ranked {
  readonly id: string;
  readonly value: DecimalText;
}

const ranksOf = (
  entries: readonly Ranked[],
  direction: Direction,
): Map<string, { rank: number; fromBottom: number }> => {
  const sign = direction === 'lower-is-better' ? 1 : -1;
  const inOrder = entries
    .map(({ id, value }) => ({ id, value: exactly(value) }))
    .sort((a, b) => sign * a.value.cmp(b.value));
  const places = new Map<string, { rank: number; fromBottom: number }>();
  for (let first = 0, next = 0; first < inOrder.length; first = next) {
    while (next < inOrder.length && inOrder[next]!.value.eq(inOrder[first]!.value)) next += 1;
    const place = { rank: first + 1, fromBottom: inOrder.length - next + 1 };
    for (const { id } of inOrder.slice(first, next)) places.set(id, place);
  }
  return places;
};

const ranked = (entries: readonly RankingEntry[]): Ranked[] =>
  entries.flatMap(({ id, value, unrankedBecause }) =>
    value === null || unrankedBecause !== null ? [] : [{ id, value }],
  );

const rowOrder = (a: RankingRow, b: RankingRow): number =>
  (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Rows in the order of print: by rank, ties by id, unranked last. Throws RangeError when an id stands twice. */
export const rank = (entries: readonly RankingEntry[], direction: Direction): RankingRow[] => {
  if (new Set(entries.map(({ id }) => id)).size !== entries.length)
    throw new RangeError('a unit stands twice in a ranking');
  const now = ranksOf(ranked(entries), direction);
  const moves = new Set<string>();
  for (const pending of entries)
    for (const value of pending.couldBe) {
      const other = entries.map((entry) => (entry.id === pending.id ? { ...entry, value } : entry));
      const then = ranksOf(ranked(other), direction);
      for (const { id } of entries) if (now.get(id)?.rank !== then.get(id)?.rank) moves.add(id);
    }
  return entries
    .map((entry): RankingRow => {
      const places = now.get(entry.id);
      const isProvisional = entry.couldBe.length > 0 && places !== undefined;
      return {
        id: entry.id,
        value: entry.value,
        rank: places?.rank ?? null,
        fromBottom: places?.fromBottom ?? null,
        unrankedBecause: places ? null : (entry.unrankedBecause ?? '没有数值'),
        isProvisional,
        mayMove: !isProvisional && places !== undefined && moves.has(entry.id),
      };
    })
    .sort(rowOrder);
};

/** Pack data: how many are "the last" in a group of a size; the entry with the greatest fitting `from` counts. */
export type BottomSizes = readonly { readonly from: number; readonly places: number }[];

/** Number of last places for a number of ranked units; 0 when the table has no row for it. */
export const bottomSize = (sizes: BottomSizes, rankedUnits: number): number =>
  [...sizes].sort((a, b) => b.from - a.from).find(({ from }) => from <= rankedUnits)?.places ?? 0;

/** The last places of a ranking, worst first, ties taken in. Nobody is last where nobody is better. */
export const lastPlaces = (rows: readonly RankingRow[], places: number): RankingRow[] =>
  rows
    .filter((row) => row.rank !== null && row.rank > 1 && row.fromBottom !== null && row.fromBottom <= places)
    .sort((a, b) => a.fromBottom! - b.fromBottom! || rowOrder(a, b));

/**
 * Places gained (+) or lost (-) against the period before, counted among the units ranked in both: a unit that drops out
 * or comes in moves nobody else. Null when unranked in either.
 */
export const rankChange = (
  id: string,
  now: readonly Pick<RankingRow, 'id' | 'rank'>[],
  before: readonly Pick<RankingRow, 'id' | 'rank'>[],
): number | null => {
  const earlier = new Map(before.map((row) => [row.id, row.rank]));
  const both = now.flatMap((row) => {
    const was = earlier.get(row.id) ?? null;
    return row.rank === null || was === null ? [] : [{ id: row.id, is: row.rank, was }];
  });
  const own = both.find((row) => row.id === id);
  if (!own) return null;
  return both.filter(({ was }) => was < own.was).length - both.filter(({ is }) => is < own.is).length;
};
