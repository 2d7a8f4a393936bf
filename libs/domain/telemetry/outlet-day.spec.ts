import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { heldMean, type HourOfDay, mediumOf, outletDayMean } from './outlet-day.js';

const START = Date.parse('2026-06-16T00:00:00Z');
const hours = (...values: (string | null)[]): HourOfDay[] =>
  values.map((value, n) => ({ label: new Date(START + n * 3_600_000), value }));
const times = (n: number, value: string | null): (string | null)[] => Array.from({ length: n }, () => value);

describe('a day mean', () => {
  it.each<[string, (string | null)[], (string | null)[], string | null, number, boolean]>([
    ['of 24 hours', [...times(12, '40'), ...times(12, '61')], [], '50.5', 24, false],
    ['of 18 hours', [...times(18, '50'), ...times(6, null)], [], '50', 18, false],
    ['of 17 hours is none', [...times(17, '50'), ...times(7, null)], [], null, 17, false],
    ['of no hour is none', times(24, null), times(24, '1'), null, 0, false],
    [
      'goes by flow',
      [...times(12, '40'), ...times(12, '70')],
      [...times(12, '3'), ...times(12, '1')],
      '47.5',
      24,
      true,
    ],
    ['goes by hours where one flow is missing', times(24, '40'), [...times(23, '3'), null], '40', 24, false],
    ['goes by hours where nothing flowed', [...times(12, '40'), ...times(12, '60')], times(24, '0'), '50', 24, false],
    ['needs the flow of its own hours only', [...times(23, '40'), null], [...times(23, '3'), null], '40', 23, true],
  ])('%s', (_what, values, flow, mean, count, isWeighted) => {
    const found = outletDayMean(hours(...values), hours(...flow), 18);
    expect([found.mean?.toFixed() ?? null, found.hours, found.isWeighted]).toEqual([mean, count, isWeighted]);
  });

  it('asks for the hours its limit asks for', () => {
    const day = hours(...times(19, '50'), ...times(5, null));
    expect(outletDayMean(day, [], 19).mean?.toFixed()).toBe('50');
    expect(outletDayMean(day, [], 20).mean).toBeNull();
  });

  it.each([
    ['50', '50', '50', null],
    ['50.0004', '50', '50', null],
    ['50.0005', '50', '50', null],
    ['50.0015', '50', '50.002', '0.00004'],
    ['50.01', '50', '50.01', '0.0002'],
    ['75', '50', '75', '0.5'],
    ['120.25', '50', '120.25', '1.4'],
    ['0.00052', '0.0005', '0.0005', null],
    ['0.00056', '0.0005', '0.0006', '0.2'],
    ['0.5', '0', '0.5', '0.5'],
  ])('%s beside %s is %s', (exact, limit, mean, multiple) => {
    expect(heldMean(new Decimal(exact), limit, 3)).toEqual({ mean, multiple });
  });
});

it('factors of gases are known by their code', () => {
  expect(['a21026', 'w01018', '001'].map(mediumOf)).toEqual(['gas', 'water', 'water']);
});
