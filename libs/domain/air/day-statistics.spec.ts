import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DayHours, runningOzoneMeans, stationDay } from './day-statistics.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION } from './national-editions.js';
import { type Concentrations, type Pollutant } from './pollutant.js';

const EDITION = CN_2026_TRANSITION;
const BASE: Concentrations = { SO2: 6, NO2: 20, CO: 0.6, O3: 80, PM10: 40, 'PM2.5': 20 };
const everyHour = (values: Concentrations): Concentrations[] => Array.from({ length: 24 }, () => values);
/** BASE in every hour, one pollutant replaced by a series. */
const withSeries = (pollutant: Pollutant, series: readonly (number | undefined)[]): DayHours =>
  Array.from({ length: 24 }, (_, index) => {
    const { [pollutant]: _dropped, ...rest } = BASE;
    const value = series[index];
    return value === undefined ? rest : { ...rest, [pollutant]: value };
  });
const firstHours = (count: number, value: number): (number | undefined)[] =>
  Array.from({ length: 24 }, (_, index) => (index < count ? value : undefined));

describe('a complete day', () => {
  it('is the mean of its hours and the maximum of its 8-hour means', () => {
    const day = stationDay(everyHour(BASE), EDITION);
    expect(day.values).toEqual(BASE);
    expect(day.hours).toEqual({ SO2: 24, NO2: 24, CO: 24, O3: 24, PM10: 24, 'PM2.5': 24 });
    expect([day.ozoneMeans, day.ozoneByExceedance, day.ozoneMaxHour]).toEqual([17, false, 80]);
    expect([day.report.aqi, day.report.primary, day.report.edition]).toEqual([40, [], EDITION.id]);
  });

  it('rounds hours first and the mean once', () => {
    // 23 hours of 20 and one of 31.5, which counts as 32: 492 / 24 is 20.5, to even 20. Unrounded it is 20.479.
    const half = stationDay(withSeries('PM2.5', [...Array<number>(23).fill(20), 31.5]), EDITION);
    expect(half.values['PM2.5']).toBe(20);
    // The same from 21: 516 / 24 is 21.5, to even 22.
    expect(stationDay(withSeries('PM2.5', [...Array<number>(23).fill(21), 33]), EDITION).values['PM2.5']).toBe(22);
    expect(
      stationDay(withSeries('CO', [...Array<number>(12).fill(0.25), ...Array<number>(12).fill(0.35)]), EDITION).values
        .CO,
    ).toBe(0.3);
  });
});

describe('hours a day needs', () => {
  it('are twenty for a mean', () => {
    expect(stationDay(withSeries('PM10', firstHours(20, 40)), EDITION).values.PM10).toBe(40);
    const short = stationDay(withSeries('PM10', firstHours(19, 40)), EDITION);
    expect(short.values.PM10).toBeUndefined();
    expect(short.hours.PM10).toBe(19);
    expect(short.report).toMatchObject({ state: 'WITHHELD', aqi: null, missing: ['PM10'] });
  });

  it('still publish under the 2012 rules, and above 100 under those of 2026', () => {
    expect(stationDay(withSeries('PM10', firstHours(19, 40)), CN_2012_AMENDED).report.aqi).toBe(40);
    const polluted = withSeries('PM10', firstHours(19, 40)).map((hour) => ({ ...hour, O3: 170 }));
    expect(stationDay(polluted, EDITION).report).toMatchObject({ aqi: 110, primary: ['O3'], missing: ['PM10'] });
  });

  it('may be left out for a pollutant exempt by plan', () => {
    const hours = withSeries('CO', []);
    expect(stationDay(hours, EDITION).report.aqi).toBeNull();
    expect(stationDay(hours, EDITION, { exempt: ['CO'] }).report.aqi).toBe(40);
  });

  it('are none: the day is empty, neither good nor polluted', () => {
    const day = stationDay([], EDITION);
    expect(day.report).toMatchObject({ state: 'EMPTY', aqi: null });
    expect([day.values, day.ozoneMeans, day.ozoneMaxHour]).toEqual([{}, 0, undefined]);
  });
});

