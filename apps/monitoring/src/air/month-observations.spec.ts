import { describe, expect, it } from '@jest/globals';
import { dayReport } from '#libs/domain/air/aqi.js';
import { editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { type CivilDate, datesOf, monthSpan, yearSpan } from '#libs/domain/calendar/shanghai.js';
import type { DayOfArea } from './day.store.js';
import { monthObservations, yearObservations } from './month-observations.js';

const QUIET: Concentrations = { SO2: 5, NO2: 10, CO: 0.5, O3: 80, PM10: 40, 'PM2.5': 20 };
/** 70 of PM2.5 is good under the edition of January 2026 and polluted under that of its end. */
const SPECIAL: Readonly<Record<CivilDate, Concentrations>> = {
  '2026-01-10': { ...QUIET, 'PM2.5': 70 },
  '2026-06-10': { ...QUIET, O3: 180 },
  '2026-07-10': { ...QUIET, O3: 200, 'PM2.5': 90 },
};
const dayOf = (day: CivilDate): DayOfArea => {
  const edition = editionOn(NATIONAL_EDITIONS, day);
  const values = SPECIAL[day] ?? QUIET;
  return {
    areaId: 'A',
    day,
    revision: 1,
    dataState: 'reviewed',
    edition: edition.id,
    content: {
      values,
      validStations: {} as never,
      stations: 1,
      report: dayReport(values, edition),
      from: [{ stationId: 'S', revision: 1 }],
      uncertain: null,
    },
  };
};
const valueOf = (observations: ReturnType<typeof yearObservations>, name: string) => {
  const { value, valid, edition } = observations.find(({ definition }) => definition === `air.area.${name}`)!;
  return { value, valid, edition };
};

describe('a year of an area', () => {
  const year = yearObservations('A', 2026, datesOf(yearSpan(2026)).map(dayOf), []);

  it.each([
    ['good-days', '362'],
    ['good-day-rate', '99.2'],
    ['valid-days', '365'],
    ['pm25', '20'],
    ['o3-p90', '80'],
    ['co-p95', '0.5'],
    ['o3-days', '2'],
    ['o3-lost-days', '1'],
  ])('%s: %s', (name, value) =>
    expect(valueOf(year, `year.${name}`)).toEqual({ value, valid: true, edition: 'cn-2026-transition' }),
  );

  it('stands under the edition of its end, a month under its own', () => {
    const january = monthObservations('A', '2026-01', datesOf(monthSpan('2026-01')).map(dayOf), []);
    expect(valueOf(january, 'month.good-days')).toMatchObject({ value: '31' });
    expect(valueOf(january, 'month.o3-days')).toMatchObject({ value: '0' });
  });

  it('names the dust days its particles leave out, and rests on what recognises them', () => {
    const dust = new Map([
      ['2026-05-10', ['r2', 'r1']],
      ['2026-05-11', ['r1']],
    ]);
    const dates = datesOf(yearSpan(2026));
    const days = dates.map(dayOf).map((day) => {
      const { PM10: _none, ...values } = day.content.values;
      return day.day === '2026-05-11' ? { ...day, content: { ...day.content, values } } : day;
    });
    const of = (name: string) =>
      yearObservations('A', 2026, days, [], dust).find(({ definition }) => definition === `air.area.year.${name}`)!;
    const papers = (name: string) => of(name).basis.references.map(({ kind, id }) => `${kind} ${id}`);
    expect(of('pm25').details).toMatchObject({
      ...{ validDays: 365, usedDays: 363 },
      ...{ dustDates: ['2026-05-10', '2026-05-11'], dustRecognitions: ['r1', 'r2'] },
    });
    expect(of('pm10').details).toMatchObject({ validDays: 364, usedDays: 363, dustDates: ['2026-05-10'] });
    expect(of('composite-index').details).toMatchObject({ usedDays: { PM10: 363, 'PM2.5': 363, O3: 365 } });
    for (const name of ['pm25', 'pm10', 'composite-index'])
      expect(papers(name)).toEqual(['dust-recognition r1', 'dust-recognition r2']);
    for (const name of ['o3-p90', 'so2', 'good-days', 'good-day-rate', 'valid-days', 'o3-days']) {
      expect(papers(name)).toEqual([]);
      expect(of(name).details).not.toHaveProperty('dustDates');
    }
  });

  it('says why a month whose valid days are all dust days has no number of particles', () => {
    const dates = datesOf(monthSpan('2026-05'));
    const dust = new Map(dates.map((date) => [date, ['r1']]));
    const found = monthObservations('A', '2026-05', dates.map(dayOf), [], dust);
    const of = (name: string) => found.find(({ definition }) => definition === `air.area.month.${name}`);
    for (const name of ['pm25', 'pm10', 'composite-index'])
      expect(of(name)).toMatchObject({ value: null, valid: false, invalidReason: '有效日均为沙尘天，不计入' });
    expect(of('o3-p90')).toMatchObject({ valid: true, invalidReason: null });
  });

  it('is not valid with too few days of the year or of a month', () => {
    const dates = datesOf(yearSpan(2026));
    const few = yearObservations('A', 2026, dates.slice(0, 323).map(dayOf), []);
    expect(valueOf(few, 'year.pm25').valid).toBe(false);
    const gap = yearObservations(
      'A',
      2026,
      dates.filter((day) => day < '2026-03-01' || day > '2026-03-05').map(dayOf),
      [],
    );
    expect(gap.find(({ definition }) => definition === 'air.area.year.pm25')).toMatchObject({
      valid: false,
      invalidReason: '2026-03 有效天数26天，少于27天',
    });
    expect(valueOf(gap, 'year.good-days').valid).toBe(true);
  });
});
