import { describe, expect, it } from '@jest/globals';
import { CN_2012, CN_2012_AMENDED, CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';
import type { PeriodDay } from './period-statistics.js';
import type { Concentrations } from './pollutant.js';
import { daysOtherwise, editionsOver, restatedDay, restatedDays, sideBySide } from './restatement.js';

const CLEAN: Concentrations = { SO2: 10, NO2: 20, CO: 0.5, O3: 80, PM10: 40, 'PM2.5': 20 };
const day = (date: string, change: Concentrations, more: Partial<PeriodDay> = {}): PeriodDay => ({
  date,
  values: { ...CLEAN, ...change },
  aqi: null,
  primary: [],
  ...more,
});

describe('a day under another edition', () => {
  it.each([
    ['2025-05-01', { 'PM2.5': 61 }, 83, 101],
    ['2025-05-01', { 'PM2.5': 75 }, 100, 114],
    ['2025-05-01', { PM10: 121 }, 86, 101],
    ['2025-05-01', { O3: 161 }, 101, 101],
    ['2026-05-01', { 'PM2.5': 61 }, 83, 101],
  ] as const)('%s %p', (date, change, of2012, of2026) => {
    const index = (edition: typeof CN_2012) => restatedDays([day(date, change)], edition, NATIONAL_EDITIONS)[0]?.aqi;
    expect([index(CN_2012_AMENDED), index(CN_2026_TRANSITION)]).toEqual([of2012, of2026]);
  });

  it('has its gases in the other gas state', () => {
    const restated = restatedDay(day('2018-05-01', { O3: 175, PM10: 100 }), CN_2026_TRANSITION, CN_2012);
    expect([restated.values.O3, restated.values.PM10, restated.values.SO2]).toEqual([160, 100, 9]);
    expect(restated.aqi).toBe(100);
  });

  it('uses the maximum hour of ozone under the rules of 2012 only', () => {
    const both = day('2025-05-01', { O3: 100 }, { ozoneMaxHour: 210 });
    expect(restatedDay(both, CN_2012_AMENDED, CN_2012_AMENDED).aqi).toBe(105);
    expect(restatedDay(both, CN_2026_TRANSITION, CN_2012_AMENDED).aqi).toBe(50);
  });

  it('is withheld under the rules of 2026 where something is missing', () => {
    const { SO2: _, ...rest } = CLEAN;
    const lacking = { ...day('2025-05-01', {}), values: rest };
    expect(restatedDay(lacking, CN_2012_AMENDED, CN_2012_AMENDED).aqi).toBe(40);
    expect(restatedDay(lacking, CN_2026_TRANSITION, CN_2012_AMENDED).aqi).toBeNull();
    const exempt = { exempt: ['SO2'] as const };
    expect(restatedDay(lacking, CN_2026_TRANSITION, CN_2012_AMENDED, exempt).aqi).toBe(40);
  });

  it('keeps its dust mark', () => {
    expect(restatedDay(day('2025-05-01', {}, { isDust: true }), CN_2026_TRANSITION, CN_2012_AMENDED).isDust).toBe(true);
  });
});

describe('two editions side by side', () => {
  const { CO: _, ...withoutCo } = CLEAN;
  const days = [
    day('2026-05-01', {}),
    day('2026-05-02', { 'PM2.5': 61 }),
    day('2026-05-03', { O3: 170 }),
    day('2026-05-04', { PM10: 130, 'PM2.5': 70 }),
    { ...day('2026-05-05', {}), values: withoutCo },
  ];
  const both = sideBySide(days, [CN_2012_AMENDED, CN_2026_TRANSITION], NATIONAL_EDITIONS);

  it('show each day under both', () => {
    expect(both.editions).toEqual(['cn-2012-amended', 'cn-2026-transition']);
    expect(both.days.map(({ date, under: [a, b] }) => `${date} ${a.aqi} ${a.level} ${b.aqi} ${b.level}`)).toEqual([
      '2026-05-01 40 1 40 1',
      '2026-05-02 83 2 101 3',
      '2026-05-03 110 3 110 3',
      '2026-05-04 94 2 110 3',
      '2026-05-05 40 1 null null',
    ]);
    expect(both.days[3]?.under[1].primary).toEqual(['PM2.5']);
  });

  it('count each with its own evaluated days', () => {
    expect(
      both.tallies.map(({ goodDays, evaluatedDays, goodDayPercent }) => [goodDays, evaluatedDays, goodDayPercent]),
    ).toEqual([
      [4, 5, 80],
      [1, 4, 25],
    ]);
    expect(both.goodUnderOne).toEqual(['2026-05-02', '2026-05-04']);
  });
});

describe('days that count otherwise under one edition', () => {
  const { PM10: _, ...withoutPm10 } = CLEAN;
  const days = [
    day('2026-02-27', {}, { values: withoutPm10, aqi: 40 }),
    day('2026-02-28', { 'PM2.5': 61 }, { aqi: 83 }),
    day('2026-03-01', {}, { aqi: 40 }),
    day('2026-03-02', {}, { values: withoutPm10, aqi: null }),
  ];

  it('are those withheld for a missing pollutant and those whose limit tightened', () => {
    expect(daysOtherwise(days, CN_2026_TRANSITION, NATIONAL_EDITIONS)).toEqual([
      { date: '2026-02-27', inForce: 'good', restated: null, missing: ['PM10'] },
      { date: '2026-02-28', inForce: 'good', restated: 'polluted', missing: [] },
    ]);
  });

  it('are those of the later edition, seen from the one of before', () => {
    expect(daysOtherwise(days, CN_2012_AMENDED, NATIONAL_EDITIONS)).toEqual([
      { date: '2026-03-02', inForce: null, restated: 'good', missing: ['PM10'] },
    ]);
  });

  it('lie in spans with more than one edition', () => {
    expect(editionsOver(days, NATIONAL_EDITIONS)).toEqual(['cn-2012-amended', 'cn-2026-transition']);
    expect(editionsOver(days.slice(2), NATIONAL_EDITIONS)).toEqual(['cn-2026-transition']);
  });
});
