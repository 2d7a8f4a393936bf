import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../assessment/percentage.js';
import { addDays, datesOf, yearSpan } from '../calendar/shanghai.js';
import { airFigure, type AirFormula, lastCountedDay } from './air-formula.js';
import { CN_2026_TRANSITION } from './national-editions.js';
import { periodForecast } from './period-forecast.js';
import type { PeriodDay } from './period-statistics.js';
import {
  costlyDates,
  type CourseOptions,
  isTargetValue,
  sinceWhen,
  targetCourse,
  targetDay,
  targetStanding,
} from './target-course.js';

const edition = CN_2026_TRANSITION;
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const day = (date: string, pm25: number | null, aqi: number | null = 50): PeriodDay => ({
  date,
  values: pm25 === null ? {} : { 'PM2.5': pm25 },
  aqi,
  primary: [],
});
const options = (formula: AirFormula, value: string, rest: Partial<CourseOptions> = {}): CourseOptions => ({
  period: YEAR,
  formula,
  direction: formula.statistic.startsWith('good') ? 'at-least' : 'at-most',
  edition,
  isRounded: true,
  decimals: formula.statistic === 'good-day-percent' ? 1 : formula.statistic === 'composite-index' ? 2 : 0,
  versions: [{ version: 1, from: '2026-01-01', value, document: '责任书' }],
  marginPoints: '5',
  ...rest,
});
const PM25: AirFormula = { statistic: 'mean', pollutant: 'PM2.5' };

describe('a share of good days of 85.0 %', () => {
  const formula: AirFormula = { statistic: 'good-day-percent' };
  // 54 polluted days are allowed of 365; one a week from the first day on.
  const days = datesOf(YEAR).map((date, n) => day(date, 20, n % 2 === 0 && n < 110 ? 120 : 60));

  it('is lost on the very day of the 55th polluted day, and stays lost', () => {
    const course = targetCourse(days, options(formula, '85.0'));
    expect(course).toHaveLength(365);
    const lost = course.findIndex(({ state }) => state === 'UNATTAINABLE');
    expect(course[lost]).toMatchObject({ day: addDays('2026-01-01', 108), rest: { kind: 'good-days', left: -1 } });
    expect(course[lost - 1]).toMatchObject({ state: 'AT_RISK', rest: { left: 0 } });
    expect(course.slice(lost).every(({ state }) => state === 'UNATTAINABLE')).toBe(true);
    expect(sinceWhen(course)).toBe(addDays('2026-01-01', 108));
    expect(costlyDates(days, formula, '85.0')).toHaveLength(55);
  });

  it('says how many are still needed, and whether progress lags behind time', () => {
    const course = targetCourse(days.slice(0, 243), options(formula, '85.0'));
    expect(course.at(-1)).toMatchObject({
      day: '2026-08-31',
      value: '77.4',
      gap: '-7.6',
      isMet: false,
      days: 243,
      remaining: 122,
      rest: { kind: 'good-days', stillNeeded: 311 - 188, left: -1 },
      progress: { progressPct: '60.5', timePct: '66.6', lags: true },
    });
  });

  it('loses no day to one that was not evaluated: the share is of evaluated days', () => {
    const gaps = days.map((one, n) => (n >= 110 && n < 130 ? { ...one, aqi: null } : one));
    const at = (of: readonly PeriodDay[]) => targetCourse(of, options(formula, '85.0')).at(-1)!;
    expect([at(days).days, at(gaps).days]).toEqual([365, 345]);
    expect(at(gaps).value).toBe(((345 - 55) * (100 / 345)).toFixed(1));
  });
});

describe('how a target stands, in a word', () => {
  const lags = { progressPct: '10.0', timePct: '50.0', lags: true };
  const keeps = { ...lags, lags: false };
  it.each([
    ['SECURED', null, 'sound'],
    ['SECURED', lags, 'sound'],
    ['ON_TRACK', null, 'sound'],
    ['ON_TRACK', lags, 'sound'],
    ['AT_RISK', null, 'lagging'],
    ['AT_RISK', keeps, 'sound'],
    ['AT_RISK', lags, 'lagging'],
    ['UNATTAINABLE', null, 'lost'],
    ['UNATTAINABLE', keeps, 'lost'],
  ] as const)('%s with progress %j is %s', (state, progress, word) =>
    expect(targetStanding({ state, progress })).toBe(word),
  );

  it('is there before the first value, and not before the first version', () => {
    const versions = [{ version: 1, from: '2026-02-01', value: '30', document: '责任书' }];
    expect(targetDay([], '2026-01-31', options(PM25, '', { versions }))).toBeNull();
    expect(targetDay([], '2026-02-01', options(PM25, '', { versions }))).toMatchObject({
      value: null,
      state: 'ON_TRACK',
    });
  });
});

