import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attainability } from '../assessment/attainability.js';
import { percentileOf } from './percentile.js';
import { daysAllowedAbove, percentileOutlook } from './percentile-outlook.js';

const days = (...parts: (readonly [count: number, value: number])[]): number[] =>
  parts.flatMap(([count, value]) => Array.from({ length: count }, () => value));
const ozone = (values: readonly number[], remaining: number) => percentileOutlook(values, remaining, 160, 90, 0, 0);

describe('days above any value', () => {
  it.each([
    [365, 90, 36],
    [366, 90, 36],
    [365, 95, 18],
    [365, 98, 7],
    [11, 90, 1],
    [10, 90, 0],
    [1, 90, 0],
    [0, 90, 0],
  ])('of %i at the %ith percentile: %i', (total, percent, expected) => {
    expect(daysAllowedAbove(total, percent)).toBe(expected);
  });

  it('leave the percentile where it is, one more moves it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 366 }), fc.constantFrom(90, 95, 98), (total, percent) => {
        const allowed = daysAllowedAbove(total, percent);
        expect(percentileOf(days([total - allowed, 100], [allowed, 900]), percent, 0, 2)).toBe(100);
        expect(percentileOf(days([total - allowed - 1, 100], [allowed + 1, 900]), percent, 0, 2)).toBeGreaterThan(100);
      }),
      { seed: 663 },
    );
  });
});

describe('ozone of 160 at most', () => {
  it.each<[string, number[], number, Attainability, number | null, number]>([
    ['not begun', [], 365, 'ON_TRACK', null, 36],
    ['all clean', days([200, 100]), 165, 'ON_TRACK', 100, 36],
    ['more than a tenth above', days([180, 100], [21, 180]), 164, 'AT_RISK', 180, 15],
    ['all that may be above', days([180, 100], [36, 180]), 149, 'AT_RISK', 180, 0],
    ['ended with all that may be above', days([329, 160], [36, 300]), 0, 'SECURED', 160, 0],
    ['one more, and the clean rest pulls it down', days([180, 100], [37, 180]), 148, 'AT_RISK', 180, -1],
    // Interpolated at 0.6 of the way: 160.6 prints as 161, 156.6 as 157.
    ['one more at the end of the year', days([328, 160], [37, 161]), 0, 'UNATTAINABLE', 161, -1],
    ['one more, but its neighbour is low', days([328, 150], [37, 161]), 0, 'SECURED', 157, -1],
    ['so many that nothing helps', days([100, 100], [70, 180]), 195, 'UNATTAINABLE', 180, -34],
    ['so few left that nothing can happen', days([340, 100], [5, 180]), 20, 'SECURED', 100, 31],
  ])('%s', (_, values, remaining, state, soFar, left) => {
    expect(ozone(values, remaining)).toEqual({ state, soFar, above: values.filter((one) => one > 160).length, left });
  });

  it('is lost on the first day on which clean days cannot help, and not before', () => {
    // A clean year until a run of bad days at its end.
    const states = Array.from({ length: 66 }, (_, bad) => ozone(days([300, 150], [bad, 400]), 65 - bad).state);
    expect(states.indexOf('UNATTAINABLE')).toBe(37);
    expect(states.slice(37).every((state) => state === 'UNATTAINABLE')).toBe(true);
  });
});
