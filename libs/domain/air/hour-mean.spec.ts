import { describe, expect, it } from '@jest/globals';
import { hourMean, isHourSufficient, type Sample } from './hour-mean.js';
import { CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';

const EDITION = CN_2026_TRANSITION;
const minutes = (count: number, value: number, each = 1): Sample[] =>
  Array.from({ length: count }, () => ({ value, minutes: each }));

describe('an hour', () => {
  it.each([
    [0, false],
    [44, false],
    [45, true],
    [60, true],
  ])('of %i minutes: %p', (count, expected) => {
    for (const edition of NATIONAL_EDITIONS) expect(isHourSufficient(count, edition)).toBe(expected);
    expect(hourMean(minutes(count, 20), 'SO2', EDITION)).toEqual({ value: expected ? 20 : null, minutes: count });
  });

  it('is the mean by minutes, rounded once, half to even', () => {
    expect(hourMean([...minutes(30, 10), ...minutes(30, 11)], 'O3', EDITION).value).toBe(10);
    expect(hourMean([...minutes(30, 11), ...minutes(30, 12)], 'O3', EDITION).value).toBe(12);
    expect(hourMean([...minutes(30, 0.2), ...minutes(30, 0.3)], 'CO', EDITION).value).toBe(0.2);
    // Nine five-minute values and fifteen single minutes: each by its length.
    expect(hourMean([...minutes(9, 40, 5), ...minutes(15, 80)], 'NO2', EDITION).value).toBe(50);
  });

  it.each([
    [[{ value: -1, minutes: 1 }]],
    [[{ value: Number.NaN, minutes: 1 }]],
    [[{ value: 1, minutes: 0 }]],
    [[{ value: 1, minutes: 1.5 }]],
    [minutes(61, 1)],
  ])('refuses %p', (samples) => {
    expect(() => hourMean(samples, 'SO2', EDITION)).toThrow(RangeError);
  });
});
