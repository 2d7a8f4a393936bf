import { describe, expect, it } from '@jest/globals';
import { type HourOfDay, limitsOver, multipleAbove, outletDayMean } from './outlet-day.js';

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
    const found = outletDayMean(hours(...values), hours(...flow));
    expect([found.mean?.toFixed() ?? null, found.hours, found.isWeighted]).toEqual([mean, count, isWeighted]);
  });

  it.each([
    ['50', '50', null],
    ['50.01', '50', '0'],
    ['75', '50', '0.5'],
    ['120.25', '50', '1.4'],
  ])('%s beside %s', (mean, limit, multiple) => {
    const { mean: exact } = outletDayMean(hours(...times(24, mean)), []);
    expect(multipleAbove(exact!, limit)).toBe(multiple);
  });
});

it('a limit is of the hour where nobody says otherwise', () => {
  const limits = [
    { factor: 'a' },
    { factor: 'b', averaging: 'hour' as const },
    { factor: 'c', averaging: 'day' as const },
  ];
  expect(limitsOver(limits, 'hour').map(({ factor }) => factor)).toEqual(['a', 'b']);
  expect(limitsOver(limits, 'day').map(({ factor }) => factor)).toEqual(['c']);
});
