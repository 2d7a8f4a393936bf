import { describe, expect, it } from '@jest/globals';
import { dayReport } from './aqi.js';
import { attributedDays } from './attributed-days.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION } from './national-editions.js';
import type { PeriodDay } from './period-statistics.js';
import type { Concentrations } from './pollutant.js';

const EDITION = CN_2026_TRANSITION;
const CLEAN: Concentrations = { SO2: 10, NO2: 20, CO: 0.5, O3: 80, PM10: 40, 'PM2.5': 20 };
const dayOf = (date: string, change: Concentrations, edition = EDITION): PeriodDay => {
  const values = { ...CLEAN, ...change };
  const { aqi, primary } = dayReport(values, edition);
  return { date, values, aqi, primary };
};

describe('days put down to ozone', () => {
  const { SO2: _, ...withoutSo2 } = CLEAN;
  const days: PeriodDay[] = [
    dayOf('2026-05-01', {}),
    dayOf('2026-05-02', { O3: 160 }),
    dayOf('2026-05-03', { O3: 161 }),
    // Ozone leads, and without it PM2.5 would still have been above 100.
    dayOf('2026-05-04', { O3: 215, 'PM2.5': 61 }),
    // Both tie at 150: primary together, and no good day without ozone.
    dayOf('2026-05-05', { O3: 215, 'PM2.5': 115 }),
    // Ozone above 100, but PM10 leads.
    dayOf('2026-05-06', { O3: 170, PM10: 250 }),
    dayOf('2026-05-07', { O3: 200, 'PM2.5': 60, PM10: 120 }),
    { date: '2026-05-08', values: { O3: 180 }, aqi: null, primary: [] },
    // Published because it is above 100; without ozone it would have been withheld, not good.
    { date: '2026-05-09', values: { ...withoutSo2, O3: 180 }, aqi: 118, primary: ['O3'] },
  ];

  it('are the polluted ones it leads, and those that would have been good', () => {
    expect(attributedDays(days, 'O3', EDITION)).toEqual({
      pollutant: 'O3',
      evaluatedDays: 8,
      polluted: ['2026-05-03', '2026-05-04', '2026-05-05', '2026-05-07', '2026-05-09'],
      goodDaysLost: ['2026-05-03', '2026-05-07'],
    });
  });

  it('are told of any pollutant', () => {
    expect(attributedDays(days, 'PM10', EDITION)).toMatchObject({ polluted: ['2026-05-06'], goodDaysLost: [] });
    expect(attributedDays(days, 'PM2.5', EDITION).polluted).toEqual(['2026-05-05']);
    expect(attributedDays([], 'O3', EDITION)).toMatchObject({ evaluatedDays: 0, polluted: [], goodDaysLost: [] });
  });

  it('are more under the rules of 2012, which publish what is there', () => {
    const day = { date: '2025-05-09', values: { ...withoutSo2, O3: 180 }, aqi: 119, primary: ['O3' as const] };
    expect(attributedDays([day], 'O3', CN_2012_AMENDED).goodDaysLost).toEqual(['2025-05-09']);
  });
});
