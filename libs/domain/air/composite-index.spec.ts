import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { compositeIndex, compositeValues } from './composite-index.js';
import { CN_2012_AMENDED, CN_2026_FINAL, CN_2026_TRANSITION } from './national-editions.js';
import { periodConcentrations } from './period-statistics.js';
import { type Concentrations } from './pollutant.js';

const EXAMPLE: Concentrations = { SO2: 8, NO2: 29, CO: 1.1, O3: 152, PM10: 62, 'PM2.5': 34 };

describe('composite index', () => {
  it.each([
    [CN_2012_AMENDED, 3.94, ['PM2.5']],
    [CN_2026_TRANSITION, 4.25, ['PM2.5']],
    [CN_2026_FINAL, 5.19, ['PM2.5']],
  ])('of the worked example under %p', (edition, index, main) => {
    expect(compositeIndex(EXAMPLE, edition)).toMatchObject({
      method: 'RANKING',
      edition: edition.id,
      index,
      main,
      missing: [],
    });
  });

  it('shows its terms', () => {
    const { terms } = compositeIndex(EXAMPLE, CN_2026_TRANSITION);
    expect(terms.map(({ pollutant, limit }) => [pollutant, limit])).toEqual([
      ['SO2', 60],
      ['NO2', 40],
      ['CO', 4],
      ['O3', 160],
      ['PM10', 60],
      ['PM2.5', 30],
    ]);
    expect(terms.map(({ term }) => Number(term.toFixed(4)))).toEqual([0.1333, 0.725, 0.275, 0.95, 1.0333, 1.1333]);
  });

  it('rounds half to even', () => {
    // 0.1 + 0.5 + 0.025 + 0.5 + 0.5 + 0.5 is 2.125.
    const even: Concentrations = { SO2: 6, NO2: 20, CO: 0.1, O3: 80, PM10: 30, 'PM2.5': 15 };
    expect(compositeIndex(even, CN_2026_TRANSITION).index).toBe(2.12);
    // One more 0.05 makes 2.175, which is 2.17 in binary and 2.18 by the rule.
    expect(compositeIndex({ ...even, SO2: 9 }, CN_2026_TRANSITION).index).toBe(2.18);
  });

  it('names all main pollutants that tie exactly', () => {
    const tie: Concentrations = { SO2: 6, NO2: 20, CO: 0.4, O3: 160, PM10: 60, 'PM2.5': 30 };
    expect(compositeIndex(tie, CN_2026_TRANSITION).main).toEqual(['O3', 'PM10', 'PM2.5']);
  });

  it('is withheld when a pollutant is missing', () => {
    const { CO: _, ...rest } = EXAMPLE;
    expect(compositeIndex(rest, CN_2026_TRANSITION)).toMatchObject({ index: null, main: [], missing: ['CO'] });
    expect(compositeIndex({}, CN_2026_TRANSITION).missing).toHaveLength(6);
  });

  it('takes weights and the class of the area', () => {
    const weights = { 'PM2.5': 3, O3: 2, NO2: 2 };
    expect(compositeIndex(EXAMPLE, CN_2026_TRANSITION, { weights })).toMatchObject({ index: 8.19, main: ['PM2.5'] });
    expect(compositeIndex(EXAMPLE, CN_2026_TRANSITION, { areaClass: 1 }).index).toBe(6.74);
    const limits = { ...CN_2026_TRANSITION.limits, 2: { ...CN_2026_TRANSITION.limits[2], NO2: { day: 80 } } };
    expect(() => compositeIndex(EXAMPLE, { ...CN_2026_TRANSITION, limits })).toThrow('no annual limit of NO2');
  });

  it('uses means, for CO and O3 percentiles', () => {
    const days = [10, 20, 30].map((value, index) => ({
      date: `2026-05-0${index + 1}`,
      values: { SO2: value, NO2: value, CO: value / 10, O3: value, PM10: value, 'PM2.5': value },
      aqi: 40,
      primary: [],
    }));
    const period = periodConcentrations(days, CN_2026_TRANSITION);
    expect(compositeValues(period)).toEqual({ SO2: 20, NO2: 20, CO: 2.9, O3: 28, PM10: 20, 'PM2.5': 20 });
    expect(compositeValues(periodConcentrations([], CN_2026_TRANSITION))).toEqual({});
  });

  it('agrees with decimal arithmetic of forty digits', () => {
    const Exact = Decimal.clone({ precision: 40 });
    const value = fc.integer({ min: 0, max: 400 });
    const editions = fc.constantFrom(CN_2012_AMENDED, CN_2026_TRANSITION, CN_2026_FINAL);
    fc.assert(
      fc.property(fc.tuple(value, value, value, value, value, value), editions, (units, edition) => {
        const [SO2, NO2, tenths, O3, PM10, fine] = units;
        const { index, terms } = compositeIndex({ SO2, NO2, CO: tenths / 10, O3, PM10, 'PM2.5': fine }, edition);
        const sum = terms.reduce((total, term) => total.plus(new Exact(term.value).div(term.limit)), new Exact(0));
        expect(index).toBe(sum.toDecimalPlaces(20).toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN).toNumber());
      }),
      { seed: 663, numRuns: 500 },
    );
  });
});
