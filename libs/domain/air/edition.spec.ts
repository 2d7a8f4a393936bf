import { describe, expect, it } from '@jest/globals';
import { addDays, hourLabelInstant } from '../calendar/shanghai.js';
import { editionOfHour, editionOn, INDEX_STEPS, limitOf } from './edition.js';
import { CN_2026_FINAL, CN_2026_TRANSITION, CN_2012, NATIONAL_EDITIONS } from './national-editions.js';
import { POLLUTANTS } from './pollutant.js';

describe('edition in force', () => {
  it.each([
    ['2016-01-01', 'cn-2012'],
    ['2018-08-31', 'cn-2012'],
    ['2018-09-01', 'cn-2012-amended'],
    ['2026-02-28', 'cn-2012-amended'],
    ['2026-03-01', 'cn-2026-transition'],
    ['2030-12-31', 'cn-2026-transition'],
    ['2031-01-01', 'cn-2026-final'],
    ['2099-12-31', 'cn-2026-final'],
  ])('on %s is %s', (date, id) => {
    expect(editionOn(NATIONAL_EDITIONS, date).id).toBe(id);
  });

  it('follows the natural day of an hour label', () => {
    const midnight = new Date('2026-03-01T00:00:00+08:00');
    expect(editionOfHour(NATIONAL_EDITIONS, midnight).id).toBe('cn-2012-amended');
    expect(editionOfHour(NATIONAL_EDITIONS, hourLabelInstant('2026-03-01', 1)).id).toBe('cn-2026-transition');
  });

  it('is refused where none is in force', () => {
    expect(() => editionOn(NATIONAL_EDITIONS, '2015-12-31')).toThrow(RangeError);
    expect(() => editionOn([], '2026-05-01')).toThrow(RangeError);
  });

  it('leaves no day between one edition and the next', () => {
    NATIONAL_EDITIONS.slice(1).forEach((edition, index) => {
      expect(addDays(NATIONAL_EDITIONS[index]!.to as string, 1)).toBe(edition.from);
    });
  });
});

describe('limits of GB 3095', () => {
  /** GB 3095-2012 and GB 3095-2026, Table 1: class 1 and 2 of 2012, of the transition, of the final stage. */
  it.each([
    ['SO2', 'annual', [20, 60], [20, 60], [20, 20]],
    ['SO2', 'day', [50, 150], [50, 150], [50, 50]],
    ['SO2', 'hour', [150, 500], [150, 500], [150, 150]],
    ['NO2', 'annual', [40, 40], [40, 40], [30, 30]],
    ['NO2', 'day', [80, 80], [80, 80], [50, 50]],
    ['NO2', 'hour', [200, 200], [200, 200], [200, 200]],
    ['CO', 'annual', [null, null], [null, null], [null, null]],
    ['CO', 'day', [4, 4], [4, 4], [4, 4]],
    ['CO', 'hour', [10, 10], [10, 10], [10, 10]],
    ['O3', 'annual', [null, null], [null, null], [null, null]],
    ['O3', 'day', [100, 160], [100, 160], [100, 160]],
    ['O3', 'hour', [160, 200], [160, 200], [160, 200]],
    ['PM10', 'annual', [40, 70], [40, 60], [20, 50]],
    ['PM10', 'day', [50, 150], [50, 120], [50, 100]],
    ['PM10', 'hour', [null, null], [null, null], [null, null]],
    ['PM2.5', 'annual', [15, 35], [15, 30], [10, 25]],
    ['PM2.5', 'day', [35, 75], [35, 60], [25, 50]],
    ['PM2.5', 'hour', [null, null], [null, null], [null, null]],
  ] as const)('%s %s', (pollutant, averaging, ...expected) => {
    const editions = [CN_2012, CN_2026_TRANSITION, CN_2026_FINAL];
    const limits = editions.map((edition) =>
      ([1, 2] as const).map((one) => limitOf(edition, pollutant, averaging, one)),
    );
    expect(limits).toEqual(expected);
  });

  it('put index 100 of the daily report on the class 2 limit, except in the final stage', () => {
    for (const edition of [CN_2012, CN_2026_TRANSITION]) {
      for (const pollutant of POLLUTANTS) {
        const at100 = edition.index.day[pollutant].concentrations[INDEX_STEPS.indexOf(100)];
        expect(at100).toBe(limitOf(edition, pollutant, 'day', 2));
      }
    }
    expect(CN_2026_FINAL.index.day['PM2.5'].concentrations[2]).toBe(60);
    expect(limitOf(CN_2026_FINAL, 'PM2.5', 'day', 2)).toBe(50);
  });
});

