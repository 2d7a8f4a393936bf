import { describe, expect, it } from '@jest/globals';
import { addDays, yearSpan } from '../calendar/shanghai.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';
import type { PeriodDay } from './period-statistics.js';
import type { Concentrations } from './pollutant.js';
import {
  type GapPolicy,
  type LeapDayPolicy,
  samePeriodBefore,
  type SamePeriodOptions,
  sideBySideYears,
} from './same-period.js';

const CLEAN: Concentrations = { SO2: 10, NO2: 20, CO: 0.5, O3: 80, PM10: 40, 'PM2.5': 20 };
const run = (from: string, ...changes: (Concentrations | null)[]): PeriodDay[] =>
  changes.map((change, index) => ({
    date: addDays(from, index),
    values: change === null ? {} : { ...CLEAN, ...change },
    aqi: null,
    primary: [],
  }));
const pm = (value: number): Concentrations => ({ 'PM2.5': value });
const compare = (
  current: PeriodDay[],
  earlier: PeriodDay[],
  options?: SamePeriodOptions,
  edition = CN_2026_TRANSITION,
) => sideBySideYears([current, earlier], edition, NATIONAL_EDITIONS, options).against[0]!;

describe('the same period of an earlier year', () => {
  it.each([
    ['2026-01-01', '2026-07-31', 1, '2025-01-01', '2025-07-31'],
    ['2028-01-01', '2028-02-29', 1, '2027-01-01', '2027-02-28'],
    ['2028-02-29', '2028-03-31', 1, '2027-03-01', '2027-03-31'],
    ['2029-01-01', '2029-02-28', 1, '2028-01-01', '2028-02-28'],
    ['2028-02-29', '2028-02-29', 4, '2024-02-29', '2024-02-29'],
    ['2026-01-01', '2026-12-31', 3, '2023-01-01', '2023-12-31'],
  ])('%s … %s, %i before', (from, to, years, expectedFrom, expectedTo) => {
    expect(samePeriodBefore({ label: 'x', from, to }, years)).toMatchObject({ from: expectedFrom, to: expectedTo });
  });

  it('is named', () => {
    expect(samePeriodBefore(yearSpan(2026)).label).toBe('2026 (-1)');
  });
});

describe('concentrations', () => {
  it('change in µg/m³ and percent of the rounded values', () => {
    const { means } = compare(run('2026-05-01', pm(42), pm(42)), run('2025-05-01', pm(39), pm(39)));
    expect(means['PM2.5']).toEqual({
      statistic: 'mean',
      current: 42,
      earlier: 39,
      currentDays: 2,
      earlierDays: 2,
      change: 3,
      changePercent: 7.7,
    });
    expect(means.CO).toMatchObject({ current: 0.5, change: 0, changePercent: 0 });
  });

  it.each<[GapPolicy, number, number, number, number, number]>([
    ['OWN_DAYS', 30, 40, 3, 2, -25],
    ['COMMON_DAYS', 40, 40, 2, 2, 0],
  ])('with %s', (gaps, current, earlier, currentDays, earlierDays, percent) => {
    const { means, basis } = compare(
      run('2026-05-01', pm(10), pm(30), pm(50)),
      run('2025-05-01', null, pm(30), pm(50)),
      { gaps },
    );
    expect(means['PM2.5']).toMatchObject({ current, earlier, currentDays, earlierDays, changePercent: percent });
    expect(basis.gaps).toBe(gaps);
  });

  it('leave a dust day out on its own side, or on both with common days', () => {
    const current = run('2026-05-01', pm(20), pm(90));
    const earlier = run('2025-05-01', pm(20), pm(40));
    const dusty = current.map((day, index) => ({ ...day, isDust: index === 1 }));
    expect(compare(dusty, earlier).means['PM2.5']).toMatchObject({ current: 20, earlier: 30 });
    expect(compare(dusty, earlier, { gaps: 'COMMON_DAYS' }).means['PM2.5']).toMatchObject({ current: 20, earlier: 20 });
    expect(compare(dusty, earlier, { dust: 'KEEP' }).means['PM2.5']).toMatchObject({ current: 55, earlier: 30 });
  });

  it.each<[LeapDayPolicy, number]>([
    ['DROP', 20],
    ['KEEP', 30],
  ])('with a leap day to %s', (leapDay, current) => {
    const { means } = compare(run('2028-02-28', pm(20), pm(40)), run('2027-02-28', pm(20)), { leapDay });
    expect(means['PM2.5']).toMatchObject({ current, earlier: 20 });
  });

  it('have percentiles too, and nothing without a value', () => {
    const { means, percentiles } = compare(run('2026-05-01', { O3: 100 }, { O3: 200 }), run('2025-05-01', null));
    expect(percentiles.O3).toMatchObject({ statistic: 'percentile', current: 190, earlier: null, change: null });
    expect(means.O3).toMatchObject({ current: 150, earlier: null, changePercent: null });
  });

  it('of before September 2018 stand in the later gas state', () => {
    const { means } = compare(run('2019-05-01', { O3: 100 }), run('2018-05-01', { O3: 109 }), {}, CN_2012_AMENDED);
    expect(means.O3).toMatchObject({ current: 100, earlier: 100, changePercent: 0 });
  });
});

