import { describe, expect, it } from '@jest/globals';
import { addDays } from '../calendar/shanghai.js';
import { heavyEvents } from './heavy-days.js';
import type { PeriodDay } from './period-statistics.js';
import type { Pollutant } from './pollutant.js';

const daysOf = (...indices: (number | null)[]): PeriodDay[] =>
  indices.map((aqi, index) => ({ date: addDays('2026-01-01', index), values: {}, aqi, primary: ['PM2.5'] }));
const print = (days: readonly PeriodDay[], unknownPassed = 0): string =>
  heavyEvents(days, { unknownPassed })
    .map(({ from, to, days: n, peak, level, isRunning }) =>
      [from.slice(8), to.slice(8), n, peak, level, isRunning ? 'running' : 'over'].join(' '),
    )
    .join(', ');

describe('heavy events', () => {
  it.each<[string, (number | null)[], number, string]>([
    ['none', [50, 200, 100], 0, ''],
    ['one day, just above 200', [200, 201, 200], 0, '02 02 1 201 5 over'],
    ['two, one of them to the end', [210, 250, 80, 301], 0, '01 02 2 250 5 over, 04 04 1 301 6 running'],
    ['the highest of equals is the first', [300, 300, 10], 0, '01 02 2 300 5 over'],
    ['a day not evaluated ends it', [210, null, 220], 0, '01 01 1 210 5 over, 03 03 1 220 5 running'],
    ['or is passed over', [210, null, 220, 90], 1, '01 03 2 220 5 over'],
    ['but not two', [210, null, null, 220], 1, '01 01 1 210 5 over, 04 04 1 220 5 running'],
    ['may go on behind a gap', [210, null], 1, '01 01 1 210 5 running'],
  ])('%s', (_, indices, unknownPassed, expected) => {
    expect(print(daysOf(...indices), unknownPassed)).toBe(expected);
  });

  it('name all their primary pollutants and their dust days', () => {
    const primary: Pollutant[][] = [['PM2.5'], ['PM10'], ['PM10', 'O3'], ['NO2']];
    const days = daysOf(220, 320, 240, 90).map((day, index) => ({
      ...day,
      primary: primary[index]!,
      isDust: index === 1,
    }));
    expect(heavyEvents(days)).toEqual([
      {
        from: '2026-01-01',
        to: '2026-01-03',
        days: 3,
        peak: 320,
        peakOn: '2026-01-02',
        level: 6,
        primary: ['O3', 'PM10', 'PM2.5'],
        dustDays: 1,
        isRunning: false,
      },
    ]);
  });
});
