import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dateOfEpochDay, datesOf, dayOfWeek, epochDay, yearSpan } from './shanghai.js';
import {
  addWorkingDays,
  buildWorkingCalendar,
  type CalendarYear,
  isWorkingDay,
  nextWorkingDay,
  workingDay,
  workingDayOfMonth,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './working-day.js';

const yearFile = (year: number): CalendarYear =>
  JSON.parse(
    readFileSync(new URL(`../../../packs/default-district/calendar/holiday-cn-${year}.json`, import.meta.url), 'utf8'),
  ) as CalendarYear;

const YEARS = [2024, 2025, 2026, 2027].map(yearFile);
const calendar = buildWorkingCalendar(YEARS);
const SEED = { seed: 20260509 };
const dayIn = (from: string, to: string) => fc.integer({ min: epochDay(from), max: epochDay(to) }).map(dateOfEpochDay);

describe('the calendar of the files', () => {
  it('knows the announced years only', () => {
    expect(calendar.officialYears).toEqual([2024, 2025, 2026]);
    expect(buildWorkingCalendar([{ ...yearFile(2027), official: true }]).officialYears).toEqual([2027]);
    expect(buildWorkingCalendar([{ ...yearFile(2026), official: false }]).officialYears).toEqual([]);
  });

  it('has 33 days off and six worked weekend days in 2026', () => {
    const listed = yearFile(2026).days;
    expect(listed.filter(({ isOffDay }) => isOffDay)).toHaveLength(33);
    const worked = datesOf(yearSpan(2026)).filter((date) => dayOfWeek(date) > 5 && isWorkingDay(calendar, date));
    expect(worked).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);
  });

  it('takes the later file where two list the same date, in any order', () => {
    const off = { year: 2019, papers: ['a'], days: [{ date: '2018-12-31', name: '元旦', isOffDay: true }] };
    const on = { year: 2018, papers: ['b'], days: [{ date: '2018-12-31', name: '调休', isOffDay: false }] };
    expect(isWorkingDay(buildWorkingCalendar([off, on]), '2018-12-31')).toBe(false);
    expect(isWorkingDay(buildWorkingCalendar([on, off]), '2018-12-31')).toBe(false);
  });

  it('refuses a file with a date that is none', () => {
    const broken = { year: 2026, papers: ['a'], days: [{ date: '2026-02-30', name: 'x', isOffDay: true }] };
    expect(() => buildWorkingCalendar([broken])).toThrow(RangeError);
  });

  it('marks what rests on a year not announced', () => {
    expect(workingDay(calendar, '2027-01-01')).toEqual({ isWorking: true, provisional: true });
    expect(workingDay(calendar, '2026-12-28')).toEqual({ isWorking: true, provisional: false });
    // 29 to 31 December are arranged by the notice of the next year.
    expect(workingDay(calendar, '2026-12-29')).toEqual({ isWorking: true, provisional: true });
    expect(workingDay(calendar, '2025-12-31')).toEqual({ isWorking: true, provisional: false });
    expect(workingDay(calendar, '2023-12-29').provisional).toBe(true);
  });
});

