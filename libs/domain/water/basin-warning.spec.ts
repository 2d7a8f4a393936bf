import { describe, expect, it } from '@jest/globals';
import { basinWarning, type BasinWarningLevel, highestWarning, levelsInForce } from './basin-warning.js';
import type { WaterClass } from './edition.js';

describe('warning of a section', () => {
  it.each<[string, [WaterClass, WaterClass], [WaterClass, WaterClass], WaterClass, BasinWarningLevel | null]>([
    ['A01', [4, 3], [4, 3], 3, '二级'],
    ['A02', [5, 3], [5, 3], 3, '一级'],
    ['A03 not worse than Ⅲ', [3, 2], [3, 2], 2, null],
    ['A04 the cumulative class is only one worse', [5, 3], [4, 3], 3, '二级'],
    ['A05 the target is met', [4, 3], [4, 3], 4, null],
    ['the month is no worse than last year', [4, 4], [5, 3], 3, null],
    ['the month alone is worse than Ⅲ', [4, 3], [3, 2], 2, null],
    ['the cumulative class alone is worse than Ⅲ', [3, 2], [4, 3], 3, null],
    ['from Ⅰ to 劣Ⅴ', [6, 1], [6, 1], 3, '一级'],
  ])('%s', (_, [now, lastYear], [cumulative, cumulativeLastYear], target, expected) => {
    expect(
      basinWarning({
        month: { now, lastYear },
        cumulative: { now: cumulative, lastYear: cumulativeLastYear },
        target,
      }),
    ).toBe(expected);
  });

  it.each<[(BasinWarningLevel | null)[], BasinWarningLevel | null]>([
    [[null, '二级', '一级'], '一级'],
    [['二级', null], '二级'],
    [[null], null],
    [[], null],
  ])('of a city with %j is %s', (levels, expected) => {
    expect(highestWarning(levels)).toBe(expected);
  });
});

describe('level in force', () => {
  const OWN: Readonly<Record<string, BasinWarningLevel | null | undefined>> = { '0': null, '2': '二级', '1': '一级' };
  /** Months from January on: 0 none, 2 二级, 1 一级, - not judged. */
  const walk = (text: string) =>
    levelsInForce([...text].map((one, n) => ({ level: OWN[one], endsQuarter: n % 3 === 2 })));
  it.each<[what: string, own: string, inForce: string]>([
    ['rises with any month', '021', '021'],
    ['is lifted by the month that ends a quarter only', '200', '220'],
    ['stands into the next quarter until its last month', '002000', '002220'],
    ['is lowered with the quarter', '112', '112'],
    ['stands over months that were not judged', '--2---', '--2222'],
  ])('%s', (_what, own, inForce) => {
    expect(walk(own)).toEqual([...inForce].map((one) => OWN[one]));
  });
});
