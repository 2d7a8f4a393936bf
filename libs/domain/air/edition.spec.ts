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
  it.each([
    ['SO2', 'annual', 2, [60, 60, 20]],
    ['NO2', 'annual', 2, [40, 40, 30]],
    ['PM10', 'annual', 2, [70, 60, 50]],
    ['PM2.5', 'annual', 2, [35, 30, 25]],
    ['PM10', 'day', 2, [150, 120, 100]],
    ['PM2.5', 'day', 2, [75, 60, 50]],
    ['SO2', 'day', 2, [150, 150, 50]],
    ['NO2', 'day', 1, [80, 80, 50]],
    ['SO2', 'hour', 2, [500, 500, 150]],
    ['NO2', 'hour', 1, [200, 200, 200]],
    ['CO', 'day', 2, [4, 4, 4]],
    ['CO', 'hour', 1, [10, 10, 10]],
    ['O3', 'day', 1, [100, 100, 100]],
    ['O3', 'day', 2, [160, 160, 160]],
    ['O3', 'hour', 1, [160, 160, 160]],
    ['PM10', 'annual', 1, [40, 40, 20]],
    ['PM2.5', 'annual', 1, [15, 15, 10]],
    ['PM2.5', 'day', 1, [35, 35, 25]],
    ['SO2', 'annual', 1, [20, 20, 20]],
    ['CO', 'annual', 2, [null, null, null]],
    ['O3', 'annual', 2, [null, null, null]],
    ['PM10', 'hour', 2, [null, null, null]],
    ['PM2.5', 'hour', 2, [null, null, null]],
  ] as const)('%s %s class %i', (pollutant, averaging, areaClass, expected) => {
    const editions = [CN_2012, CN_2026_TRANSITION, CN_2026_FINAL];
    expect(editions.map((edition) => limitOf(edition, pollutant, averaging, areaClass))).toEqual(expected);
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
