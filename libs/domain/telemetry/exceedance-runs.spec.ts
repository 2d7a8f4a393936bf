import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exceedanceRuns, type HourMean, matchEpisodes } from './exceedance-runs.js';
import { mergeHour } from './hour-merge.js';

const at = (hour: number): Date => new Date(Date.UTC(2026, 5, 16, hour));
const series = (values: Record<number, string | null>, limit = '50'): HourMean[] =>
  Object.entries(values).map(([hour, value]) => ({ label: at(Number(hour)), value, limit }));
const shape = (values: Record<number, string | null>, limit = '50') =>
  exceedanceRuns(series(values, limit)).map(({ hours, peak, endedAt }) => [
    hours.map(({ label }) => label.getUTCHours()),
    peak,
    endedAt?.getUTCHours() ?? null,
  ]);

describe('hours above a limit', () => {
  it('run until an hour at or below it; equal is not above', () => {
    expect(shape({ 8: '46.2', 9: '50.0', 10: '58', 11: '66', 12: '71.0', 13: '63', 14: '54', 15: '47.1' })).toEqual([
      [[10, 11, 12, 13, 14], '71.0', 15],
    ]);
  });
  it('are not ended by an hour without a usable value', () => {
    expect(shape({ 10: '58', 11: null, 12: '71', 14: '60' })).toEqual([[[10, 12, 14], '71', null]]);
  });
  it('end with their limit, and one above the next limit begins anew', () => {
    const hours = [
      ...series({ 10: '58', 11: '66' }),
      ...series({ 12: '58', 13: '45', 14: '40' }, '40'),
      ...series({ 15: '70' }).map((hour) => ({ ...hour, limit: null })),
    ];
    expect(exceedanceRuns(hours).map(({ hours: of, limit, endedAt }) => [of.length, limit, endedAt])).toEqual([
      [2, '50', at(12)],
      [2, '40', at(14)],
    ]);
    expect(exceedanceRuns([...series({ 10: '58' }), { label: at(11), value: '58', limit: null }])).toMatchObject([
      { limit: '50', endedAt: at(11) },
    ]);
  });
  it('compare as decimals', () => {
    expect(shape({ 10: '9.5', 11: '100' }, '50')).toEqual([[[11], '100', null]]);
    expect(shape({ 10: '50.000000000000001' })).toEqual([[[10], '50.000000000000001', null]]);
  });
});

describe('episodes', () => {
  const runsOf = (values: Record<number, string | null>) => exceedanceRuns(series(values));
  const known = (id: string, ...hours: number[]) => ({ id, labels: hours.map(at) });
  it('go on, begin, split, join and are undone', () => {
    expect(matchEpisodes([known('a', 10)], runsOf({ 10: '58', 11: '60' }))).toEqual({ idOfRun: ['a'], gone: [] });
    expect(matchEpisodes([], runsOf({ 10: '58' }))).toEqual({ idOfRun: [null], gone: [] });
    expect(matchEpisodes([known('a', 10, 11, 12)], runsOf({ 10: '58', 11: '40', 12: '58' }))).toEqual({
      idOfRun: ['a', null],
      gone: [],
    });
    expect(matchEpisodes([known('b', 12), known('a', 10)], runsOf({ 10: '58', 11: '60', 12: '58' }))).toEqual({
      idOfRun: ['a'],
      gone: [{ id: 'b', why: 'merged' }],
    });
    expect(matchEpisodes([known('a', 10)], runsOf({ 10: '40' }))).toEqual({
      idOfRun: [],
      gone: [{ id: 'a', why: 'corrected' }],
    });
  });
  it('are the same whatever the order their hours came in', () => {
    const hours = fc.uniqueArray(fc.record({ hour: fc.nat(23), above: fc.boolean() }), {
      selector: ({ hour }) => hour,
    });
    fc.assert(
      fc.property(hours, (taken) => {
        let episodes: { id: string; labels: Date[] }[] = [];
        const seen: HourMean[] = [];
        let next = 0;
        for (const { hour, above } of taken) {
          seen.push({ label: at(hour), value: above ? '60' : '40', limit: '50' });
          const runs = exceedanceRuns([...seen].sort((a, b) => Number(a.label) - Number(b.label)));
          const { idOfRun } = matchEpisodes(episodes, runs);
          episodes = runs.map(({ hours: of }, n) => ({
            id: idOfRun[n] ?? `e${next++}`,
            labels: of.map(({ label }) => label),
          }));
          expect(new Set(episodes.map(({ id }) => id)).size).toBe(runs.length);
        }
      }),
    );
  });
});

describe('an hour that comes again', () => {
  const held = { values: { SO2: 7, O3: 100 }, dataState: 'realtime' } as const;
  it('changes nothing when it says the same or less', () => {
    expect(mergeHour(held, held)).toBeNull();
    expect(mergeHour(held, { values: { SO2: 7 }, dataState: 'realtime' })).toBeNull();
  });
  it('corrects and completes', () => {
    expect(mergeHour(held, { values: { SO2: 8, CO: 0.4 }, dataState: 'realtime' })?.values).toEqual({
      SO2: 8,
      O3: 100,
      CO: 0.4,
    });
    expect(mergeHour(null, held)).toEqual(held);
  });
  it('replaces whole when reviewed, even by nothing, and never falls back', () => {
    const reviewed = { values: { O3: 100 }, dataState: 'reviewed' } as const;
    expect(mergeHour(held, reviewed)).toEqual(reviewed);
    expect(mergeHour(reviewed, held)).toBeNull();
    expect(mergeHour(held, { ...held, dataState: 'reviewed' })?.dataState).toBe('reviewed');
  });
});
