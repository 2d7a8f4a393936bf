import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { percentileOf } from './percentile.js';

const TEN = [31, 45, 52, 60, 61, 75, 88, 90, 110, 140];
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

describe('percentile', () => {
  it.each([
    ['ten values', TEN, 90, 113],
    ['ten values', TEN, 95, 126.5],
    ['ten values', TEN, 98, 134.6],
    ['1 … 365', upTo(365), 90, 328.6],
    ['1 … 365', upTo(365), 95, 346.8],
    ['1 … 365', upTo(365), 98, 357.72],
    ['1 … 366', upTo(366), 95, 347.75],
    ['one value', [7], 90, 7],
    ['eleven values, whole position', upTo(11), 90, 10],
    ['the least', TEN, 0, 31],
    ['the largest', TEN, 100, 140],
  ])('of %s', (_, values, percent, expected) => {
    expect(percentileOf(values, percent, 0, 2)).toBe(expected);
    expect(percentileOf([...values].reverse(), percent, 0, 2)).toBe(expected);
  });

  it('is rounded once, half to even', () => {
    expect(percentileOf(TEN, 95, 0, 0)).toBe(126);
    expect(percentileOf([0.2, 0.3], 50, 1, 1)).toBe(0.2);
    expect(percentileOf([0.3, 0.4], 50, 1, 1)).toBe(0.4);
  });

  it('lies between its neighbours and does not change the list', () => {
    const series = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(series, fc.constantFrom(90, 95, 98), (values, percent) => {
        const copy = [...values];
        const result = percentileOf(values, percent, 0, 2);
        expect(values).toEqual(copy);
        const sorted = [...values].sort((a, b) => a - b);
        const position = ((sorted.length - 1) * percent) / 100;
        expect(result).toBeGreaterThanOrEqual(sorted[Math.floor(position)]!);
        expect(result).toBeLessThanOrEqual(sorted[Math.ceil(position)]!);
      }),
      { seed: 663 },
    );
  });

  it.each([-1, 101, 97.5])('refuses %p percent', (percent) => {
    expect(() => percentileOf(TEN, percent, 0, 0)).toThrow(RangeError);
  });

  it('refuses an empty series', () => {
    expect(() => percentileOf([], 90, 0, 0)).toThrow(RangeError);
  });
});
