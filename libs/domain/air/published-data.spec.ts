import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { datesOf, monthSpan } from '../calendar/shanghai.js';
import { areaDay } from './area-day.js';
import { hourReport } from './aqi.js';
import { compositeIndex, compositeValues } from './composite-index.js';
import { stationDay } from './day-statistics.js';
import { editionOfHour, editionOn } from './edition.js';
import { NATIONAL_EDITIONS } from './national-editions.js';
import { dayTally, type PeriodDay, periodConcentrations, shortfallsOf } from './period-statistics.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';

/** Measured hours, see fixtures/README.md. The expected figures were computed by a separate program. */
const rowsOf = (file: string): string[][] =>
  readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

const days = new Map<string, Partial<Record<Pollutant, number>>[]>();
for (const [station, date, pollutant, ...hours] of rowsOf('hours.csv')) {
  const key = `${station} ${date}`;
  const day = days.get(key) ?? Array.from({ length: 24 }, (): Partial<Record<Pollutant, number>> => ({}));
  days.set(key, day);
  hours.forEach((text, index) => {
    if (text !== '') day[index]![pollutant as Pollutant] = Number(text);
  });
}
const stations = [...new Set([...days.keys()].map((key) => key.slice(0, 2)))];
const dayOf = (station: string, date: string) =>
  stationDay(days.get(`${station} ${date}`) ?? [], editionOn(NATIONAL_EDITIONS, date));
const areaOn = (area: string, date: string, left: readonly string[] = []) =>
  areaDay(
    stations
      .filter((station) => station.startsWith(area) && !left.includes(station))
      .map((station) => dayOf(station, date)),
    editionOn(NATIONAL_EDITIONS, date),
  );
const indexOn = (area: string, date: string) => areaOn(area, date).report.aqi;
const AREAS = ['甲', '乙', '丙', '丁', '戊', '己'] as const;

describe('published hours', () => {
  const rows = rowsOf('published-hours.csv').map(([station, label, ...rest]) => {
    const numbers = rest.slice(0, 6);
    const values = Object.fromEntries(
      numbers.flatMap((text, index) => (text === '' ? [] : [[POLLUTANTS[index], Number(text)]])),
    ) as Concentrations;
    const edition = editionOfHour(NATIONAL_EDITIONS, new Date(`${label?.replace(' ', 'T')}:00+08:00`));
    const report = hourReport(values, edition);
    return { station, label, edition: edition.id, report, aqi: rest[6], primary: rest[7] };
  });

  it('are reproduced on both sides of the change of edition', () => {
    const published = rows.filter(({ aqi }) => aqi !== '');
    expect(published.length).toBeGreaterThan(450);
    const editions = new Set(published.map(({ edition }) => edition));
    expect(editions).toEqual(new Set(['cn-2012-amended', 'cn-2026-transition']));
    const wrong = published.filter(({ report, aqi }) => report.largestSubIndex !== Number(aqi));
    expect(wrong).toEqual([]);
    const withPrimary = published.filter(({ report }) => report.state === 'PUBLISHED');
    expect(withPrimary.filter(({ report, primary }) => report.primary.join('+') !== primary)).toEqual([]);
  });

  it('of 00:00 on the first day of the new edition still follow the old one', () => {
    const row = rows.find(({ station, label }) => station === '甲2' && label === '2026-03-01 00:00');
    expect([row?.aqi, row?.report.aqi, row?.edition]).toEqual(['66', 66, 'cn-2012-amended']);
  });
});

describe('days of stations and areas', () => {
  it.each([
    ['2026-05-11', [124, 108, 110, 99, 106, 105]],
    ['2026-05-12', [128, 120, 119, 119, 117, 105]],
    ['2026-06-11', [140, 139, 135, 140, 119, 134]],
    ['2026-06-26', [159, 144, 106, 137, 130, 140]],
    ['2026-07-24', [115, 110, null, 114, 103, null]],
  ])('on %s', (date, expected) => {
    expect(AREAS.map((area) => indexOn(area, date))).toEqual(expected);
  });

  it('have ozone of 186, 190 and 224 in the first area', () => {
    expect(['2026-05-11', '2026-05-12', '2026-06-26'].map((date) => areaOn('甲', date).values.O3)).toEqual([
      186, 190, 224,
    ]);
  });

  it('are above 100 at all seventeen stations on two days', () => {
    const on = (date: string) => stations.map((station) => dayOf(station, date).report.aqi as number);
    expect([on('2026-06-11').length, Math.min(...on('2026-06-11'))]).toEqual([17, 110]);
    expect(dayOf('己4', '2026-06-11').report.aqi).toBe(159);
    const levelFour = on('2026-06-26').filter((aqi) => aqi > 150);
    expect(levelFour.sort((a, b) => a - b)).toEqual([155, 155, 156, 160, 163, 171]);
    expect(on('2026-06-26').filter((aqi) => aqi > 200 || aqi <= 100)).toEqual([]);
  });

  it('that end early are valid where ozone exceeds the limit already', () => {
    const valid = stations.filter((station) => dayOf(station, '2026-07-24').report.aqi !== null);
    const byExceedance = stations.filter((station) => dayOf(station, '2026-07-24').ozoneByExceedance);
    // The first area's hours go to 19:00, so its fourteenth 8-hour mean ends at 21:00 with six hours.
    expect(valid.filter((station) => !byExceedance.includes(station))).toEqual(['甲1', '甲2', '甲3', '甲4']);
    expect(byExceedance).toEqual(['乙2', '丁2', '丁3', '戊1', '己3', '己4']);
  });
});

describe('May 2026', () => {
  const edition = editionOn(NATIONAL_EDITIONS, '2026-05-01');
  const monthFor = (area: string, left: readonly string[] = []): PeriodDay[] =>
    datesOf(monthSpan('2026-05')).map((date) => {
      const { values, report } = areaOn(area, date, left);
      return { date, values, aqi: report.aqi, primary: report.primary };
    });
  const indexFor = (area: string, left: readonly string[] = []) =>
    compositeIndex(compositeValues(periodConcentrations(monthFor(area, left), edition)), edition).index;

  it('has its composite indices', () => {
    expect(['甲', '丙', '戊', '己'].map((area) => indexFor(area))).toEqual([2.98, 2.86, 2.86, 3.03]);
    expect(indexFor('己', ['己4'])).toBe(3);
  });

  it('has 23 good days of 27 in the first area and is a valid month', () => {
    const may = monthFor('甲');
    expect(dayTally(may, edition)).toMatchObject({ goodDays: 23, evaluatedDays: 27, goodDayPercent: 85.2 });
    expect(shortfallsOf(may, ['2026-05'], edition)).toEqual([]);
  });
});
