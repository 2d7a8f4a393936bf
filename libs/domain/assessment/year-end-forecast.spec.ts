import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { monthlyBudget, requiredFallPct, yearEndForecast } from './year-end-forecast.js';

describe('the year end', () => {
  const year = { sum: '8407.8', days: 243, remaining: 122 };
  it.each([
    // (8407.8 + 30 × 122) / 365, and the same rest times 34.6 / 40.
    ['lower than last year', '40', '30', '33.06', '31.71'],
    ['as last year', '34.6', '30', '33.06', '33.06'],
    ['higher than last year', '30', '30', '33.06', '34.60'],
    ['without a base', '0', '30', '33.06', null],
  ])('%s', (_, lastYearToDate, lastYearRest, neutral, trend) => {
    expect(yearEndForecast({ ...year, lastYearToDate, lastYearRest })).toEqual({ neutral, trend });
  });

  it('is the mean itself when the year is over', () => {
    const over = { sum: 11_680, days: 365, remaining: 0, lastYearToDate: 35, lastYearRest: 0 };
    expect(yearEndForecast(over)).toEqual({ neutral: '32.00', trend: '32.00' });
    expect(() => yearEndForecast({ ...over, days: 0 })).toThrow(RangeError);
    expect(() => yearEndForecast({ ...over, remaining: -1 })).toThrow(RangeError);
  });
});

describe('the required fall', () => {
  it.each([
    ['30', '26.82', '10.6'],
    ['26.82', '26.82', '0.0'],
    ['26', '26.82', '-3.2'],
    ['30', '-1', '103.3'],
  ])('from %s to %s is %s %%', (last, allowed, expected) => {
    expect(requiredFallPct(last, allowed)).toBe(expected);
  });

  it('refuses nothing to fall from', () => {
    expect(() => requiredFallPct(0, 10)).toThrow(RangeError);
  });
});

describe('the budget of months', () => {
  it('keeps the pattern of the months', () => {
    const months = [
      { month: '2026-11', days: 30, mean: 40 },
      { month: '2026-12', days: 31, mean: 60 },
    ];
    // (40 × 30 + 60 × 31) / 61 is 50.16; half of it halves each.
    expect(monthlyBudget('25.08', months)).toEqual([
      { month: '2026-11', mean: '20.00' },
      { month: '2026-12', mean: '30.00' },
    ]);
    expect(() => monthlyBudget(25, [{ month: '2026-12', days: 31, mean: 0 }])).toThrow(RangeError);
  });

  it('comes to the allowed mean again', () => {
    const month = fc.record({ days: fc.integer({ min: 1, max: 31 }), mean: fc.integer({ min: 1, max: 120 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.array(month, { minLength: 1, maxLength: 6 }),
        (allowed, drawn) => {
          const months = drawn.map((one, index) => ({ ...one, month: String(index) }));
          const budget = monthlyBudget(allowed, months);
          const days = drawn.reduce((sum, one) => sum + one.days, 0);
          const sum = budget.reduce((total, one, index) => total + Number(one.mean) * drawn[index]!.days, 0);
          expect(Math.abs(sum / days - allowed)).toBeLessThan(0.006);
        },
      ),
      { seed: 12 },
    );
  });
});
