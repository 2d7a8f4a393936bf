import { describe, expect, it } from '@jest/globals';
import { annualAttainment } from './annual-attainment.js';
import { CN_2012_AMENDED, CN_2026_FINAL, CN_2026_TRANSITION } from './national-editions.js';
import type { PeriodConcentration } from './period-statistics.js';
import { type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';

type Pair = readonly [mean: number | null, percentile: number | null];
const CLEAN: PerPollutant<Pair> = {
  SO2: [8, 15],
  NO2: [29, 60],
  CO: [0.7, 1.1],
  O3: [100, 152],
  PM10: [52, 110],
  'PM2.5': [28, 58],
};
const yearOf = (change: Partial<Record<Pollutant, Pair>> = {}) =>
  Object.fromEntries(
    POLLUTANTS.map((pollutant) => {
      const [mean, percentile] = change[pollutant] ?? CLEAN[pollutant];
      return [pollutant, { pollutant, validDays: 365, usedDays: 365, mean, percentile, percent: 95 }];
    }),
  ) as unknown as PerPollutant<PeriodConcentration>;

describe('a year', () => {
  it.each<[string, Partial<Record<Pollutant, Pair>>, string[], string[]]>([
    ['within every limit', {}, [], []],
    ['exactly on the limits', { PM10: [60, 120], 'PM2.5': [30, 60], O3: [100, 160], CO: [1, 4] }, [], []],
    ['over by the mean', { 'PM2.5': [31, 58] }, ['PM2.5 mean -1'], []],
    ['over by the percentile alone', { PM10: [52, 121] }, ['PM10 percentile -1'], []],
    ['over by both', { NO2: [41, 81] }, ['NO2 mean -1', 'NO2 percentile -1'], []],
    ['CO has no annual limit', { CO: [9, 4.1] }, ['CO percentile -0.1'], []],
    ['O3 has no annual limit', { O3: [200, 160] }, [], []],
    ['not known', { SO2: [null, null] }, [], ['SO2']],
    ['failed and not known', { SO2: [null, null], O3: [100, 161] }, ['O3 percentile -1'], ['SO2']],
  ])('%s', (_, change, failed, invalid) => {
    const verdict = annualAttainment(yearOf(change), [], CN_2026_TRANSITION);
    expect(verdict.failed.map((one) => `${one.pollutant} ${one.statistic} ${one.margin}`)).toEqual(failed);
    expect(verdict.invalid).toEqual(invalid);
    expect(verdict.isAttained).toBe(failed.length + invalid.length === 0);
  });

  it('with too few days of one pollutant is not attained, and says which', () => {
    const short = [{ pollutant: 'PM10', period: '2026-02', validDays: 24, requiredDays: 25 }] as const;
    const verdict = annualAttainment(yearOf(), short, CN_2026_TRANSITION);
    expect([verdict.isAttained, verdict.failed, verdict.invalid]).toEqual([false, [], ['PM10']]);
  });

  it('has ten items with the room that is left', () => {
    const { items, edition } = annualAttainment(yearOf(), [], CN_2026_TRANSITION);
    expect(edition).toBe('cn-2026-transition');
    expect(items.map(({ pollutant, statistic, margin }) => `${pollutant} ${statistic} ${margin}`)).toEqual([
      'SO2 mean 52',
      'SO2 percentile 135',
      'NO2 mean 11',
      'NO2 percentile 20',
      'CO percentile 2.9',
      'O3 percentile 8',
      'PM10 mean 8',
      'PM10 percentile 10',
      'PM2.5 mean 2',
      'PM2.5 percentile 2',
    ]);
  });

  it('may attain under one edition and one class only', () => {
    const attains = [CN_2012_AMENDED, CN_2026_TRANSITION, CN_2026_FINAL].map(
      (edition) => annualAttainment(yearOf(), [], edition).isAttained,
    );
    expect(attains).toEqual([true, true, false]);
    expect(annualAttainment(yearOf(), [], CN_2026_TRANSITION, 1).isAttained).toBe(false);
  });
});
