import { describe, expect, it } from '@jest/globals';
import { againstAirAverage, againstLimits, changePercent, changePoints } from './comparison.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION } from './national-editions.js';

describe('against the limits', () => {
  it('is over only above the limit, with the exceedance multiple', () => {
    const values = { PM10: 60, 'PM2.5': 34, CO: 1.1 };
    expect(againstLimits(values, CN_2026_TRANSITION, 'annual')).toEqual([
      { pollutant: 'PM10', value: 60, limit: 60, isOver: false, multiple: null },
      { pollutant: 'PM2.5', value: 34, limit: 30, isOver: true, multiple: 0.13 },
    ]);
    expect(againstLimits(values, CN_2012_AMENDED, 'annual').some(({ isOver }) => isOver)).toBe(false);
  });

  it('takes the averaging time and the class of the area', () => {
    expect(againstLimits({ O3: 161, CO: 10 }, CN_2026_TRANSITION, 'hour', 1)).toEqual([
      { pollutant: 'CO', value: 10, limit: 10, isOver: false, multiple: null },
      { pollutant: 'O3', value: 161, limit: 160, isOver: true, multiple: 0.01 },
    ]);
    expect(againstLimits({ CO: 4.1 }, CN_2026_TRANSITION, 'day')[0]).toMatchObject({ isOver: true, multiple: 0.02 });
  });
});

describe('change against an earlier period', () => {
  it.each([
    [42, 39, 7.7],
    [73, 63, 15.9],
    [1.1, 1.2, -8.3],
    [30, 30, 0],
    [0, 12, -100],
    [5, 0, null],
  ])('%p against %p is %p percent', (current, earlier, expected) => {
    expect(changePercent(current, earlier)).toBe(expected);
  });

  it.each([
    [80.4, 85.1, -4.7],
    [58.3, 58.3, 0],
    [37.5, 40, -2.5],
  ])('%p%% against %p%% is %p points', (current, earlier, expected) => {
    expect(changePoints(current, earlier)).toBe(expected);
  });
});

describe('against a published average', () => {
  it.each([
    [34, 40, 'PM2.5', -6, false],
    [40, 40, 'PM2.5', 0, false],
    [1.1, 0.9, 'CO', 0.2, true],
    [4.57, 4.5, 'composite-index', 0.07, true],
    [80.6, 81, 'good-day-percent', -0.4, true],
    [81.1, 81, 'good-day-percent', 0.1, false],
  ] as const)('%s beside %s of %s', (own, average, measure, difference, isWorse) => {
    expect(againstAirAverage(own, average, measure)).toEqual({ difference, isWorse });
  });
});
