import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, compareShare, exactly, percentText, pointsApart, reaches, sumOf } from './percentage.js';

const SEED = { seed: 20260630, numRuns: 400 };

describe('percentText', () => {
  it.each([
    // four public pairs and the rule about 100
    ['1189', '1501', '79.2'],
    ['964', '975', '98.9'],
    ['2136', '2929', '72.9'],
    ['1275', '2164', '58.9'],
    [9996, 10000, '99.9'],
    [2499, 2500, '99.9'],
    [10000, 10000, '100.0'],
    [0, 7, '0.0'],
    [1, 8, '12.5'],
    // Ties go to the even side: GB/T 8170.
    [61, 80, '76.2'],
    [63, 80, '78.8'],
    [1, 2000, '0.0'],
    [3, 2000, '0.2'],
    ['101', '100', '101.0'],
  ])('%s of %s prints %s', (part, whole, printed) => expect(percentText(part, whole)).toBe(printed));

  it.each([
    ['449.99', '1500', ['30'], '29.9'],
    ['450', '1500', ['30'], '30.0'],
    ['449.99', '1500', [], '30.0'],
    ['1869.99', '7050', ['30', '100'], '26.5'],
    ['33.329', '100', ['33.33'], '33.3'],
    ['79.96', '100', ['80'], '79.9'],
    ['99.99', '100', ['30'], '99.9'],
  ])('%s of %s with lines %p prints %s', (part, whole, lines, printed) =>
    expect(percentText(part, whole, { lines })).toBe(printed),
  );

  it('prints as many decimals as asked', () => {
    expect(percentText(2, 3, { decimals: 0 })).toBe('67');
    expect(percentText(2, 3, { decimals: 3 })).toBe('66.667');
  });

  it('says nothing about an empty whole and refuses a negative one', () => {
    expect(percentText(0, 0)).toBeNull();
    expect(() => percentText(1, -1)).toThrow(RangeError);
    expect(() => compareShare(1, 0, 30)).toThrow(RangeError);
  });

  it('never prints a share on the far side of a line, and stays within one step of it', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), fc.nat(1000), (part, whole, tenths) => {
        const line = (tenths / 10).toFixed(1);
        const printed = percentText(part, whole, { lines: [line] })!;
        expect(compare(printed, line) >= 0).toBe(reaches(part, whole, line));
        expect(Math.abs(Number(printed) - (part / whole) * 100)).toBeLessThanOrEqual(0.1 + 1e-9);
        if (part < whole) expect(printed).not.toBe('100.0');
      }),
      SEED,
    );
  });
});

describe('pointsApart', () => {
  it('is what the printed numbers differ by', () => {
    // 49.25 is 49.2 beside 100.0 and 50.8.
    expect(pointsApart('50.75', '100')).toBe('49.2');
    expect(pointsApart('6', '47.35')).toBe('41.4');
    expect(pointsApart('100', '99.96')).toBe('-0.1');
  });
});

describe('exact numbers', () => {
  it('refuses floats and text that is no plain decimal', () => {
    for (const bad of [0.1, Number.NaN, 2 ** 60]) expect(() => exactly(bad)).toThrow(RangeError);
    for (const bad of ['', '1e3', '.5', '1.', 'x', ' 1', '1,000']) expect(() => exactly(bad)).toThrow(RangeError);
  });

  it('adds and compares without float error', () => {
    expect(sumOf(['0.1', '0.2', 3])).toBe('3.3');
    expect(sumOf([])).toBe('0');
    expect(sumOf(['420', '240', '449.99', '0', '0', '760'])).toBe('1869.99');
    expect(compare('0.3', sumOf(['0.1', '0.2']))).toBe(0);
    expect([compare('2.85', '2.86'), compare('10', '9.99')]).toEqual([-1, 1]);
    expect(compareShare('449.99', '1500', 30)).toBe(-1);
    expect(compareShare('240', '800', 30)).toBe(0);
  });
});
