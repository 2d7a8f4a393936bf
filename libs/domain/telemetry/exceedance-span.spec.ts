import { describe, expect, it } from '@jest/globals';
import { isNightHour, longestQuietRun, missingRuns, nightShare } from './exceedance-span.js';

/** Label `10 14` is 14:00 of 10 June in the district. */
const at = (text: string): Date => {
  const [day, hour] = text.split(' ').map(Number) as [number, number];
  return new Date(Date.UTC(2026, 5, day, hour - 8));
};
const hours = (day: number, from: number, to: number): Date[] =>
  Array.from({ length: to - from + 1 }, (_, n) => at(`${day} ${from + n}`));

describe('hours at night', () => {
  it.each([
    ['10 21', false],
    ['10 22', false],
    ['10 23', true],
    ['10 24', true],
    ['11 1', true],
    ['11 6', true],
    ['11 7', false],
    ['11 12', false],
  ])('label %s: %s', (label, expected) => {
    expect(isNightHour(at(label))).toBe(expected);
  });

  it.each<[string, Date[], number, number, string | null]>([
    ['nothing', [], 0, 0, null],
    ['a whole day', hours(10, 1, 24), 24, 8, '33.3'],
    ['a morning', hours(10, 10, 14), 5, 0, '0.0'],
    ['an evening into the night', hours(10, 21, 24), 4, 2, '50.0'],
    ['two factors in one hour count once', [at('10 2'), at('10 2'), at('10 12')], 2, 1, '50.0'],
  ])('%s', (_name, above, all, nightHours, percent) => {
    expect(nightShare(above)).toEqual({ hours: all, nightHours, percent });
  });
});

describe('the longest run without an exceedance', () => {
  const day = hours(10, 1, 24);
  it.each<[string, Date[], Date[], [string, string, number, number] | null]>([
    ['nothing measured', [], [], null],
    ['never above', day, [], ['10 0', '10 24', 24, 0]],
    ['before the only one', day, [at('10 20')], ['10 0', '10 19', 19, 0]],
    ['after the only one', day, [at('10 3')], ['10 3', '10 24', 21, 0]],
    ['between two', day, [at('10 3'), at('10 22')], ['10 3', '10 21', 18, 0]],
    ['the later of two as long', hours(10, 1, 5), [at('10 3')], ['10 3', '10 5', 2, 0]],
    ['one above to the last hour', hours(10, 1, 3), hours(10, 2, 3), ['10 0', '10 1', 1, 0]],
    ['always above', hours(10, 1, 3), hours(10, 1, 3), null],
    ['missing hours are said', [...hours(10, 1, 4), ...hours(10, 9, 12)], [], ['10 0', '10 12', 12, 4]],
    ['hours above outside what was measured are left out', hours(10, 5, 8), [at('10 2')], ['10 4', '10 8', 4, 0]],
    ['unordered labels', [...day].reverse(), [at('10 22'), at('10 3')], ['10 3', '10 21', 18, 0]],
  ])('%s', (_name, measured, above, expected) => {
    const run = longestQuietRun(measured, above);
    expect(run).toEqual(
      expected && { from: at(expected[0]), to: at(expected[1]), hours: expected[2], missing: expected[3] },
    );
  });
});

describe('missing hours', () => {
  it.each<[string, Date[], [string, string, number][]]>([
    ['nothing measured', [], []],
    ['one hour', [at('10 1')], []],
    ['none missing', hours(10, 1, 24), []],
    ['one', [at('10 1'), at('10 3')], [['10 2', '10 2', 1]]],
    [
      'two runs, over midnight',
      [at('10 20'), at('10 22'), at('11 3')],
      [
        ['10 21', '10 21', 1],
        ['10 23', '11 2', 4],
      ],
    ],
  ])('%s', (_name, measured, expected) => {
    expect(missingRuns(measured)).toEqual(
      expected.map(([first, last, count]) => ({ first: at(first), last: at(last), hours: count })),
    );
  });
});
