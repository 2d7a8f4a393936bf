import { describe, expect, it } from '@jest/globals';
import { type ChangeEntry, changeRanking } from './change-ranking.js';

const entry = (id: string, current: number | null, earlier: number | null, isWithinLimits = false): ChangeEntry => ({
  id,
  current,
  earlier,
  isWithinLimits,
});
const idsOf = (rows: readonly { id: string }[]): string => rows.map(({ id }) => id).join('');

describe('ranking by change', () => {
  const entries = [
    entry('a', 3.6, 4),
    entry('b', 4.4, 4),
    entry('c', 2.7, 3),
    entry('d', 4, 4),
    entry('e', 3.3, 3),
    entry('f', 4.8, 4, true),
    entry('g', 4.2, 4),
    entry('h', null, 4),
    entry('i', 4, null),
  ];

  it('has the greatest fall first, equal rates in one place, and says who has none', () => {
    const { rows } = changeRanking(entries, 10);
    expect(rows.map(({ id, value, rank }) => `${id} ${value} ${rank}`)).toEqual([
      'a -10.0 1',
      'c -10.0 1',
      'd 0.0 3',
      'g 5.0 4',
      'b 10.0 5',
      'e 10.0 5',
      'f 20.0 7',
      'h null null',
      'i null null',
    ]);
  });

  it.each([
    // Who meets every limit is not among the worsened; who did not change is on neither list.
    [10, 'ac', 'beg'],
    [2, 'ac', 'be'],
    [1, 'ac', 'be'],
    [0, '', ''],
  ])('with %i places: improved %s, worsened %s', (places, improved, worsened) => {
    const lists = changeRanking(entries, places);
    expect([idsOf(lists.improved), idsOf(lists.worsened)]).toEqual([improved, worsened]);
  });

  it('calls nobody improved where all have worsened', () => {
    const { improved, worsened } = changeRanking([entry('a', 5, 4), entry('b', 4.4, 4)], 3);
    expect([idsOf(improved), idsOf(worsened)]).toEqual(['', 'ab']);
  });
});
