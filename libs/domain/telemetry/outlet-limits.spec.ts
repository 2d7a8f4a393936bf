import { describe, expect, it } from '@jest/globals';
import { limitsOn, limitsOver, type OutletLimit, withLimits } from './outlet-limits.js';

const limit = (value: string, dated: Partial<OutletLimit> = {}): OutletLimit => ({
  factor: 'w01018',
  limit: value,
  unit: 'mg/L',
  basis: '示例排污许可证',
  ...dated,
});
const TODAY = '2026-07-01';
const shape = (limits: readonly OutletLimit[]) =>
  limits.map((one) => [one.limit, one.from ?? null, one.to ?? null].join(' '));

it('a limit is of the hour where nobody says otherwise', () => {
  const limits = [
    { factor: 'a' },
    { factor: 'b', averaging: 'hour' as const },
    { factor: 'c', averaging: 'day' as const },
  ];
  expect(limitsOver(limits, 'hour').map(({ factor }) => factor)).toEqual(['a', 'b']);
  expect(limitsOver(limits, 'day').map(({ factor }) => factor)).toEqual(['c']);
});

it('limits are in force from their first day to their last', () => {
  const limits = [limit('50', { to: '2026-06-30' }), limit('40', { from: '2026-07-01' })];
  expect(shape(limitsOn(limits, '2026-06-30'))).toEqual(['50  2026-06-30']);
  expect(shape(limitsOn(limits, '2026-07-01'))).toEqual(['40 2026-07-01 ']);
});

describe('limits written anew', () => {
  const CHANGED = ['40 2026-07-01 ', '50  2026-06-30'];
  const known = [limit('50', { to: '2026-06-30' }), limit('40', { from: '2026-07-01' })];
  it.each<[string, OutletLimit[], OutletLimit[], string, string[]]>([
    ['the first holds ever since', [], [limit('50')], TODAY, ['50  ']],
    ['the same again changes nothing', [limit('50')], [limit('50')], TODAY, ['50  ']],
    ['another number holds from today', [limit('50')], [limit('40')], TODAY, CHANGED],
    ['and is the same the next time', known, [limit('40')], '2026-08-01', CHANGED],
    [
      'the old number again is a new one',
      known,
      [limit('50')],
      '2026-08-01',
      ['50 2026-08-01 ', '50  2026-06-30', '40 2026-07-01 2026-07-31'],
    ],
    ['as shown it comes back as it is', known, known, '2026-08-01', ['50  2026-06-30', '40 2026-07-01 ']],
    [
      'one with a day ends the one before',
      [limit('50')],
      [limit('50'), limit('40', { from: '2026-09-01' })],
      TODAY,
      ['50  2026-08-31', '40 2026-09-01 '],
    ],
    [
      'a day corrected back takes the place of what stood',
      known,
      [limit('40', { from: '2026-06-01' })],
      '2026-08-01',
      ['40 2026-06-01 ', '50  2026-05-31'],
    ],
    [
      'a number corrected with its day is corrected for all its days',
      known,
      [known[0]!, limit('45', { from: '2026-07-01' })],
      '2026-08-01',
      ['50  2026-06-30', '45 2026-07-01 '],
    ],
    ['left out it ends yesterday', [limit('50')], [], TODAY, ['50  2026-06-30']],
    ['left out before it begins it is gone', [limit('50', { from: TODAY })], [], TODAY, []],
    [
      'each averaging time for itself',
      [limit('50')],
      [limit('50'), limit('40', { averaging: 'day' })],
      TODAY,
      ['50  ', '40  '],
    ],
  ])('%s', (_what, before, written, today, after) => {
    const now = withLimits(before, written, today);
    expect(shape(now)).toEqual(after);
    expect(withLimits(now, now, today)).toEqual(now);
  });

  it.each<[string, OutletLimit[]]>([
    ['end before they begin', [limit('50', { from: '2026-07-02', to: '2026-07-01' })]],
    ['two at a time', [limit('50', { to: '2026-07-01' }), limit('40', { from: '2026-07-01' })]],
    ['two from one day', [limit('50', { from: TODAY }), limit('40', { from: TODAY })]],
  ])('are refused: %s', (_what, written) => {
    expect(() => withLimits([], written, TODAY)).toThrow(expect.objectContaining({ code: 'OUTLET_LIMIT_DATES' }));
  });
});
