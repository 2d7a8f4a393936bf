import { describe, expect, it } from '@jest/globals';
import { availabilityPercent, receivedOfDue, standingOf, troublesOf } from './device-health.js';

const now = new Date('2026-06-01T08:30:00Z');

describe('the standing of a device', () => {
  it.each([
    [null, null, 'never'],
    ['2026-06-01T08:00:00Z', null, 'online'],
    ['2026-06-01T06:30:00Z', null, 'online'],
    ['2026-06-01T06:29:59Z', null, 'late'],
    ['2026-05-30T06:00:00Z', '2026-05-31T06:00:00Z', 'silent'],
  ])('last heard %s, silent since %s: %s', (lastLabel, silentSince, standing) => {
    const at = (text: string | null) => (text === null ? null : new Date(text));
    expect(standingOf({ lastLabel: at(lastLabel), silentSince: at(silentSince) }, 2, now)).toBe(standing);
  });
});

describe('troubles', () => {
  it.each([
    [{}, []],
    [{ WRONG_PASSWORD: 3 }, ['password']],
    [{ TIME_SKEW: 1 }, ['clock']],
    [{ TIME_ASSUMED: 3 }, []],
    [{ DATA_TIME_IMPOSSIBLE: 1, TIME_IMPLAUSIBLE: 2 }, ['clock']],
    [{ CRC_MISMATCH: 1, NEGATIVE: 1 }, ['damaged', 'values']],
    [{ CRC_MISMATCH: 0 }, []],
    [{ UNKNOWN_SUBJECT: 5 }, []],
  ])('of %j: %j', (faults, troubles) => {
    expect(troublesOf(faults as Record<string, number>, false)).toEqual(troubles);
    expect(troublesOf(faults as Record<string, number>, true)).toEqual([...troubles, 'repeating']);
  });
});

describe('availability', () => {
  it.each([
    [24, 24, '100.0'],
    [30, 24, '100.0'],
    // One hour of a month missing is not the whole month.
    [719, 720, '99.8'],
    [7199, 7200, '99.9'],
    [0, 24, '0.0'],
    [0, 0, null],
  ])('%i of %i is %s', (received, due, percent) => {
    expect(availabilityPercent(received, due)).toBe(percent);
  });

  it.each<[string, string | null, number[], number, number, string | null]>([
    ['days with more than is due do not pay for empty ones', '2026-05-01', [24, 0, 0, 24], 12, 24, '50.0'],
    ['a day that lacks one row lacks it', '2026-04-01', [24, 24, 5, 24], 23, 24, '95.8'],
    ['nothing is due before the first data', '2026-05-03', [0, 0, 6, 3], 9, 12, '75.0'],
    ['a day that was not counted is empty', '2026-05-01', [6, 6], 12, 24, '50.0'],
    ['where nothing ever came nothing is due', null, [0, 0, 0, 0], 0, 0, null],
  ])('%s', (_name, since, received, came, due, percent) => {
    const days = ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'];
    const found = receivedOfDue({ since, received, duePerDay: 6 }, days);
    expect(found).toEqual({ received: came, due });
    expect(availabilityPercent(found.received, found.due)).toBe(percent);
  });
});
