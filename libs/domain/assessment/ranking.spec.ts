import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bottomSize,
  type BottomSizes,
  lastPlaces,
  rank,
  rankChange,
  type RankingEntry,
  type RankingRow,
} from './ranking.js';

const entry = (id: string, value: string | null, more: Partial<RankingEntry> = {}): RankingEntry => ({
  id,
  value,
  unrankedBecause: null,
  couldBe: [],
  ...more,
});
const print = (rows: readonly RankingRow[]): string[] =>
  rows.map((row) => `${row.id} ${row.value} ${row.rank ?? '-'}${row.isProvisional ? ' provisional' : ''}`);

/** Composite index of May, lower is better; without its contested station 己 would stand at 3.00. */
const may = (couldBe: string[]): RankingEntry[] => [
  entry('甲', '2.98'),
  entry('乙', '3.01'),
  entry('丙', '2.86'),
  entry('丁', '2.89'),
  entry('戊', '2.86'),
  entry('己', '3.03', { couldBe }),
];

describe('the season', () => {
  it('ranks May 1, 1, 3, 4, 5, 6 with the last provisional (row 6)', () => {
    const rows = rank(may(['3.00']), 'lower-is-better');
    expect(print(rows)).toEqual([
      '丙 2.86 1',
      '戊 2.86 1',
      '丁 2.89 3',
      '甲 2.98 4',
      '乙 3.01 5',
      '己 3.03 6 provisional',
    ]);
    expect(rows.filter(({ mayMove }) => mayMove).map(({ id }) => id)).toEqual(['乙']);
    expect(lastPlaces(rows, 1)).toMatchObject([{ id: '己', isProvisional: true }]);
  });

  it('settles it on 06-08', () => {
    const rows = rank(may([]), 'lower-is-better');
    expect(rows.some(({ isProvisional, mayMove }) => isProvisional || mayMove)).toBe(false);
    expect(lastPlaces(rows, 1).map(({ id }) => id)).toEqual(['己']);
    const without = rank([...may([]).slice(0, 5), entry('己', '3.00')], 'lower-is-better');
    expect(lastPlaces(without, 1).map(({ id }) => id)).toEqual(['乙']);
  });

  it('leaves 甲 unranked in June with its reason, and 己 last of five (row 13)', () => {
    const rows = rank(
      [
        entry('甲', '2.89', { unrankedBecause: '23 valid PM10 days' }),
        entry('乙', '2.91'),
        entry('丙', '2.70'),
        entry('丁', '2.79'),
        entry('戊', '2.73'),
        entry('己', '2.95'),
      ],
      'lower-is-better',
    );
    expect(print(rows)).toEqual(['丙 2.70 1', '戊 2.73 2', '丁 2.79 3', '乙 2.91 4', '己 2.95 5', '甲 2.89 -']);
    expect(rows.at(-1)).toMatchObject({ unrankedBecause: '23 valid PM10 days', fromBottom: null });
    expect(lastPlaces(rows, 1).map(({ id }) => id)).toEqual(['己']);
  });

  it('tells a change of place in June only among the five ranked in both months: nobody gains by 甲 dropping out', () => {
    const values = [
      entry('乙', '2.91'),
      entry('丙', '2.70'),
      entry('丁', '2.79'),
      entry('戊', '2.73'),
      entry('己', '2.95'),
    ];
    const june = rank([entry('甲', '2.89', { unrankedBecause: '23 valid PM10 days' }), ...values], 'lower-is-better');
    const before = rank(may([]), 'lower-is-better');
    expect(june.map(({ id }) => [id, rankChange(id, june, before)])).toEqual([
      ['丙', 0],
      ['戊', -1],
      ['丁', 0],
      ['乙', 0],
      ['己', 0],
      ['甲', null],
    ]);
    expect(rankChange('丙', june, [])).toBeNull();
    // One that comes in the month after takes no place from the others either.
    expect(before.map(({ id }) => rankChange(id, before, june))).toEqual([0, 1, 0, null, 0, 0]);
  });

  it('ranks nobody in July', () => {
    const rows = rank([entry('甲', null), entry('乙', null, { unrankedBecause: 'feed ended' })], 'lower-is-better');
    expect(rows.map(({ rank: place, unrankedBecause }) => [place, unrankedBecause])).toEqual([
      [null, 'feed ended'],
      [null, '没有数值'],
    ]);
    expect(lastPlaces(rows, 3)).toEqual([]);
  });
});

