import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  contradictingValues,
  HELD_VALUE_RULE,
  heldValues,
  type NeighbourRule,
  neighboursAlong,
  type TimedValue,
} from './suspect-values.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-07-01T00:00:00+08:00');
const hourly = (values: readonly string[]): TimedValue[] =>
  values.map((value, hour) => ({ at: new Date(START + hour * HOUR), value }));

const stuck: TimedValue[] = readFileSync(new URL('./fixtures/codmn-stuck.csv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [time, value] = line.split(',') as [string, string];
    return { at: new Date(`${time.replace(' ', 'T')}:00+08:00`), value };
  });

describe('held values', () => {
  it('finds the sixteen equal values of a real analyser, interrupted by others', () => {
    const found = heldValues(stuck);
    expect(found).toHaveLength(1);
    expect(found[0]?.value).toBe('46.56');
    expect(found[0]?.at).toHaveLength(16);
    expect(found[0]?.at[0]?.toISOString()).toBe('2026-08-02T06:00:00.000Z');
    expect(found[0]?.at.at(-1)?.toISOString()).toBe('2026-08-03T11:00:00.000Z');
  });

  const quiet = Array<string>(100).fill('5');

  it.each<[string, string[], number]>([
    ['ten', [...quiet, ...Array<string>(10).fill('15')], 10],
    ['nine', [...quiet, ...Array<string>(9).fill('15')], 0],
    ['a little under three times the median', [...quiet, ...Array<string>(12).fill('14.99')], 0],
    ['equal in value, not in text', [...quiet, ...Array<string>(5).fill('20'), ...Array<string>(5).fill('20.0')], 10],
    [
      'high values long before',
      [...Array<string>(300).fill('30'), ...Array<string>(170).fill('5'), ...Array<string>(12).fill('15')],
      12,
    ],
    ['without a baseline', Array<string>(20).fill('15'), 0],
  ])('%s', (_name, values, expected) => {
    expect(heldValues(hourly(values)).flatMap(({ at }) => at)).toHaveLength(expected);
  });

  it('does not count equal values that are further apart than the window', () => {
    const series = hourly([...quiet, ...Array.from({ length: 60 }, (_, hour) => (hour % 6 === 0 ? '30' : '5'))]);
    expect(heldValues(series)).toEqual([]);
    expect(heldValues(series, { ...HELD_VALUE_RULE, withinHours: 54 })[0]?.at).toHaveLength(10);
  });

  it('is not excused by its own height, however long it lasts', () => {
    const found = heldValues(hourly([...quiet, ...Array<string>(400).fill('30')]));
    expect(found.map(({ at, median }) => [at.length, median])).toEqual([[400, '5']]);
  });

  it('holds only values at least the multiple of the median, at least as many as the rule says', () => {
    const value = fc.constantFrom('1', '2', '5', '20', '60');
    fc.assert(
      fc.property(fc.array(value, { minLength: 20, maxLength: 200 }), (values) => {
        for (const held of heldValues(hourly(values))) {
          expect(held.at.length).toBeGreaterThanOrEqual(HELD_VALUE_RULE.fewestEqual);
          expect(Number(held.value)).toBeGreaterThanOrEqual(3 * Number(held.median));
          for (const at of held.at) expect(values[(at.getTime() - START) / HOUR]).toBe(held.value);
        }
      }),
      { seed: 46 },
    );
  });
});

describe('neighbours along a river', () => {
  const river = [
    { id: 'C', order: 30 },
    { id: 'A', order: 10 },
    { id: 'B', order: 20 },
    { id: 'B2', order: 20 },
  ];
  it.each([
    ['A', null],
    ['B', { upstream: 'A', downstream: 'C' }],
    ['B2', { upstream: 'A', downstream: 'C' }],
    ['C', null],
    ['X', null],
  ])('of %s: %j', (id, expected) => {
    expect(neighboursAlong(river, id)).toEqual(expected);
  });
});

describe('values that contradict both neighbours', () => {
  const RULE: NeighbourRule = { timesNeighbours: 5, timesApart: 2, withinHours: 6, above: { nh3n: 1 } };
  const four = (values: readonly (string | null)[], shift = 0): TimedValue[] =>
    values.map((value, n) => ({ at: new Date(START + (n * 4 + shift) * HOUR), value }));
  const found = (
    own: readonly (string | null)[],
    up: readonly (string | null)[],
    down: readonly (string | null)[],
    item = 'nh3n',
  ): [string, number[], string][] =>
    contradictingValues(four(own), { upstream: four(up), downstream: four(down, 1) }, item, RULE).map(
      ({ value, at, median }) => [value, at.map((one) => (one.getTime() - START) / HOUR / 4), median],
    );

  it.each<[string, (string | null)[], (string | null)[], (string | null)[], [string, number[], string][]]>([
    ['five times the larger is not above it', ['6'], ['1.1'], ['1.2'], []],
    ['a little more is', ['6.1'], ['1.1'], ['1.2'], [['6.1', [0], '1.2']]],
    ['both low, though far from each other', ['1.5'], ['0.02'], ['0.2'], [['1.5', [0], '0.2']]],
    ['too low to contradict anybody', ['1'], ['0.02'], ['0.02'], []],
    ['one neighbour is high, too', ['20'], ['1.2'], ['3'], []],
    ['they differ, and one is above', ['20'], ['0.5'], ['1.1'], []],
    ['no value downstream', ['20'], ['0.5'], [null], []],
    ['no value upstream', ['20'], [null], ['0.5'], []],
    ['an undetected value is a value', ['20'], ['0.025L'], ['0.3'], [['20', [0], '0.3']]],
    ['no value of its own', [null], ['0.5'], ['0.5'], []],
    [
      'running ones are one, the highest of them named',
      ['0.3', '8', '9', '7', '0.4', '8'],
      ['0.2', '0.2', '0.4', '0.2', '0.2', '0.2'],
      ['0.3', '0.3', '0.3', '0.3', '0.3', '0.3'],
      [
        ['9', [1, 2, 3], '0.4'],
        ['8', [5], '0.3'],
      ],
    ],
  ])('%s', (_name, own, up, down, expected) => {
    expect(found(own, up, down)).toEqual(expected);
  });

  it('takes the nearest value of a neighbour, none further away than the hours of the rule', () => {
    const at = (hour: number, value: string): TimedValue => ({ at: new Date(START + hour * HOUR), value });
    const judged = (up: TimedValue[]) =>
      contradictingValues([at(10, '20')], { upstream: up, downstream: [at(10, '0.5')] }, 'nh3n', RULE);
    expect(judged([at(3, '0.5')])).toEqual([]);
    expect(judged([at(4, '0.5')])).toHaveLength(1);
    expect(judged([at(4, '0.5'), at(12, '15')])).toEqual([]);
  });

  it('are two where more hours lie between than the rule says', () => {
    const calm = { upstream: four(Array<string>(9).fill('0.3')), downstream: four(Array<string>(9).fill('0.3')) };
    const own = [0, 6, 13].map((hour) => ({ at: new Date(START + hour * HOUR), value: '9' }));
    expect(contradictingValues(own, calm, 'nh3n', RULE).map(({ at }) => at.length)).toEqual([2, 1]);
  });

  it('are not looked for where the rule names no value of the item', () => {
    expect(found(['100'], ['1'], ['1'], 'do')).toEqual([]);
  });
});