describe('days', () => {
  const current = run('2026-05-01', pm(61), pm(20), pm(20), pm(160), null);
  const earlier = run('2025-05-01', pm(61), pm(20), pm(20), pm(20), pm(20));

  it('are held against the later edition on both sides', () => {
    const { days, basis } = compare(current, earlier);
    expect(basis.edition).toBe('cn-2026-transition');
    expect([days.current.goodDays, days.current.evaluatedDays, days.current.goodDayPercent]).toEqual([2, 4, 50]);
    expect([days.earlier.goodDays, days.earlier.evaluatedDays, days.earlier.goodDayPercent]).toEqual([4, 5, 80]);
    expect([days.goodDaysChange, days.heavyDaysChange, days.goodDayPercentChange]).toEqual([-2, 1, -30]);
  });

  it('count under the earlier edition when asked', () => {
    const { days } = compare(current, earlier, {}, CN_2012_AMENDED);
    expect([days.current.goodDays, days.earlier.goodDays]).toEqual([3, 5]);
  });

  it('are common to both when asked', () => {
    const { days } = compare(current, earlier, { gaps: 'COMMON_DAYS' });
    expect([days.current.evaluatedDays, days.earlier.evaluatedDays, days.goodDaysChange]).toEqual([4, 4, -1]);
    expect(days.goodDayPercentChange).toBe(-25);
  });

  it('have no share without an evaluated day', () => {
    expect(compare(current, []).days.goodDayPercentChange).toBeNull();
  });
});

describe('several years side by side', () => {
  const years = [
    run('2026-05-01', pm(10), pm(30), pm(50), pm(70)),
    run('2025-05-01', pm(20), null, pm(40), pm(60)),
    run('2024-05-01', pm(30), pm(30), null, pm(90)),
  ];
  const means = (options?: SamePeriodOptions) =>
    sideBySideYears(years, CN_2026_TRANSITION, NATIONAL_EDITIONS, options).against.map((one) => one.means['PM2.5']);

  it('hold the latest against each, with the days each has', () => {
    expect(means()).toMatchObject([
      { current: 40, earlier: 40, currentDays: 4, earlierDays: 3, change: 0 },
      { current: 40, earlier: 50, currentDays: 4, earlierDays: 3, change: -10, changePercent: -20 },
    ]);
  });

  it('count only days every year has when asked, also between two of them', () => {
    expect(means({ gaps: 'COMMON_DAYS' })).toMatchObject([
      { current: 40, earlier: 40, currentDays: 2, earlierDays: 2 },
      { current: 40, earlier: 60, currentDays: 2, earlierDays: 2, changePercent: -33.3 },
    ]);
    const { years: counted } = sideBySideYears(years, CN_2026_TRANSITION, NATIONAL_EDITIONS, { gaps: 'COMMON_DAYS' });
    expect(counted.map((days) => days.map(({ values }) => values['PM2.5'] ?? null))).toEqual([
      [10, null, null, 70],
      [20, null, null, 60],
      [30, null, null, 90],
    ]);
  });
});