describe('a mean', () => {
  it('has the allowed rest of the worked example: 34.6 after 243 days against 32', () => {
    const sum = 8408;
    const days = datesOf({ from: '2026-01-01', to: '2026-08-31' }).map((date, n) =>
      day(date, n < 242 ? 34 : sum - 242 * 34),
    );
    const strict = targetCourse(days, options(PM25, '32', { isRounded: false })).at(-1)!;
    expect(strict).toMatchObject({ value: '35', gap: '3', remaining: 122, state: 'AT_RISK' });
    expect(strict.rest).toEqual({ kind: 'mean', allowed: '26.82', requiredFallPct: '22.5' });
    const rounded = targetCourse(days, options(PM25, '32')).at(-1)!;
    expect(rounded.rest).toMatchObject({ allowed: '28.32' });
    expect(rounded.progress).toBeNull();
  });

  it('is held against the version in force on each day', () => {
    const versions = [
      { version: 1, from: '2026-01-01', value: '30', document: '责任书' },
      { version: 2, from: '2026-02-01', value: '20', document: '调整通知' },
    ];
    const days = datesOf({ from: '2026-01-01', to: '2026-02-02' }).map((date) => day(date, 25));
    const course = targetCourse(days, options(PM25, '', { versions }));
    expect(course.at(30)).toMatchObject({ day: '2026-01-31', version: 1, isMet: true, state: 'ON_TRACK' });
    expect(course.at(31)).toMatchObject({ day: '2026-02-01', version: 2, isMet: false, state: 'AT_RISK' });
    expect(sinceWhen(course)).toBe('2026-02-01');
    const later = [{ ...versions[1]!, from: '2026-02-01' }];
    expect(targetCourse(days, options(PM25, '', { versions: later }))).toHaveLength(2);
  });

  it('turns exactly when no rest would do, whatever the days', () => {
    const period = { from: '2026-01-01', to: '2026-01-20' };
    const values = fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (list, target) => {
        const days = datesOf(period)
          .slice(0, list.length)
          .map((date, n) => day(date, list[n]!));
        const clean = datesOf(period)
          .slice(list.length)
          .map((date) => day(date, 0));
        const last = targetCourse(days, options(PM25, String(target), { period })).at(-1)!;
        const best = airFigure([...days, ...clean], PM25, edition).value!;
        expect(last.state === 'UNATTAINABLE').toBe(compare(best, target) > 0);
      }),
    );
  });
});

describe('a dust day', () => {
  const all = datesOf({ from: '2026-01-01', to: '2026-02-02' });
  const dusty = all.map((date, n): PeriodDay => ({ ...day(date, n === 9 ? 400 : 25), isDust: n === 9 }));
  const without = dusty.filter(({ isDust }) => !isDust);

  it('is left out of what the rest may have as it is of the figure, and costs nothing', () => {
    const [kept, counted] = [dusty, without].map((days) => targetDay(days, '2026-02-02', options(PM25, '28')));
    expect(kept).toEqual(counted);
    expect(kept).toMatchObject({ value: '25', days: 32, state: 'ON_TRACK' });
    expect(costlyDates(dusty, PM25, '28')).toEqual([]);
  });

  it('is left out of the forecast', () => {
    const question = {
      formula: PM25,
      edition,
      until: '2026-02-02',
      left: datesOf({ from: '2026-02-03', to: '2026-12-31' }),
      allowed: '28.0000',
    };
    const lastYear = datesOf(yearSpan(2025)).map((date) => day(date, 30));
    expect(periodForecast(dusty, lastYear, question)).toEqual(periodForecast(without, lastYear, question));
  });
});

