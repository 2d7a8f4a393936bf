import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roundedMean, roundedPercent } from '../air/rounding.js';
import {
  type Attainability,
  ceilingOutlook,
  daysNeededFor,
  daysOutlook,
  meanOutlook,
  type TargetMode,
} from './attainability.js';

const WHOLE = { roundedTo: 0 } as const;
const ONE = { roundedTo: 1 } as const;

describe('a mean of 32 at most', () => {
  // 243 days with a mean of 34.6.
  const year = { sum: '8407.8', days: 243, remaining: 122, target: 32 };

  it.each<[TargetMode, string, string]>([
    ['STRICT', '26.82', '22.5'],
    [WHOLE, '28.32', '18.2'],
  ])('%p allows the rest %s', (mode, allowedMean, requiredFallPct) => {
    expect(meanOutlook({ ...year, mode })).toEqual({ state: 'AT_RISK', mean: '34.60', allowedMean, requiredFallPct });
  });

  it.each<[string, number, number, number | string, TargetMode, Attainability]>([
    ['not begun', 0, 365, 32, 'STRICT', 'ON_TRACK'],
    ['exactly on it', 3200, 265, 32, 'STRICT', 'ON_TRACK'],
    ['just over', 3201, 265, 32, 'STRICT', 'AT_RISK'],
    ['the last bit left', 11_680, 265, 32, 'STRICT', 'AT_RISK'],
    ['one over the year', 11_681, 265, 32, 'STRICT', 'UNATTAINABLE'],
    ['ended on it', 3200, 0, 32, 'STRICT', 'SECURED'],
    ['ended over it', 3201, 0, 32, 'STRICT', 'UNATTAINABLE'],
    ['32.5 prints as 32', 3250, 0, 32, WHOLE, 'SECURED'],
    ['32.51 does not', 3251, 0, 32, WHOLE, 'UNATTAINABLE'],
    ['33.5 prints as 34, not 33', 3350, 0, 33, WHOLE, 'UNATTAINABLE'],
    ['33.49 prints as 33', 3349, 0, 33, WHOLE, 'SECURED'],
    ['32.05 prints as 32.0', 3205, 0, '32.0', ONE, 'SECURED'],
    ['32.15 prints as 32.2', 3215, 0, '32.1', ONE, 'UNATTAINABLE'],
  ])('%s', (_, sum, remaining, target, mode, state) => {
    const days = sum === 0 ? 0 : 100;
    expect(meanOutlook({ sum, days, remaining, target, mode }).state).toBe(state);
  });

  it('has no figures where there is nothing to divide by', () => {
    const none = { target: 32, mode: 'STRICT' } as const;
    expect(meanOutlook({ ...none, sum: 0, days: 0, remaining: 10 })).toEqual({
      state: 'ON_TRACK',
      mean: null,
      allowedMean: '32.00',
      requiredFallPct: null,
    });
    expect(meanOutlook({ ...none, sum: 30, days: 1, remaining: 0 })).toMatchObject({
      mean: '30.00',
      allowedMean: null,
      requiredFallPct: null,
    });
  });

  it('allows less than nothing once it is lost, and is lost earlier where the air cannot be clean', () => {
    const lost = { sum: 11_681, days: 300, remaining: 65, target: 32, mode: 'STRICT' } as const;
    expect(meanOutlook(lost)).toMatchObject({ state: 'UNATTAINABLE', allowedMean: '-0.02' });
    const close = { sum: 11_420, days: 300, remaining: 65, target: 32, mode: 'STRICT' } as const;
    expect(meanOutlook({ ...close, lowest: 4 }).state).toBe('AT_RISK');
    expect(meanOutlook({ ...close, sum: 11_421, lowest: 4 }).state).toBe('UNATTAINABLE');
  });

  it('turns on the day arithmetic says, and never back', () => {
    // 40 a day against a sum of 365 × 32 = 11,680: day 292 fills it, day 293 is one too many.
    const states = Array.from({ length: 365 }, (_, index) => {
      const days = index + 1;
      return meanOutlook({ sum: 40 * days, days, remaining: 365 - days, target: 32, mode: 'STRICT' }).state;
    });
    expect(states.indexOf('UNATTAINABLE') + 1).toBe(293);
    expect(new Set(states.slice(0, 292))).toEqual(new Set(['AT_RISK']));
    expect(new Set(states.slice(292))).toEqual(new Set(['UNATTAINABLE']));
  });

  it('agrees with the mean that will be published, whatever the rest brings', () => {
    const values = fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 80 }), fc.nat(), (days, target, at) => {
        const cut = 1 + (at % days.length);
        const soFar = days.slice(0, cut);
        const sum = soFar.reduce((total, value) => total + value, 0);
        const { state } = meanOutlook({ sum, days: cut, remaining: days.length - cut, target, mode: WHOLE });
        const isMet = roundedMean(days, 0, 0) <= target;
        const couldBeMet = roundedMean([...soFar, ...days.slice(cut).map(() => 0)], 0, 0) <= target;
        expect(state === 'UNATTAINABLE').toBe(!couldBeMet);
        if (cut === days.length) expect(state === 'SECURED').toBe(isMet);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('refuses targets finer than they are published, and half days', () => {
    expect(() => meanOutlook({ sum: 1, days: 1, remaining: 1, target: '32.5', mode: WHOLE })).toThrow(RangeError);
    expect(() => meanOutlook({ sum: 1, days: 0.5, remaining: 1, target: 32, mode: 'STRICT' })).toThrow(RangeError);
    expect(() => meanOutlook({ sum: 1, days: 1, remaining: -1, target: 32, mode: 'STRICT' })).toThrow(RangeError);
  });
});

describe('good days', () => {
  it.each<[string, number, TargetMode, number]>([
    // 310 of 365 are 84.93 %.
    ['85.0', 365, ONE, 311],
    ['85.0', 365, 'STRICT', 311],
    ['84.9', 365, ONE, 310],
    ['84.9', 365, 'STRICT', 310],
    // 349 of 365 are 95.616 %.
    ['95.6', 365, ONE, 349],
    // 350 of 366 are 95.628 %, printed as 95.6.
    ['95.6', 366, ONE, 350],
    ['85.3', 368, ONE, 314],
    ['85.3', 368, 'STRICT', 314],
    // 292 of 343 are 85.13 %, printed as 85.1; 85.14 is not.
    ['85.1', 343, ONE, 292],
    ['0', 365, ONE, 0],
    ['100', 365, ONE, 365],
    ['100', 0, 'STRICT', 0],
  ])('%s %% of %i (%p) are %i', (target, total, mode, expected) => {
    expect(daysNeededFor(target, total, mode)).toBe(expected);
  });

  it('needed are the fewest whose published share reaches the target', () => {
    const tenths = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(tenths, fc.integer({ min: 1, max: 366 }), (units, total) => {
        const needed = daysNeededFor(String(units / 10), total, ONE);
        expect(roundedPercent(needed, total, 1)! >= units / 10).toBe(true);
        if (needed > 0) expect(roundedPercent(needed - 1, total, 1)! < units / 10).toBe(true);
      }),
      { seed: 85, numRuns: 500 },
    );
    expect(() => daysNeededFor('100.1', 365, ONE)).toThrow(RangeError);
  });

  it.each<[number, number, number, Attainability, number, number]>([
    // done, failed, remaining; 54 polluted days may be.
    [202, 41, 122, 'AT_RISK', 109, 13],
    [207, 36, 122, 'AT_RISK', 104, 18],
    [208, 35, 122, 'ON_TRACK', 103, 19],
    [0, 0, 365, 'ON_TRACK', 311, 54],
    [200, 54, 111, 'AT_RISK', 111, 0],
    [200, 55, 110, 'UNATTAINABLE', 111, -1],
    [311, 20, 34, 'SECURED', 0, 34],
    [310, 55, 0, 'UNATTAINABLE', 1, -1],
    [311, 54, 0, 'SECURED', 0, 0],
  ])('%i good, %i polluted, %i left: %s', (done, failed, remaining, state, stillNeeded, left) => {
    const needed = daysNeededFor('85.0', 365, ONE);
    expect(daysOutlook({ done, failed, remaining, needed })).toEqual({ state, stillNeeded, budget: 54, left });
  });

  it('are lost with the first polluted day over the budget', () => {
    const states = Array.from({ length: 120 }, (_, index) =>
      daysOutlook({ done: 100, failed: index, remaining: 265 - index, needed: 311 }),
    );
    expect(states.findIndex(({ state }) => state === 'UNATTAINABLE')).toBe(55);
    expect(states.slice(55).every(({ state }) => state === 'UNATTAINABLE')).toBe(true);
  });
});

describe('days that may happen so often', () => {
  it.each<[number, number, number, number, Attainability, number]>([
    // happened, days so far, remaining, allowed
    [0, 100, 265, 0, 'ON_TRACK', 0],
    [1, 100, 265, 0, 'UNATTAINABLE', -1],
    [0, 365, 0, 0, 'SECURED', 0],
    [1, 182, 183, 2, 'AT_RISK', 1],
    [1, 183, 182, 2, 'ON_TRACK', 1],
    [2, 183, 182, 2, 'AT_RISK', 0],
    [3, 183, 182, 2, 'UNATTAINABLE', -1],
    [0, 364, 1, 1, 'SECURED', 1],
    [2, 365, 0, 2, 'SECURED', 0],
  ])('%i in %i days, %i left, %i allowed: %s', (happened, days, remaining, allowed, state, left) => {
    expect(ceilingOutlook(happened, days, remaining, allowed)).toEqual({ state, left });
  });
});
