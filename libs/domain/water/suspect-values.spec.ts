import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HELD_VALUE_RULE, heldValues, type TimedValue } from './suspect-values.js';

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
