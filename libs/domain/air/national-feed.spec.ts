import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CN_2012_AMENDED, CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';
import { feedOzone, type FeedValue, feedValueOf, nationalFeedReport } from './national-feed.js';
import type { PerPollutant } from './pollutant.js';
import { subIndexOf } from './sub-index.js';

describe('a cell of the feed', () => {
  it.each<[string, FeedValue | null]>([
    ['0', 0],
    ['12', 12],
    ['1.608', 1.608],
    ['', 'MISSING'],
    ['NA', 'MISSING'],
    ['--', 'MISSING'],
    ['-', 'MISSING'],
    ['-;', 'MISSING'],
    ['—', 'MISSING'],
    ['/', 'NOT_IN_PLAN'],
    ['-3', null],
    ['1e3', null],
    ['NaN', null],
    ['Infinity', null],
    ['0x10', null],
    ['12.', null],
    [' 12', null],
    ['十二', null],
  ])('%j is %p', (text, expected) => {
    expect(feedValueOf(text)).toBe(expected);
  });
});

describe('the hour of ozone', () => {
  it.each<[string, FeedValue, FeedValue, string, FeedValue]>([
    ['names swapped', 112, 83, '2018-02-20', 83],
    ['names put right', 83, 112, '2018-02-20', 83],
    ['both equal', 84, 84, '2016-01-13', 84],
    ['only what may be the maximum', 84, 'MISSING', '2018-02-20', 'MISSING'],
    ['none', 'MISSING', 'MISSING', '2018-02-20', 'MISSING'],
    ['the last old day', 112, 83, '2018-12-31', 83],
    ['names right since', 112, 83, '2019-01-01', 112],
    ['no copy in the other column', 112, 'MISSING', '2026-02-26', 112],
  ])('%s', (_, hour, maximum24, day, expected) => {
    expect(feedOzone(hour, maximum24, day)).toBe(expected);
  });
});

describe('the index of a row', () => {
  const ROW: PerPollutant<FeedValue> = { SO2: 7, NO2: 14, CO: 0.4, O3: 52, PM10: 34, 'PM2.5': 25 };
  it.each<[string, Partial<PerPollutant<FeedValue>>, number | null]>([
    ['complete', {}, 36],
    ['PM10 blanked below PM2.5', { PM10: 'MISSING' }, 36],
    ['PM10 gone with PM2.5', { PM10: 'MISSING', 'PM2.5': 'MISSING' }, null],
    ['not in the plan', { CO: 'NOT_IN_PLAN', SO2: 'NOT_IN_PLAN' }, 36],
    ['missing', { CO: 'MISSING' }, null],
    ['missing beside one not in the plan', { CO: 'NOT_IN_PLAN', NO2: 'MISSING' }, null],
    ['missing, yet above 100', { CO: 'MISSING', 'PM2.5': 61 }, 101],
    ['PM10 not in the plan, PM2.5 missing', { PM10: 'NOT_IN_PLAN', 'PM2.5': 'MISSING' }, null],
  ])('%s', (_, change, aqi) => {
    expect(nationalFeedReport({ ...ROW, ...change }, CN_2026_TRANSITION).aqi).toBe(aqi);
  });

  it('is published under the rules of 2012 whatever is missing', () => {
    expect(nationalFeedReport({ ...ROW, CO: 'MISSING' }, CN_2012_AMENDED).aqi).toBe(36);
  });

  it('could not be decided by a PM10 below PM2.5', () => {
    const concentration = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(concentration, concentration, fc.constantFrom(...NATIONAL_EDITIONS), (a, b, edition) => {
        const [pm10, pm25] = [Math.min(a, b), Math.max(a, b)];
        for (const columns of [edition.index.hour, edition.index.day]) {
          expect(subIndexOf(pm10, columns.PM10, 0)).toBeLessThanOrEqual(subIndexOf(pm25, columns['PM2.5'], 0)!);
        }
      }),
      { seed: 633 },
    );
  });
});
