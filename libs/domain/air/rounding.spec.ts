import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { roundedMean, roundedPercent, roundHalfEven, roundRatio, scaled, unscaled } from './rounding.js';

const SEED = { seed: 8170, numRuns: 500 };
const bankers = (value: Decimal.Value, decimals: number): number =>
  new Decimal(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN).toNumber();

describe('half to even', () => {
  it.each([
    [34.5, 0, 34],
    [35.5, 0, 36],
    [34.51, 0, 35],
    [34.49, 0, 34],
    [0.25, 1, 0.2],
    [0.35, 1, 0.4],
    [0.15, 1, 0.2],
    [0.45, 1, 0.4],
    [2.05, 1, 2],
    [4.015, 1, 4],
    [1.005, 2, 1],
    [1.015, 2, 1.02],
    [2.675, 2, 2.68],
    [-0.5, 0, 0],
    [-1.5, 0, -2],
    [0, 0, 0],
    [1e-7, 1, 0],
    [0.05, 1, 0],
    [0.0500001, 1, 0.1],
  ])('%p with %i decimals is %p', (value, decimals, expected) => {
    expect(roundHalfEven(value, decimals)).toBe(expected);
  });

  it('agrees with decimal arithmetic on every decimal, ties above all', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.constantFrom(1, 10, 100, 1000, 10_000))
      .map(([units, power]) => units / power);
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 3 }), (value, decimals) => {
        expect(roundHalfEven(value, decimals) + 0).toBe(bankers(value, decimals) + 0);
      }),
      SEED,
    );
    for (let tenths = 5; tenths < 100_000; tenths += 10) {
      expect(scaled(tenths / 10, 0)).toBe(bankers(tenths / 10, 0));
      expect(scaled(tenths / 100, 1)).toBe(bankers(tenths / 100, 1) * 10);
    }
  });

  it('handles numbers too large for the short way', () => {
    expect(roundHalfEven(123_456_789_012.5, 0)).toBe(123_456_789_012);
    expect(roundHalfEven(123_456_789_013.5, 0)).toBe(123_456_789_014);
    expect(scaled(2e10, 2)).toBe(2e12);
    expect(() => scaled(1e21, 1)).toThrow(RangeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %p', (value) => {
    expect(() => scaled(value, 1)).toThrow(RangeError);
  });

  it('refuses decimals it does not know', () => {
    expect(() => scaled(1, 7)).toThrow(RangeError);
    expect(() => scaled(1, -1)).toThrow(RangeError);
    expect(() => unscaled(1, 0.5)).toThrow(RangeError);
  });
});

describe('ratios', () => {
  it.each([
    [1, 2, 0],
    [3, 2, 2],
    [-1, 2, 0],
    [-3, 2, -2],
    [-5, 3, -2],
    [7, 3, 2],
    [8, 3, 3],
    [0, 7, 0],
    [9_007_199_254_740_991, 2, 4_503_599_627_370_496],
  ])('%i / %i is %i', (numerator, denominator, expected) => {
    expect(roundRatio(numerator, denominator) + 0).toBe(expected);
  });

  it('agree with exact arithmetic', () => {
    const whole = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 100_000 }), (numerator, denominator) => {
        const exact = new Decimal(numerator).div(denominator);
        expect(roundRatio(numerator, denominator) + 0).toBe(bankers(exact, 0) + 0);
      }),
      SEED,
    );
  });

  it.each([
    [1, 0],
    [1, -2],
    [0.5, 2],
    [1, 2.5],
    [2 ** 53, 2],
  ])('refuse %p / %p', (numerator, denominator) => {
    expect(() => roundRatio(numerator, denominator)).toThrow(RangeError);
  });
});

describe('means and shares', () => {
  it('are rounded once from the exact sum', () => {
    expect(roundedMean([34, 35], 0, 0)).toBe(34);
    expect(roundedMean([35, 36], 0, 0)).toBe(36);
    expect(roundedMean([0.1, 0.2, 0.3], 1, 1)).toBe(0.2);
    // The exact mean is 1.55; summed as binary numbers it comes out as 1.5499999999999998.
    expect(roundedMean([1.4, 2.7, 0.7, 1.4], 1, 1)).toBe(1.6);
    expect(roundedMean([10, 11, 11], 0, 1)).toBe(10.7);
    expect(() => roundedMean([], 0, 0)).toThrow(RangeError);
  });

  it('agree with decimal arithmetic', () => {
    const tenths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(tenths, (units) => {
        const exact = units.reduce((sum, unit) => sum.plus(unit), new Decimal(0)).div(10 * units.length);
        const values = units.map((unit) => unit / 10);
        expect(roundedMean(values, 1, 1)).toBe(bankers(exact, 1));
      }),
      SEED,
    );
  });

  it('are percent, null of nothing', () => {
    expect(roundedPercent(15, 40, 1)).toBe(37.5);
    expect(roundedPercent(14, 24, 1)).toBe(58.3);
    expect(roundedPercent(310, 365, 1)).toBe(84.9);
    expect(roundedPercent(311, 365, 1)).toBe(85.2);
    expect(roundedPercent(0, 0, 1)).toBeNull();
  });
});
