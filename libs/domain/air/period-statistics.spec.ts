import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, datesOf, monthSpan, monthsOf, yearSpan } from '../calendar/shanghai.js';
import { CN_2026_TRANSITION } from './national-editions.js';
import {
  dayTally,
  daysRequiredIn,
  type PeriodDay,
  periodConcentrations,
  shortfallsOf,
  spanShortfallsOf,
} from './period-statistics.js';
import { type Concentrations, POLLUTANTS } from './pollutant.js';

const EDITION = CN_2026_TRANSITION;
const BASE: Concentrations = { SO2: 6, NO2: 20, CO: 0.6, O3: 80, PM10: 40, 'PM2.5': 20 };
const daysFrom = (date: string, values: readonly Concentrations[]): PeriodDay[] =>
  values.map((of, index) => ({ date: addDays(date, index), values: of, aqi: 40, primary: [] }));
const monthOfDays = (month: string): PeriodDay[] =>
  datesOf(monthSpan(month)).map((date) => ({ date, values: BASE, aqi: 40, primary: [] }));

describe('concentrations of a period', () => {
  it('are rounded once from daily values', () => {
    const days = daysFrom('2026-05-01', [
      { ...BASE, 'PM2.5': 20, CO: 0.5 },
      { ...BASE, 'PM2.5': 21, CO: 0.6 },
    ]);
    const period = periodConcentrations(days, EDITION);
    expect(period['PM2.5']).toEqual({
      pollutant: 'PM2.5',
      validDays: 2,
      usedDays: 2,
      mean: 20,
      percentile: 21,
      percent: 95,
    });
    expect([period.CO.mean, period.CO.percentile, period.CO.percent]).toEqual([0.6, 0.6, 95]);
    expect([period.O3.percent, period.SO2.percent, period.NO2.percent, period.PM10.percent]).toEqual([90, 98, 98, 95]);
  });

  it('have nothing to say without a value', () => {
    const { SO2: _, ...withoutSo2 } = BASE;
    const { SO2 } = periodConcentrations(daysFrom('2026-05-01', [withoutSo2]), EDITION);
    expect([SO2.validDays, SO2.mean, SO2.percentile]).toEqual([0, null, null]);
  });

  it('leave dust days out of particles only, unless they are kept', () => {
    const dusty = { ...BASE, PM10: 400, 'PM2.5': 80, NO2: 40 };
    const days = daysFrom('2026-05-01', [BASE, dusty]).map((day, index) => ({ ...day, isDust: index === 1 }));
    const excluded = periodConcentrations(days, EDITION);
    expect([excluded.PM10.mean, excluded['PM2.5'].mean, excluded.NO2.mean]).toEqual([40, 20, 30]);
    expect([excluded.PM10.validDays, excluded.PM10.usedDays, excluded.NO2.usedDays]).toEqual([2, 1, 2]);
    expect(periodConcentrations(days, EDITION, { dust: 'KEEP' }).PM10.mean).toBe(220);
  });
});

describe('tally of days', () => {
  const day = (date: string, aqi: number | null, primary: PeriodDay['primary'] = [], isDust = false): PeriodDay => ({
    date,
    values: {},
    aqi,
    primary,
    isDust,
  });
  const days = [
    day('2026-05-01', 50),
    day('2026-05-02', 100, ['O3']),
    day('2026-05-03', 101, ['O3']),
    day('2026-05-04', 151, ['O3', 'PM2.5']),
    day('2026-05-05', 200, ['PM10']),
    day('2026-05-06', 201, ['PM10'], true),
    day('2026-05-07', 301, ['PM10'], true),
    day('2026-05-08', null),
  ];

  it('counts evaluated days only', () => {
    expect(dayTally(days, EDITION)).toEqual({
      evaluatedDays: 7,
      goodDays: 2,
      goodDayPercent: 28.6,
      daysByLevel: { 1: 1, 2: 1, 3: 1, 4: 2, 5: 1, 6: 1 },
      pollutedDays: 5,
      heavyDays: 2,
      heavyDayPercent: 28.6,
      pollutedDaysByPrimary: { SO2: 0, NO2: 0, CO: 0, O3: 2, PM10: 3, 'PM2.5': 1 },
    });
  });

  it('can leave dust days out', () => {
    expect(dayTally(days, EDITION, { dust: 'EXCLUDE' })).toMatchObject({
      evaluatedDays: 5,
      goodDayPercent: 40,
      heavyDays: 0,
    });
  });

  it('has no share without an evaluated day', () => {
    expect(dayTally([day('2026-05-08', null)], EDITION)).toMatchObject({ evaluatedDays: 0, goodDayPercent: null });
  });

  it('always adds up', () => {
    const any = fc.array(fc.option(fc.integer({ min: 0, max: 500 })), { maxLength: 40 });
    fc.assert(
      fc.property(any, (indices) => {
        const tally = dayTally(
          indices.map((aqi, index) => day(addDays('2026-05-01', index), aqi)),
          EDITION,
        );
        const levels = tally.daysByLevel;
        expect(levels[3] + levels[4] + levels[5] + levels[6]).toBe(tally.evaluatedDays - tally.goodDays);
        expect(levels[1] + levels[2]).toBe(tally.goodDays);
        expect(levels[5] + levels[6]).toBe(tally.heavyDays);
      }),
      { seed: 663 },
    );
  });
});