describe('ozone', () => {
  it('uses the 8-hour means ending at 08:00 … 24:00 only', () => {
    // 200 in the first hour: it lies in the mean ending at 08:00 and in no later one.
    const early = stationDay(withSeries('O3', [200, ...Array<number>(23).fill(40)]), EDITION);
    expect(early.values.O3).toBe(60);
    // A high evening before cannot reach into the day.
    const means = runningOzoneMeans(Array<number>(24).fill(40), EDITION, Array<number>(7).fill(400));
    expect(means.slice(0, 8)).toEqual([355, 310, 265, 220, 175, 130, 85, 40]);
    expect(Math.max(...(means.slice(7) as number[]))).toBe(40);
  });

  it('needs six hours of eight for a mean', () => {
    const hours = Array<number>(24).fill(100);
    expect(runningOzoneMeans(hours, EDITION)[4]).toBeUndefined();
    expect(runningOzoneMeans(hours, EDITION)[5]).toBe(100);
    expect(runningOzoneMeans(hours, EDITION, [undefined, 20])[4]).toBe(87);
    expect(runningOzoneMeans([], EDITION)).toEqual(Array(24).fill(undefined));
  });

  it('needs fourteen means, counted with windows that run past the last hour', () => {
    // 19 hours: the means ending at 08:00 … 21:00 have at least six hours. 18 hours: one less.
    const enough = stationDay(withSeries('O3', firstHours(19, 100)), EDITION);
    expect([enough.ozoneMeans, enough.values.O3]).toEqual([14, 100]);
    const short = stationDay(withSeries('O3', firstHours(18, 100)), EDITION);
    expect([short.ozoneMeans, short.values.O3, short.ozoneByExceedance]).toEqual([13, undefined, false]);
  });

  it('is valid with fewer when the maximum exceeds the limit of the area', () => {
    const at = (value: number, areaClass: 1 | 2 = 2) =>
      stationDay(withSeries('O3', firstHours(10, value)), EDITION, { areaClass });
    expect([at(160).values.O3, at(160).ozoneByExceedance]).toEqual([undefined, false]);
    expect([at(161).values.O3, at(161).ozoneByExceedance]).toEqual([161, true]);
    expect([at(101, 1).values.O3, at(101, 1).ozoneByExceedance]).toEqual([101, true]);
    expect(stationDay(withSeries('O3', firstHours(5, 300)), EDITION).values.O3).toBeUndefined();
  });

  it('gives the maximum hour from twenty hours on', () => {
    expect(stationDay(withSeries('O3', firstHours(20, 100)), EDITION).ozoneMaxHour).toBe(100);
    expect(stationDay(withSeries('O3', firstHours(19, 100)), EDITION)).not.toHaveProperty('ozoneMaxHour');
    const spike = [...Array<number>(12).fill(40), 230, ...Array<number>(11).fill(40)];
    expect(stationDay(withSeries('O3', spike), CN_2012_AMENDED).report.subIndices.O3).toBe(115);
    expect(stationDay(withSeries('O3', spike), EDITION).report.subIndices.O3).toBe(32);
  });
});

describe('any day', () => {
  const series = fc.array(fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }), {
    minLength: 24,
    maxLength: 24,
  });

  it('lies between its hours, and its maximum mean under its maximum hour', () => {
    fc.assert(
      fc.property(series, (values) => {
        const valid = values.filter((value) => value !== undefined);
        const { values: means } = stationDay(withSeries('NO2', values), EDITION);
        expect(means.NO2 !== undefined).toBe(valid.length >= 20);
        if (means.NO2 !== undefined) {
          expect(means.NO2).toBeGreaterThanOrEqual(Math.min(...valid));
          expect(means.NO2).toBeLessThanOrEqual(Math.max(...valid));
        }
        const ozone = stationDay(withSeries('O3', values), EDITION);
        if (ozone.values.O3 !== undefined) expect(ozone.values.O3).toBeLessThanOrEqual(Math.max(...valid));
      }),
      { seed: 3095 },
    );
  });

  it('refuses a negative hour', () => {
    expect(() => stationDay(withSeries('O3', [-3]), EDITION)).toThrow('O3 -3');
  });
});