describe('other targets', () => {
  const all = { SO2: 6, NO2: 20, CO: 0.8, O3: 140, PM10: 40, 'PM2.5': 24 };
  const january = { from: '2026-01-01', to: '2026-01-31' };
  const days = datesOf(january).map((date, n): PeriodDay => ({ ...day(date, 24, n === 4 ? 230 : 80), values: all }));

  it('no heavy day at all is broken on the day of the first', () => {
    const course = targetCourse(days, options({ statistic: 'heavy-days' }, '0', { period: january }));
    expect(course.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 4 }, () => 'ON_TRACK'),
      ...Array.from({ length: 27 }, () => 'UNATTAINABLE'),
    ]);
    expect(costlyDates(days, { statistic: 'heavy-days' }, '0')).toEqual(['2026-01-05']);
  });

  it('a percentile has days above it to spare', () => {
    const formula: AirFormula = { statistic: 'percentile', pollutant: 'O3' };
    const at = targetCourse(days, options(formula, '130', { period: yearSpan(2026) })).at(-1)!;
    // k = 1 + 364 · 0.9 = 328.6: the values behind the 329th may lie anywhere.
    expect(at).toMatchObject({
      value: '140',
      gap: '10',
      state: 'AT_RISK',
      rest: { kind: 'days-above', left: 36 - 31 },
    });
  });

  it('a composite index is lost once even clean air would not do', () => {
    const formula: AirFormula = { statistic: 'composite-index' };
    const state = (value: string, until: string) =>
      targetCourse(
        days.filter(({ date }) => date <= until),
        options(formula, value, { period: january }),
      ).at(-1)!;
    const value = airFigure(days, formula, edition).value!;
    expect(state(value, '2026-01-31')).toMatchObject({ value, state: 'SECURED', rest: null });
    expect(state('3.00', '2026-01-10').state).toBe('AT_RISK');
    expect(state('1.00', '2026-01-30').state).toBe('UNATTAINABLE');
    expect(state('4.00', '2026-01-10').state).toBe('ON_TRACK');
  });

  it.each<[string, AirFormula, number, boolean]>([
    ['365', { statistic: 'good-days' }, 0, true],
    ['366', { statistic: 'good-days' }, 0, false],
    ['366', { statistic: 'heavy-days' }, 0, false],
    ['400', PM25, 0, true],
    ['85.0', { statistic: 'good-day-percent' }, 1, true],
    ['85.05', { statistic: 'good-day-percent' }, 1, false],
    ['101', { statistic: 'good-day-percent' }, 1, false],
    ['311', { statistic: 'good-days' }, 0, true],
    ['311.5', { statistic: 'good-days' }, 0, false],
    ['-1', PM25, 0, false],
    ['32.00', PM25, 0, true],
  ])('%s of %p with %i decimals: %p', (value, formula, decimals, expected) => {
    expect(isTargetValue(value, formula, { decimals, days: 365 })).toBe(expected);
  });
});

describe('a forecast', () => {
  const days = datesOf({ from: '2026-01-01', to: '2026-08-31' }).map((date) => day(date, 30));
  const lastYear = datesOf({ from: '2025-01-01', to: '2025-12-31' }).map((date) =>
    day(date, date > '2025-08-31' ? 40 : 20),
  );
  const left = datesOf({ from: '2026-09-01', to: '2026-12-31' });
  const question = { formula: PM25, edition, until: '2026-08-31', left, allowed: '36.00' };

  it('takes last year’s rest as it was, and as this year has changed', () => {
    expect(periodForecast(days, lastYear, question)).toEqual({
      neutral: ((30 * 243 + 40 * 122) / 365).toFixed(2),
      trend: ((30 * 243 + 60 * 122) / 365).toFixed(2),
      requiredFallPct: '10.0',
      months: ['2026-09', '2026-10', '2026-11', '2026-12'].map((month) => ({ month, mean: '36.00' })),
      restDays: 122,
    });
  });

  it('is none without last year’s rest, and none when nothing is left', () => {
    expect(periodForecast(days, lastYear.slice(0, 200), question)).toBeNull();
    expect(periodForecast(days, lastYear, { ...question, left: [] })).toBeNull();
  });

  it('of good days adds up this year’s and last year’s', () => {
    const formula: AirFormula = { statistic: 'good-days' };
    const then = lastYear.map((one, n) => ({ ...one, aqi: n === 364 ? 150 : 60 }));
    expect(periodForecast(days, then, { ...question, formula, allowed: null })).toMatchObject({
      neutral: '364',
      restDays: 122,
    });
  });
});

describe('the last day a figure rests on', () => {
  const days = [day('2026-07-23', null), day('2026-07-24', 20, null), day('2026-07-25', null, null)];
  it.each<[AirFormula, string | null]>([
    [PM25, '2026-07-24'],
    [{ statistic: 'percentile', pollutant: 'O3' }, null],
    [{ statistic: 'good-day-percent' }, '2026-07-23'],
    [{ statistic: 'composite-index' }, '2026-07-23'],
  ])('of %j', (formula, last) => expect(lastCountedDay(days, formula)).toBe(last));
});
