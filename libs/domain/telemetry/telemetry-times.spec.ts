import { describe, expect, it } from '@jest/globals';
import { lowestDataState } from './data-state.js';
import { clockText, instantOfFeedTime, instantOfWallTime, instantOfWrittenTime, isPlausible } from './feed-time.js';
import { evaluationStatusOn } from './evaluation-point.js';

describe('times as feeds and files write them', () => {
  it.each([
    ['2026-04-30 13:00', '2026-04-30T05:00:00.000Z'],
    ['2026-04-31 13:00', null],
    ['2026-04-30 25:00', null],
    ['30.04.2026 13:00', null],
  ])('%s in a feed', (text, expected) => expect(instantOfWallTime(text)?.toISOString() ?? null).toBe(expected));

  it.each([
    ['2026-03-12T2300', '2026-03-12T15:00:00.000Z'],
    ['2026-07-20 14:00:00', '2026-07-20T06:00:00.000Z'],
    ['2018-02-20T07:00:00', '2018-02-19T23:00:00.000Z'],
    ['2026-07-25 00:15', '2026-07-24T16:15:00.000Z'],
    ['2026-06-05', '2026-06-04T16:00:00.000Z'],
    ['2026-06-31', null],
    ['2026-06-05T24:00', null],
    ['2026-06-05T', null],
    ['', null],
  ])('%s in a public feed', (text, expected) => expect(instantOfFeedTime(text)?.toISOString() ?? null).toBe(expected));

  it.each([
    ['2026/5/3 8:00', '2026-05-03T00:00:00.000Z'],
    ['2026.5.3', '2026-05-02T16:00:00.000Z'],
    ['2026-05-03 08', '2026-05-03T00:00:00.000Z'],
    ['2026050308', '2026-05-03T00:00:00.000Z'],
    ['20260503', '2026-05-02T16:00:00.000Z'],
    ['2026-05-03T0800', '2026-05-03T00:00:00.000Z'],
    ['2026/2/30', null],
    ['3/5/2026', null],
    ['', null],
  ])('%s in a table', (text, expected) => expect(instantOfWrittenTime(text)?.toISOString() ?? null).toBe(expected));

  it.each([
    ['1025', '10:25'],
    [1025, '10:25'],
    ['9:05', '09:05'],
    ['9：05', '09:05'],
    [0.5, '12:00'],
    [null, ''],
    ['2500', null],
    ['soon', null],
  ])('%s as a time of day', (text, expected) => expect(clockText(text)).toBe(expected));

  it('are believed up to a day ahead of their receipt', () => {
    const received = new Date('2026-07-14T02:04:00Z');
    expect(isPlausible(new Date('2026-07-15T02:04:00Z'), received)).toBe(true);
    expect(isPlausible(new Date('2026-07-15T02:04:01Z'), received)).toBe(false);
    expect(isPlausible(new Date('2000-01-01T00:00:00Z'), received)).toBe(false);
    expect(isPlausible(new Date('2026-02-26T12:00:00Z'), received)).toBe(true);
  });
});

it('gives a statistic the state of its least looked-at value', () => {
  expect(lowestDataState(['reviewed', 'preliminary', 'reviewed'])).toBe('preliminary');
  expect(lowestDataState(['reviewed'])).toBe('reviewed');
  expect(lowestDataState([])).toBe('realtime');
});

describe('an evaluation point', () => {
  const statements = [
    { status: 'unknown', from: null },
    { status: 'yes', from: '2026-01-01' },
    { status: 'no', from: '2026-07-01' },
  ] as const;
  it.each([
    ['2025-12-31', 'unknown'],
    ['2026-01-01', 'yes'],
    ['2026-06-30', 'yes'],
    ['2026-07-01', 'no'],
  ])('on %s is %s', (date, expected) => expect(evaluationStatusOn(statements, date)).toBe(expected));
  it('is none before its first paper', () => {
    expect(evaluationStatusOn([{ status: 'yes', from: '2026-01-01' }], '2025-12-31')).toBe('no');
    expect(evaluationStatusOn([], '2026-01-01')).toBe('no');
  });
});