describe('breakpoint columns', () => {
  /** HJ 633-2012 Table 1 and HJ 633-2026 Table 3, from index 0 to 500; `+` and what stands past the last breakpoint. */
  it.each([
    ['day SO2', '0 50 150 475 800 1600 2100 2620 +500', '0 50 150 475 800 1600 2100 2620 +500'],
    ['hour SO2', '0 150 500 650 800 +none', '0 150 500 650 800 +200'],
    ['day NO2', '0 40 80 180 280 565 750 940 +500', '0 40 80 180 280 565 750 940 +500'],
    ['hour NO2', '0 100 200 700 1200 2340 3090 3840 +500', '0 100 200 700 1200 2340 3090 3840 +500'],
    ['day PM10', '0 50 150 250 350 420 500 600 +500', '0 50 120 250 350 420 500 600 +500'],
    ['hour PM10', '0 50 150 250 350 420 500 600 +500', '0 50 120 250 350 420 500 600 +500'],
    ['day CO', '0 2 4 14 24 36 48 60 +500', '0 2 4 14 24 36 48 60 +500'],
    ['hour CO', '0 5 10 35 60 90 120 150 +500', '0 5 10 35 60 90 120 150 +500'],
    ['hour O3', '0 160 200 300 400 800 1000 1200 +500', '0 160 200 300 400 800 1000 1200 +500'],
    ['day O3', '0 100 160 215 265 800 +none', '0 100 160 215 265 800 +300'],
    ['day PM2.5', '0 35 75 115 150 250 350 500 +500', '0 35 60 115 150 250 350 500 +500'],
    ['hour PM2.5', '0 35 75 115 150 250 350 500 +500', '0 35 60 115 150 250 350 500 +500'],
  ])('%s', (column, of2012, of2026) => {
    const [report, pollutant] = column.split(' ') as ['day' | 'hour', (typeof POLLUTANTS)[number]];
    const printed = NATIONAL_EDITIONS.map(({ index }) => {
      const { concentrations, above } = index[report][pollutant];
      return `${concentrations.join(' ')} +${above ?? 'none'}`;
    });
    expect(printed).toEqual([of2012, of2012, of2026, of2026]);
  });

  it('have index steps of 0 to 500, and the hour of ozone in the daily report of 2012 only', () => {
    expect(INDEX_STEPS).toEqual([0, 50, 100, 150, 200, 300, 400, 500]);
    expect(NATIONAL_EDITIONS.map(({ index }) => index.dayOzoneHour)).toEqual([
      CN_2012.index.hour.O3,
      CN_2012.index.hour.O3,
      null,
      null,
    ]);
  });

  it('rise, start at 0 and are no longer than the index steps', () => {
    for (const { index } of NATIONAL_EDITIONS) {
      const columns = [...Object.values(index.hour), ...Object.values(index.day)];
      if (index.dayOzoneHour) columns.push(index.dayOzoneHour);
      for (const { concentrations } of columns) {
        expect(concentrations[0]).toBe(0);
        expect(concentrations.length).toBeLessThanOrEqual(INDEX_STEPS.length);
        expect([...concentrations].sort((a, b) => a - b)).toEqual(concentrations);
        expect(new Set(concentrations).size).toBe(concentrations.length);
      }
    }
  });
});
