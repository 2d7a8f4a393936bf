import { describe, expect, it } from '@jest/globals';
import { areaDay, areaHour, isAreaSufficient } from './area-day.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION } from './national-editions.js';
import { type Concentrations } from './pollutant.js';

const EDITION = CN_2026_TRANSITION;
const BASE: Concentrations = { SO2: 6, NO2: 20, CO: 0.6, O3: 80, PM10: 40, 'PM2.5': 20 };
const day = (values: Concentrations, ozoneMaxHour?: number) =>
  ozoneMaxHour === undefined ? { values } : { values, ozoneMaxHour };

describe('valid stations of an area', () => {
  it.each([
    [0, 0, false],
    [0, 1, false],
    [1, 1, true],
    [1, 2, true],
    [1, 3, false],
    [2, 3, true],
    [2, 4, false],
    [3, 4, true],
    [3, 5, false],
    [4, 5, true],
    [5, 7, false],
    [6, 7, true],
    [6, 8, true],
    [12, 17, false],
    [13, 17, true],
  ])('%i of %i: %p', (valid, stations, expected) => {
    expect(isAreaSufficient(valid, stations, EDITION)).toBe(expected);
  });

  it('are counted by pollutant', () => {
    const { PM10: _, ...withoutPm10 } = BASE;
    const area = areaDay([day(BASE), day(BASE), day(withoutPm10), day(withoutPm10)], EDITION);
    expect(area.values.PM10).toBeUndefined();
    expect(area.validStations).toEqual({ SO2: 4, NO2: 4, CO: 4, O3: 4, PM10: 2, 'PM2.5': 4 });
    expect(area.stations).toBe(4);
    expect(area.report).toMatchObject({ state: 'WITHHELD', missing: ['PM10'] });
  });
});

describe('day of an area', () => {
  it('takes the index of the mean, not the mean or worst of the indices', () => {
    const stations = [61, 59, 60, 58].map((value) => day({ ...BASE, 'PM2.5': value }));
    const area = areaDay(stations, EDITION);
    // 59.5 goes to the even 60, index 100; the first station alone has 101.
    expect([area.values['PM2.5'], area.report.aqi, area.report.primary]).toEqual([60, 100, ['PM2.5']]);
  });

  it('rounds once, half to even', () => {
    const ozone = [171, 176, 180, 179].map((value) => day({ ...BASE, O3: value }));
    expect(areaDay(ozone, EDITION).values.O3).toBe(176);
    const carbonMonoxide = [0.2, 0.3].map((value) => day({ ...BASE, CO: value }));
    expect(areaDay(carbonMonoxide, EDITION).values.CO).toBe(0.2);
  });

  it('has the mean of the maximum hours where the edition uses it', () => {
    const stations = [day(BASE, 220), day(BASE, 240)];
    expect(areaDay(stations, CN_2012_AMENDED).report.subIndices.O3).toBe(115);
    expect(areaDay([day(BASE, 220), day(BASE)], CN_2012_AMENDED).report.subIndices.O3).toBe(110);
    expect(areaDay([day(BASE, 220), day(BASE), day(BASE)], CN_2012_AMENDED).report.subIndices.O3).toBe(40);
    expect(areaDay(stations, EDITION).report.subIndices.O3).toBe(40);
  });

  it('passes on what is exempt by plan', () => {
    const { CO: _, ...withoutCo } = BASE;
    expect(areaDay([day(withoutCo)], EDITION).report.aqi).toBeNull();
    expect(areaDay([day(withoutCo)], EDITION, { exempt: ['CO'] }).report.aqi).toBe(40);
  });

  it('of no stations is empty', () => {
    expect(areaDay([], EDITION)).toMatchObject({ values: {}, stations: 0, report: { state: 'EMPTY' } });
  });
});

describe('hour of an area', () => {
  it('is the mean of the stations by the hourly columns', () => {
    const area = areaHour([{ ...BASE, O3: 201 }, { ...BASE, O3: 203 }, {}], EDITION);
    expect([area.values.O3, area.report.subIndices.O3, area.stations]).toEqual([202, 101, 3]);
    expect(areaHour([BASE, {}, {}], EDITION).report.state).toBe('EMPTY');
  });
});
