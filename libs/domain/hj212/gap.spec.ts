import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dataTimeText } from './data-time.js';
import { gapRequests, missingPeriods, nextAsking } from './gap.js';
import type { HistoryCommand } from './request.js';

const at = (text: string): Date => new Date(`2026-03-${text}+08:00`);
const from = at('08T00:00:00');

describe('missing periods', () => {
  it.each<[string, HistoryCommand, string, string, string[], number, string[]]>([
    ['hours', '2061', '08T00:00:00', '08T04:00:00', ['08T01:00:00'], 10, ['080000', '080200', '080300']],
    ['cut ones do not count', '2061', '08T00:00:01', '08T02:59:59', [], 10, ['080100']],
    ['ten minutes', '2051', '08T00:00:00', '08T00:30:00', ['08T00:10:00'], 10, ['080000', '080020']],
    ['five minutes', '2051', '08T00:00:00', '08T00:10:00', ['08T00:00:00'], 5, ['080005']],
    ['days begin at midnight of Beijing', '2031', '07T23:00:00', '10T01:00:00', ['08T00:00:00'], 10, ['090000']],
    ['nothing is missed', '2041', '08T00:00:00', '09T00:00:00', ['08T00:00:00'], 10, []],
  ])('%s', (_name, cn, start, end, present, minuteInterval, expected) => {
    const missing = missingPeriods(cn, at(start), at(end), present.map(at), { stamps: 'start', minuteInterval });
    expect(missing.map((one) => dataTimeText(one).slice(6, 12))).toEqual(expected);
  });
});

describe('askings', () => {
  const patience = { firstAfterMs: 600_000, againAfterMs: 3_600_000, mostAskings: 4 };
  it.each([
    [0, null, '05:10:00'],
    [1, '05:10:00', '06:10:00'],
    [2, '06:10:00', '08:10:00'],
    [3, '08:10:00', '12:10:00'],
    [4, '12:10:00', null],
  ])('after %i, the last at %p, follows one at %p', (askings, last, expected) => {
    const next = nextAsking(at('08T05:00:00'), askings, last === null ? null : at(`08T${last}`), patience);
    expect(next).toEqual(expected === null ? null : at(`08T${expected}`));
  });
});

describe('requests for gaps', () => {
  const hours = (...list: number[]): Date[] => list.map((hour) => new Date(from.getTime() + hour * 3_600_000));
  const texts = (requests: ReturnType<typeof gapRequests>): string[] =>
    requests.map((one) => `${one.cn} ${dataTimeText(one.from).slice(6)} ${dataTimeText(one.to).slice(6)}`);

  it.each<[string, ReturnType<typeof gapRequests>, string[]]>([
    ['none', gapRequests('2061', [], 24), []],
    ['one hour', gapRequests('2061', hours(3), 24), ['2061 08030000 08035959']],
    [
      'two runs, in any order',
      gapRequests('2061', hours(5, 1, 2, 2), 24),
      ['2061 08010000 08025959', '2061 08050000 08055959'],
    ],
    [
      'no more than may be asked',
      gapRequests('2061', hours(0, 1, 2, 3, 4), 2),
      ['2061 08000000 08015959', '2061 08020000 08035959', '2061 08040000 08045959'],
    ],
    ['ten minutes', gapRequests('2051', [from, new Date(from.getTime() + 600_000)], 144), ['2051 08000000 08001959']],
    ['days', gapRequests('2031', hours(0, 24), 31), ['2031 08000000 09235959']],
    [
      'a device that stamps the end',
      gapRequests('2061', hours(3, 4), 24, { stamps: 'end', minuteInterval: 10 }),
      ['2061 08040000 08055959'],
    ],
  ])('%s', (_name, requests, expected) => {
    expect(texts(requests)).toEqual(expected);
  });

  it('ask for every missing period once and for no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { maxLength: 80 }), fc.integer({ min: 1, max: 50 }), (missing, most) => {
        const asked = gapRequests('2061', hours(...missing), most).flatMap((one) => {
          const first = (one.from.getTime() - from.getTime()) / 3_600_000;
          const count = (one.to.getTime() + 1000 - one.from.getTime()) / 3_600_000;
          expect(count).toBeLessThanOrEqual(most);
          return Array.from({ length: count }, (_, index) => first + index);
        });
        expect(asked).toEqual([...missing].sort((a, b) => a - b));
      }),
      { seed: 2061 },
    );
  });
});
