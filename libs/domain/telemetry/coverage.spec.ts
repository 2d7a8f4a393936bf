import { describe, expect, it } from '@jest/globals';
import { availabilityPercent, countedUntil, type DueRule, dueByDay, receivedOfDue } from './coverage.js';

const HOURS: DueRule = { everyHours: 1, lateAfterHours: 2, time: 'hour-end' };
const ROWS: DueRule = { everyHours: 4, lateAfterHours: 6, time: 'instant' };
const DAYS = ['2026-05-01', '2026-05-02', '2026-05-03'];
/** Of Asia/Shanghai. */
const at = (text: string): Date => new Date(`${text}:00+08:00`);

describe('what is due on a day', () => {
  it.each<[string, DueRule, string, string, number[]]>([
    ['all hours of days that are over', HOURS, '2026-04-01T00:00', '2026-05-04T02:00', [24, 24, 24]],
    ['the last hour of a day not before it is late', HOURS, '2026-04-01T00:00', '2026-05-04T01:59', [24, 24, 23]],
    ['today those that are late', HOURS, '2026-04-01T00:00', '2026-05-03T10:30', [24, 24, 8]],
    ['nothing of a day in the first hours', HOURS, '2026-04-01T00:00', '2026-05-03T02:59', [24, 24, 0]],
    ['nothing before it began', HOURS, '2026-05-02T00:00', '2026-05-05T00:00', [0, 24, 24]],
    ['hours that began later than it', HOURS, '2026-05-02T10:20', '2026-05-05T00:00', [0, 13, 24]],
    ['rows by their instant', ROWS, '2026-05-02T00:00', '2026-05-04T02:00', [0, 6, 6]],
    ['the last row of a day not before it is late', ROWS, '2026-04-01T00:00', '2026-05-04T01:59', [6, 6, 5]],
    ['nothing of days to come', HOURS, '2026-04-01T00:00', '2026-05-01T02:00', [0, 0, 0]],
  ])('%s', (_name, rule, from, now, due) => {
    expect(dueByDay(DAYS, rule, { from: at(from), now: at(now) })).toEqual(due);
  });
});

it.each<[DueRule, string, string]>([
  [HOURS, '2026-05-03T10:30', '2026-05-03T08:30'],
  [ROWS, '2026-05-03T14:00', '2026-05-03T12:00'],
  [ROWS, '2026-05-03T13:59', '2026-05-03T08:00'],
  [ROWS, '2026-05-03T05:59', '2026-05-03T00:00'],
  [ROWS, '2026-05-03T06:00', '2026-05-03T04:00'],
])('counts %j at %s up to %s', (rule, now, until) => {
  expect(countedUntil(rule, at(now))).toEqual(at(until));
});

describe('availability', () => {
  it.each([
    [24, 24, '100.0'],
    [30, 24, '100.0'],
    // One hour of a month missing is not the whole month.
    [719, 720, '99.9'],
    [1451, 1557, '93.2'],
    [5922, 11798, '50.2'],
    [7199, 7200, '99.9'],
    [0, 24, '0.0'],
    [0, 0, null],
  ])('%i of %i is %s', (received, due, percent) => {
    expect(availabilityPercent(received, due)).toBe(percent);
  });

  it.each<[string, number[], number[], number, number, string | null]>([
    ['days with more than is due do not pay for empty ones', [24, 0, 0, 24], [6, 6, 6, 6], 12, 24, '50.0'],
    ['a day that lacks one row lacks it', [24, 24, 5, 24], [6, 6, 6, 6], 23, 24, '95.8'],
    ['what came where nothing is due counts nothing', [6, 0, 6, 3], [0, 0, 6, 6], 9, 12, '75.0'],
    ['a day that was not counted is empty', [6, 6], [6, 6, 6, 6], 12, 24, '50.0'],
    ['where nothing is due there is no share', [0, 0], [0, 0], 0, 0, null],
  ])('%s', (_name, received, due, came, all, percent) => {
    const found = receivedOfDue({ received, due });
    expect(found).toEqual({ received: came, due: all });
    expect(availabilityPercent(found.received, found.due)).toBe(percent);
  });
});
