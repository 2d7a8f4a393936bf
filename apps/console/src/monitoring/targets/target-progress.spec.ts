import { describe, expect, it } from '@jest/globals';
import { calendarShare, placeOf, progressSum, valueDayOf } from './target-progress.js';

const of = (unit: string, now: object) => ({
  unit,
  period: { label: '2026', from: '2026-01-01', to: '2026-12-31' },
  now: {
    day: '2026-08-06',
    days: 158,
    remaining: 147,
    value: '80.4',
    state: 'AT_RISK' as const,
    rest: { kind: 'good-days' as const, stillNeeded: 147, left: 0 },
    progress: { progressPct: '46.4', timePct: '59.7', lags: true },
    ...now,
  },
});

describe('what progress is made of', () => {
  it('sets good days of those needed beside evaluated days of those that can be', () => {
    expect(progressSum(of('%', {}))).toEqual({
      done: { part: 127, of: 274, percent: '46.4' },
      donePercent: '46.4',
      evaluated: { part: 158, of: 305, percent: '51.8' },
    });
    expect(calendarShare(of('%', {}))).toEqual({ part: 218, of: 365, percent: '59.7' });
  });

  it('counts days of a target that is a number of days, done ones beyond the need too', () => {
    const rest = { kind: 'good-days' as const, stillNeeded: 0, left: 157 };
    const sum = progressSum(
      of('d', { value: '110', rest, progress: { progressPct: '110.0', timePct: '59.7', lags: false } }),
    );
    expect(sum?.done).toEqual({ part: 110, of: 100, percent: '110.0' });
  });

  it('gives no days where they do not lead to the progress printed', () => {
    const sum = progressSum(of('%', { progress: { progressPct: '40.0', timePct: '59.7', lags: true } }));
    expect([sum?.done, sum?.donePercent]).toEqual([null, '40.0']);
  });

  it('has none of a mean, nor before the first day', () => {
    expect(progressSum(of('μg/m³', { progress: null }))).toBeNull();
    expect(progressSum({ ...of('%', {}), now: null })).toBeNull();
    expect(calendarShare({ ...of('%', {}), now: null })).toBeNull();
  });
});

describe('the last day with a value', () => {
  it.each([
    ['2026-08-06', null],
    ['2026-07-24', '07-24'],
    ['2025-12-30', '2025-12-30'],
    [null, null],
  ])('%s beside 2026-08-06 is named as %s', (lastValueDay, named) =>
    expect(valueDayOf({ now: { day: '2026-08-06' }, lastValueDay })).toBe(named),
  );
});

describe('the order of targets', () => {
  const target = (state: 'UNATTAINABLE' | 'AT_RISK' | 'ON_TRACK' | 'SECURED' | null, lost: number) =>
    placeOf({ now: { state }, lostValidity: Array.from({ length: lost }) });
  it('has a period that can no longer be valid right after the lost ones, however good its value', () => {
    const places = [
      target('UNATTAINABLE', 0),
      target('SECURED', 1),
      target('AT_RISK', 0),
      target('ON_TRACK', 0),
      target('SECURED', 0),
      target(null, 0),
    ];
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });
});