describe('validity of a period', () => {
  const without = (days: readonly PeriodDay[], pollutant: 'PM10', count: number): PeriodDay[] =>
    days.map((day, index) => {
      const { [pollutant]: _, ...rest } = day.values;
      return index < count ? { ...day, values: rest } : day;
    });

  it.each([
    ['2026-05', 27],
    ['2026-02', 25],
    ['2028-02', 25],
    ['2026-04', 27],
  ])('%s needs %i days', (month, days) => {
    expect(daysRequiredIn(month, EDITION)).toBe(days);
  });

  it('turns on the 27th day, by pollutant', () => {
    const june = monthOfDays('2026-06');
    expect(shortfallsOf(without(june, 'PM10', 3), ['2026-06'], EDITION)).toEqual([]);
    expect(shortfallsOf(without(june, 'PM10', 4), ['2026-06'], EDITION)).toEqual([
      { pollutant: 'PM10', period: '2026-06', validDays: 26, requiredDays: 27 },
    ]);
    const february = monthOfDays('2026-02');
    expect(shortfallsOf(without(february, 'PM10', 3), ['2026-02'], EDITION)).toEqual([]);
    expect(shortfallsOf(without(february, 'PM10', 4), ['2026-02'], EDITION)).toHaveLength(1);
  });

  it('looks at every month of a longer period and at nothing outside', () => {
    const days = [...monthOfDays('2026-05'), ...without(monthOfDays('2026-06'), 'PM10', 10)];
    expect(shortfallsOf(days, ['2026-05'], EDITION)).toEqual([]);
    expect(shortfallsOf(days, ['2026-05', '2026-06'], EDITION)).toEqual([
      { pollutant: 'PM10', period: '2026-06', validDays: 20, requiredDays: 27 },
    ]);
    expect(shortfallsOf([], ['2026-07'], EDITION)).toHaveLength(POLLUTANTS.length);
  });

  it.each([
    // 30 days: 27. A day and ten days are rounded up to whole ones.
    ['2026-05-05', '2026-06-03', 27],
    ['2026-05-05', '2026-05-05', 1],
    ['2026-05-05', '2026-05-14', 9],
    ['2026-05-05', '2026-05-15', 10],
    ['2026-01-01', '2026-11-21', 293],
  ])('a span from %s to %s needs %i days of each pollutant', (from, to, requiredDays) => {
    const all = datesOf({ from, to }).map((date) => ({ date, values: BASE, aqi: 40, primary: [] }));
    const most = all.length - requiredDays;
    expect(spanShortfallsOf(without(all, 'PM10', most), { from, to }, EDITION)).toEqual([]);
    expect(spanShortfallsOf(without(all, 'PM10', most + 1), { from, to }, EDITION)).toEqual([
      { pollutant: 'PM10', period: `${from}/${to}`, validDays: requiredDays - 1, requiredDays },
    ]);
    // Days outside do not count.
    expect(spanShortfallsOf([{ ...all[0]!, date: addDays(from, -1) }], { from, to }, EDITION)).toHaveLength(6);
  });

  it('needs 324 days of a year besides', () => {
    const months = monthsOf(yearSpan(2026));
    const year = months.flatMap(monthOfDays);
    expect(shortfallsOf(year, months, EDITION)).toEqual([]);
    // 27 days in every month but February's 25: each month passes, the year's 322 days do not.
    const least = months.flatMap((month) => monthOfDays(month).slice(0, daysRequiredIn(month, EDITION)));
    expect(shortfallsOf(least, months, EDITION)).toEqual(
      POLLUTANTS.map((pollutant) => ({ pollutant, period: '2026', validDays: 322, requiredDays: 324 })),
    );
    expect(shortfallsOf(least, months.slice(0, 11), EDITION)).toEqual([]);
  });
});