describe('working days after a date', () => {
  it.each([
    ['2026-02-13', 5, '2026-02-27'],
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-09-29', 3, '2026-10-09'],
    ['2026-11-20', 5, '2026-11-27'],
    ['2026-11-20', 20, '2026-12-18'],
    ['2026-05-09', 5, '2026-05-15'],
    ['2026-05-15', 3, '2026-05-20'],
    ['2026-05-22', 7, '2026-06-02'],
    ['2026-07-16', 5, '2026-07-23'],
    ['2026-07-16', 10, '2026-07-30'],
    ['2026-05-08', 1, '2026-05-09'],
    ['2026-05-02', 0, '2026-05-02'],
    ['2026-05-06', -1, '2026-04-30'],
    ['2026-05-20', -3, '2026-05-15'],
  ])('%s and %i is %s', (from, n, expected) => {
    expect(addWorkingDays(calendar, from, n)).toEqual({ date: expected, provisional: false });
  });

  it('are provisional as soon as one day looked at is', () => {
    expect(addWorkingDays(calendar, '2026-12-25', 1)).toEqual({ date: '2026-12-28', provisional: false });
    expect(addWorkingDays(calendar, '2026-12-25', 2)).toEqual({ date: '2026-12-29', provisional: true });
    expect(addWorkingDays(calendar, '2026-12-28', 5)).toEqual({ date: '2027-01-04', provisional: true });
    expect(addWorkingDays(calendar, '2024-01-03', -1)).toEqual({ date: '2024-01-02', provisional: false });
    expect(addWorkingDays(calendar, '2024-01-02', -1)).toEqual({ date: '2023-12-29', provisional: true });
  });

  it('change when the notice arrives', () => {
    const notice = {
      year: 2027,
      papers: ['paper'],
      days: [
        { date: '2027-01-01', name: '元旦', isOffDay: true },
        { date: '2027-01-02', name: '元旦', isOffDay: true },
        { date: '2027-01-03', name: '元旦', isOffDay: true },
      ],
    };
    const announced = buildWorkingCalendar([...YEARS.slice(0, 3), notice]);
    expect(addWorkingDays(announced, '2026-12-28', 5)).toEqual({ date: '2027-01-05', provisional: false });
  });

  it('agree with counting day by day', () => {
    fc.assert(
      fc.property(dayIn('2024-01-01', '2026-10-01'), fc.integer({ min: 1, max: 40 }), (from, n) => {
        const { date, provisional } = addWorkingDays(calendar, from, n);
        const between = datesOf({ from: addDays(from, 1), to: date });
        expect(between.filter((day) => isWorkingDay(calendar, day))).toHaveLength(n);
        expect(isWorkingDay(calendar, date)).toBe(true);
        expect(provisional).toBe(false);
        expect(workingDaysBetween(calendar, from, date)).toEqual({ days: n, provisional: false });
      }),
      SEED,
    );
  });

  it('refuse a part of a day', () => {
    expect(() => addWorkingDays(calendar, '2026-05-08', 1.5)).toThrow(RangeError);
  });

  it('give up on a calendar without working days', () => {
    const days = datesOf(yearSpan(2026)).map((date) => ({ date, name: 'off', isOffDay: true }));
    const broken = buildWorkingCalendar([{ year: 2026, papers: ['a'], days }]);
    expect(() => nextWorkingDay(broken, '2026-03-02')).toThrow('no working day within 60 days');
  });
});

describe('moving to a working day', () => {
  it.each([
    ['2026-06-19', '2026-06-22'],
    ['2026-05-01', '2026-05-06'],
    ['2026-07-05', '2026-07-06'],
    ['2026-05-09', '2026-05-09'],
    ['2026-07-31', '2026-07-31'],
  ])('%s becomes %s', (date, expected) => {
    expect(workingDayOnOrAfter(calendar, date)).toEqual({ date: expected, provisional: false });
  });

  it('is strict for the next one', () => {
    expect(nextWorkingDay(calendar, '2026-05-08').date).toBe('2026-05-09');
    expect(nextWorkingDay(calendar, '2026-05-09').date).toBe('2026-05-11');
  });

  it.each([
    ['2026-05', 3, '2026-05-08'],
    ['2026-06', 3, '2026-06-03'],
    ['2026-07', 3, '2026-07-03'],
    ['2026-08', 3, '2026-08-05'],
  ])('working day of %s number %i is %s', (month, n, expected) => {
    expect(workingDayOfMonth(calendar, month, n)).toEqual({ date: expected, provisional: false });
  });

  it('has no twenty-fourth working day in a month', () => {
    expect(workingDayOfMonth(calendar, '2026-07', 23)?.date).toBe('2026-07-31');
    expect(workingDayOfMonth(calendar, '2026-07', 24)).toBeNull();
    expect(() => workingDayOfMonth(calendar, '2026-07', 0)).toThrow(RangeError);
  });
});

describe('working days between', () => {
  it('count the last day and not the first, with a sign', () => {
    expect(workingDaysBetween(calendar, '2026-05-08', '2026-05-09').days).toBe(1);
    expect(workingDaysBetween(calendar, '2026-05-09', '2026-05-10').days).toBe(0);
    expect(workingDaysBetween(calendar, '2026-05-15', '2026-05-12').days).toBe(-3);
    expect(workingDaysBetween(calendar, '2026-05-10', '2026-05-10')).toEqual({ days: 0, provisional: false });
    expect(workingDaysBetween(calendar, '2026-12-28', '2027-01-01').provisional).toBe(true);
  });

  it('add up over any date in between', () => {
    const any = dayIn('2024-01-01', '2026-12-28');
    fc.assert(
      fc.property(any, any, any, (x, y, z) => {
        const [a, b, c] = [x, y, z].sort() as [string, string, string];
        const part = workingDaysBetween(calendar, a, b).days + workingDaysBetween(calendar, b, c).days;
        expect(workingDaysBetween(calendar, a, c).days).toBe(part);
      }),
      SEED,
    );
  });
});
