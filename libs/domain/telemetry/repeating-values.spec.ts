import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatingValues, type RepeatRule, type ValuesAt } from './repeating-values.js';

const HOUR = 3_600_000;
const RULES: readonly RepeatRule[] = [
  { factors: ['a34004', 'a34002'], fewestEqual: 4, above: 10, unit: 'µg/m³' },
  { factors: ['w01018'], fewestEqual: 3, above: 5, unit: 'mg/L' },
];
const hours = (factor: string, values: readonly (number | null)[]): ValuesAt[] =>
  values.map((value, n) => ({ at: n * HOUR, values: new Map(value === null ? [] : [[factor, value]]) }));
const runs = (factor: string, values: readonly (number | null)[], unit?: string): [number, number, number, number][] =>
  repeatingValues(hours(factor, values), unit === undefined ? {} : { [factor]: unit }, RULES).map(
    ({ value, from, until, times }) => [value, from / HOUR, until / HOUR, times],
  );

describe('repeating values', () => {
  it.each<[string, string, (number | null)[], string | undefined, [number, number, number, number][]]>([
    ['as many as the rule says', 'a34004', [30, 31, 31, 31, 31, 30], undefined, [[31, 1, 4, 4]]],
    ['one too few', 'a34004', [31, 31, 31, 30], undefined, []],
    ['up to the end', 'a34004', [9, 31, 31, 31, 31, 31], undefined, [[31, 1, 5, 5]]],
    ['an hour without a value between', 'a34004', [31, 31, null, 31, 31], undefined, [[31, 0, 4, 4]]],
    ['another value between', 'a34004', [31, 31, 32, 31, 31], undefined, []],
    ['too low to tell', 'a34004', [10, 10, 10, 10, 10], undefined, []],
    ['just above', 'a34002', [10.1, 10.1, 10.1, 10.1], undefined, [[10.1, 0, 3, 4]]],
    ['the same in the unit of the device', 'a34004', [0.011, 0.011, 0.011, 0.011], 'mg/m³', [[0.011, 0, 3, 4]]],
    ['too low in the unit of the device', 'a34004', [0.01, 0.01, 0.01, 0.01], 'mg/m³', []],
    ['a unit that is none of mass in air', 'w01018', [6, 6, 6], 'mg/L', [[6, 0, 2, 3]]],
    [
      'two runs',
      'w01018',
      [6, 6, 6, 7, 7, 7],
      'mg/L',
      [
        [6, 0, 2, 3],
        [7, 3, 5, 3],
      ],
    ],
    ['a factor no rule names', 'w01001', [7.1, 7.1, 7.1, 7.1, 7.1, 7.1], undefined, []],
    ['nothing', 'a34004', [], undefined, []],
  ])('%s', (_name, factor, values, unit, expected) => {
    expect(runs(factor, values, unit)).toEqual(expected);
  });

  it('are as many equal ones as it says, whatever comes', () => {
    const value = fc.constantFrom(null, 5, 20, 30);
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        for (const [repeated, from, until, times] of runs('a34004', values)) {
          const span = values.slice(from, until + 1).filter((one) => one !== null);
          expect(times).toBeGreaterThanOrEqual(4);
          expect(span).toEqual(Array(times).fill(repeated));
        }
      }),
      { seed: 4 },
    );
  });
});
