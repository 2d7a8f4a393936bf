/**
 * Places in lists, made here or elsewhere: a city in the province's list, a township in the city's.
 * The first place is the best. Circulars count from the top or from the bottom (倒数), so a place says which, and of how many.
 */
import type { RankingRow } from './ranking.js';

export interface ListPlace {
  readonly place: number;
  readonly countedFrom: 'top' | 'bottom';
  /** Ranked units of the list. */
  readonly size: number;
}

const checked = (one: ListPlace): ListPlace => {
  const { place, size } = one;
  if (!Number.isInteger(place) || !Number.isInteger(size) || place < 1 || place > size)
    throw new RangeError(`not a place of ${size}: ${place}`);
  return one;
};

/** The place counted from the top. Of units that tie, a place counted from the bottom gives the last one's. */
export const placeFromTop = (one: ListPlace): number => {
  const { place, countedFrom, size } = checked(one);
  return countedFrom === 'top' ? place : size - place + 1;
};

/** Place of a unit in a ranking made here; null when it is not ranked. Throws RangeError for a unit not in it. */
export const listPlaceOf = (id: string, rows: readonly RankingRow[]): ListPlace | null => {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new RangeError(`not in the ranking: ${id}`);
  const size = rows.filter((one) => one.rank !== null).length;
  return row.rank === null ? null : { place: row.rank, countedFrom: 'top', size };
};

/** Whether a place is behind a line of the list: the 51st is behind the line 50, the 50th is not. */
export const isBehindLine = (one: ListPlace, line: number): boolean => placeFromTop(one) > line;

export interface PlaceChange {
  /** Places gained (+) or lost (-), counted from the top. */
  readonly places: number;
  /** The lists differ in length: the places are counted in different company and do not compare without saying so. */
  readonly sizeDiffers: boolean;
}

/** Change against another period's list, for instance the same period of last year. */
export const placeChange = (now: ListPlace, before: ListPlace): PlaceChange => ({
  places: placeFromTop(before) - placeFromTop(now),
  sizeDiffers: now.size !== before.size,
});
