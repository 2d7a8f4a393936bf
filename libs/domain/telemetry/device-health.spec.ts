import { describe, expect, it } from '@jest/globals';
import { standingOf, troublesOf } from './device-health.js';

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
