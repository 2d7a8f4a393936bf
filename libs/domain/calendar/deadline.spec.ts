import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlineOf, earliestDayLeaving, overdueDays } from './deadline.js';
import { addDays, dateOfEpochDay, datesOf, epochDay } from './shanghai.js';
import { buildWorkingCalendar, type CalendarYear, isWorkingDay } from './working-day.js';

const calendar = buildWorkingCalendar(
  [2024, 2025, 2026, 2027].map(
    (year) =>
      JSON.parse(
        readFileSync(
          new URL(`../../../packs/default-district/calendar/holiday-cn-${year}.json`, import.meta.url),
          'utf8',
        ),
      ) as CalendarYear,
  ),
);
const SEED = { seed: 20260605 };
const anyDate = fc.integer({ min: epochDay('2024-01-01'), max: epochDay('2026-09-30') }).map(dateOfEpochDay);

describe('deadline from a receipt', () => {
  it.each([
    ['yellow letter received on a worked Saturday', '2026-05-09', 5, 'WORKING_DAY', '2026-05-15'],
    ['orange letter', '2026-05-15', 3, 'WORKING_DAY', '2026-05-20'],
    ['supervision order', '2026-05-22', 7, 'WORKING_DAY', '2026-06-02'],
    ['listing whose last day is a Sunday', '2026-06-05', 30, 'CALENDAR_DAY', '2026-07-06'],
    ['minutes', '2026-07-16', 5, 'WORKING_DAY', '2026-07-23'],
    ['plan', '2026-07-16', 10, 'WORKING_DAY', '2026-07-30'],
    ['last day within a holiday', '2026-09-21', 10, 'CALENDAR_DAY', '2026-10-08'],
    ['last day on a worked Saturday stays', '2026-05-08', 1, 'CALENDAR_DAY', '2026-05-09'],
    ['before the Spring Festival', '2026-02-13', 5, 'WORKING_DAY', '2026-02-27'],
  ] as const)('%s', (_, receivedOn, amount, unit, expected) => {
    expect(deadlineOf(calendar, receivedOn, { amount, unit })).toEqual({ date: expected, provisional: false });
  });

  it('is provisional in a year without a notice', () => {
    expect(deadlineOf(calendar, '2026-12-18', { amount: 30, unit: 'CALENDAR_DAY' })).toEqual({
      date: '2027-01-18',
      provisional: true,
    });
    expect(deadlineOf(calendar, '2026-12-18', { amount: 10, unit: 'WORKING_DAY' })).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
    expect(deadlineOf(calendar, '2026-12-18', { amount: 5, unit: 'WORKING_DAY' }).provisional).toBe(false);
    // Only the last day of a limit in calendar days is looked up, not the year it passes through.
    const gap = { ...calendar, officialYears: [2024, 2026] };
    expect(deadlineOf(gap, '2024-12-20', { amount: 400, unit: 'CALENDAR_DAY' }).provisional).toBe(false);
  });

  it('ends on a working day at or after the last day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 60 }), (receivedOn, amount) => {
        const { date } = deadlineOf(calendar, receivedOn, { amount, unit: 'CALENDAR_DAY' });
        const last = addDays(receivedOn, amount);
        expect(isWorkingDay(calendar, date)).toBe(true);
        expect(date >= last).toBe(true);
        const skipped = datesOf({ from: last, to: addDays(date, -1) });
        expect(skipped.filter((day) => isWorkingDay(calendar, day))).toEqual([]);
        expect(deadlineOf(calendar, receivedOn, { amount, unit: 'WORKING_DAY' }).date >= last).toBe(true);
      }),
      SEED,
    );
  });

  it.each([0, -1, 2.5])('refuses %p days', (amount) => {
    expect(() => deadlineOf(calendar, '2026-05-08', { amount, unit: 'WORKING_DAY' })).toThrow(RangeError);
    expect(() => deadlineOf(calendar, '2026-05-08', { amount, unit: 'CALENDAR_DAY' })).toThrow(RangeError);
  });
});

describe('notice of a meeting', () => {
  it.each([
    ['2026-07-10', 3, '2026-07-16'],
    ['2026-07-13', 3, '2026-07-17'],
    ['2026-04-30', 1, '2026-05-07'],
    ['2026-07-10', 0, '2026-07-13'],
  ])('received %s leaving %i whole working days is at the earliest %s', (noticeOn, whole, expected) => {
    expect(earliestDayLeaving(calendar, noticeOn, whole)).toEqual({ date: expected, provisional: false });
  });
});

describe('days overdue', () => {
  it.each([
    ['2026-05-06', '2026-05-14', 'CALENDAR_DAY', 8],
    ['2026-05-06', '2026-05-21', 'CALENDAR_DAY', 15],
    ['2026-06-02', '2026-06-02', 'CALENDAR_DAY', 0],
    ['2026-06-02', '2026-06-03', 'WORKING_DAY', 1],
    ['2026-05-08', '2026-05-10', 'WORKING_DAY', 1],
    ['2026-06-02', '2026-05-20', 'WORKING_DAY', 0],
  ] as const)('due %s, on %s, in %s: %i', (deadline, on, unit, expected) => {
    expect(overdueDays(calendar, deadline, on, unit)).toEqual({ days: expected, provisional: false });
  });
});