describe('last places', () => {
  const scores = (...values: string[]): RankingRow[] =>
    rank(
      values.map((value, at) => entry(`u${at}`, value)),
      'higher-is-better',
    );
  it.each<[string[], number, string[]]>([
    [['90', '80', '70'], 1, ['u2']],
    [['90', '80', '70'], 2, ['u2', 'u1']],
    [['90', '70', '70'], 1, ['u1', 'u2']],
    [['90', '80', '80', '70'], 2, ['u3', 'u1', 'u2']],
    [['80', '80', '80'], 1, []],
    [['80'], 1, []],
    [['90', '80', '70'], 5, ['u2', 'u1']],
    [['90', '80', '70'], 0, []],
  ])('of %p, %i', (values, places, ids) =>
    expect(lastPlaces(scores(...values), places).map(({ id }) => id)).toEqual(ids),
  );

  it.each([
    [0, 0],
    [1, 1],
    [7, 1],
    [8, 2],
    [14, 2],
    [15, 3],
    [40, 3],
  ])('are, for %i ranked units, %i', (units, places) => {
    const sizes: BottomSizes = [
      { from: 1, places: 1 },
      { from: 15, places: 3 },
      { from: 8, places: 2 },
    ];
    expect(bottomSize(sizes, units)).toBe(places);
  });
});

describe('places as circulars print them', () => {
  it.each<[string[], number[], number[]]>([
    [
      ['1', '2', '2', '4'],
      [1, 2, 2, 4],
      [4, 2, 2, 1],
    ],
    // Twelve places tied fifth after the fourth; the next one is seventeenth.
    [
      ['1', '2', '3', '4', ...Array.from({ length: 12 }, () => '5'), '6'],
      [1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 17],
      [17, 16, 15, 14, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1],
    ],
    [
      ['7', '7', '7'],
      [1, 1, 1],
      [1, 1, 1],
    ],
  ])('%p', (values, ranks, fromBottom) => {
    const rows = rank(
      values.map((value, at) => entry(`u${String(at).padStart(2, '0')}`, value)),
      'lower-is-better',
    );
    expect(rows.map((row) => row.rank)).toEqual(ranks);
    expect(rows.map((row) => row.fromBottom)).toEqual(fromBottom);
  });

  it('may hold more names than places at the bottom, where the last ones tie', () => {
    const values = ['1', '2', '3', '4', '5', '5', '5', '6', '7', '8', '9'];
    const rows = rank(
      values.map((value, at) => entry(`u${String(at).padStart(2, '0')}`, value)),
      'lower-is-better',
    );
    expect(lastPlaces(rows, 5).map(({ fromBottom }) => fromBottom)).toEqual([1, 2, 3, 4, 5, 5, 5]);
  });
});

describe('any ranking', () => {
  it('compares numbers, not texts, and refuses a unit twice', () => {
    expect(print(rank([entry('a', '10.0'), entry('b', '9.99'), entry('c', '10')], 'lower-is-better'))).toEqual([
      'b 9.99 1',
      'a 10.0 2',
      'c 10 2',
    ]);
    expect(() => rank([entry('a', '1'), entry('a', '2')], 'lower-is-better')).toThrow(RangeError);
  });

  it('marks a unit provisional that could drop out, and those behind it as movable', () => {
    const rows = rank([entry('a', '1', { couldBe: [null] }), entry('b', '2'), entry('c', '0.5')], 'lower-is-better');
    expect(rows.map(({ id, isProvisional, mayMove }) => [id, isProvisional, mayMove])).toEqual([
      ['c', false, false],
      ['a', true, false],
      ['b', false, true],
    ]);
  });

  it('gives each rank as one more than the number better, in both directions alike', () => {
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (drawn) => {
        const up = rank(
          drawn.map((value, at) => entry(`u${at}`, String(value))),
          'higher-is-better',
        );
        const down = rank(
          drawn.map((value, at) => entry(`u${at}`, String(-value))),
          'lower-is-better',
        );
        expect(down.map(({ id, rank: place }) => [id, place])).toEqual(up.map(({ id, rank: place }) => [id, place]));
        for (const row of up) {
          expect(row.rank).toBe(1 + drawn.filter((value) => value > Number(row.value)).length);
          expect(row.fromBottom).toBe(1 + drawn.filter((value) => value < Number(row.value)).length);
        }
        const places = up.map((row) => row.rank!);
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});
