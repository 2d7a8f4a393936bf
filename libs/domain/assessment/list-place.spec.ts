import { describe, expect, it } from '@jest/globals';
import { isBehindLine, type ListPlace, listPlaceOf, placeChange, placeFromTop } from './list-place.js';
import { rank } from './ranking.js';

const top = (place: number, size: number): ListPlace => ({ place, countedFrom: 'top', size });
const bottom = (place: number, size: number): ListPlace => ({ place, countedFrom: 'bottom', size });

describe('a place', () => {
  it.each([
    [top(1, 18), 1],
    [top(18, 18), 18],
    [bottom(1, 18), 18],
    [bottom(5, 18), 14],
    [bottom(18, 18), 1],
    [bottom(20, 168), 149],
  ])('%p from the top is %i', (place, expected) => {
    expect(placeFromTop(place)).toBe(expected);
  });

  it.each([top(0, 18), top(19, 18), bottom(0, 18), top(1.5, 18), top(1, 0), top(1, 17.5)])('is not %p', (place) => {
    expect(() => placeFromTop(place)).toThrow(RangeError);
  });

  it.each([
    [top(50, 110), 50, false],
    [top(51, 110), 50, true],
    [bottom(60, 110), 50, true],
    [bottom(61, 110), 50, false],
  ])('%p is behind the line %i: %p', (place, line, expected) => {
    expect(isBehindLine(place, line)).toBe(expected);
  });

  it.each([
    [top(4, 18), top(6, 18), 2, false],
    [top(6, 18), bottom(15, 18), -2, false],
    [top(40, 110), top(40, 96), 0, true],
    [bottom(3, 28), bottom(3, 26), -2, true],
  ])('%p after %p: %i', (now, before, places, sizeDiffers) => {
    expect(placeChange(now, before)).toEqual({ places, sizeDiffers });
  });

  it('of a ranking made here counts the ranked units', () => {
    const rows = rank(
      [
        ['a', '3.1', null],
        ['b', '2.9', null],
        ['c', '2.9', null],
        ['d', '2.0', 'two of five stations valid'],
      ].map(([id, value, why]) => ({ id: id!, value: value!, unrankedBecause: why ?? null, couldBe: [] })),
      'lower-is-better',
    );
    expect(['a', 'b', 'c', 'd'].map((id) => listPlaceOf(id, rows))).toEqual([top(3, 3), top(1, 3), top(1, 3), null]);
    expect(() => listPlaceOf('e', rows)).toThrow(RangeError);
  });
});
