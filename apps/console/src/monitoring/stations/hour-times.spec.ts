import { describe, expect, it } from '@jest/globals';
import { hourPlace, hourText, labelOf } from './hour-times.js';

/** Hour 1 of 2026-06-01 in the district ends at 17:00 UTC of the day before. */
const FIRST = '2026-05-31T17:00:00.000Z';

describe('hours of a series', () => {
  it.each([
    [0, '2026-06-01', 1, '2026-06-01 01:00'],
    [23, '2026-06-01', 24, '2026-06-01 24:00'],
    [24, '2026-06-02', 1, '2026-06-02 01:00'],
    [719, '2026-06-30', 24, '2026-06-30 24:00'],
  ])('%i is %s, hour %i', (n, date, hour, text) => {
    expect(hourPlace(FIRST, n)).toEqual({ date, hour });
    expect(hourText(FIRST, n)).toBe(text);
  });

  it('have labels that can be asked for', () => {
    expect(labelOf(FIRST, 23)).toBe('2026-06-01T16:00:00.000Z');
  });
});
