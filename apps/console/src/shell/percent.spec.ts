import { describe, expect, it } from '@jest/globals';
import { pointsBehind, shortPercent } from './percent.js';

describe('a percentage on the screen', () => {
  it.each([
    ['15.0', '15'],
    ['33.36', '33.4'],
    ['12.25', '12.2'],
    ['0', '0'],
    // What has not reached 100 is not shown as 100.
    ['99.96', '99.9'],
    ['100', '100'],
    ['104.25', '104.2'],
    ['-0.04', '0'],
    ['-3.06', '-3.1'],
  ])('of %s is %s', (decimal, shown) => {
    expect(shortPercent(decimal)).toBe(shown);
  });
});

describe('points behind', () => {
  it.each([
    // Planned 33.4, actual 20.0 are what paper and screen show: 13.4 apart, though the exact lag prints as 13.3.
    ['33.36', '13.32', '13.4'],
    ['50', '10', '10'],
    ['50', '-2.5', '-2.5'],
    ['100', '0.04', '0.1'],
    ['40', '0', '0'],
  ])('a plan of %s by %s are %s', (planned, lag, shown) => {
    expect(pointsBehind({ plannedPct: planned, lagPoints: lag })).toBe(shown);
  });
});
