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
