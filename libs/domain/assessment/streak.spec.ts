import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currentStreak, longestStreak, type Outcome, type StreakOptions, streaksOf } from './streak.js';

const OUTCOMES: Readonly<Record<string, Outcome>> = { '+': 'met', '-': 'missed', '?': 'unknown' };
/** `++-?`: periods 1, 2, 3 … */
const series = (text: string) =>
  [...text].map((sign, index) => ({ period: String(index + 1), outcome: OUTCOMES[sign] as Outcome }));
const print = (text: string, options?: StreakOptions): string =>
  streaksOf(series(text), options)
    .map(({ from, to, length, isRunning }) => `${from}-${to}:${length}${isRunning ? '…' : ''}`)
    .join(' ');

describe('streaks', () => {
  it.each<[string, StreakOptions | undefined, string]>([
    ['', undefined, ''],
    ['---', undefined, ''],
    ['+', undefined, '1-1:1…'],
    ['++-+++', undefined, '1-2:2 4-6:3…'],
    ['++-', undefined, '1-2:2'],
    ['++?+', undefined, '1-2:2 4-4:1…'],
    ['++?+', { unknownPassed: 1 }, '1-4:3…'],
    ['++??+', { unknownPassed: 1 }, '1-2:2 5-5:1…'],
    ['+?+?+', { unknownPassed: 1 }, '1-5:3…'],
    ['+?-', { unknownPassed: 1 }, '1-1:1'],
    ['++???', { unknownPassed: Number.POSITIVE_INFINITY }, '1-2:2…'],
    ['++?', undefined, '1-2:2'],
    ['+--+-', { outcome: 'missed' }, '2-3:2 5-5:1…'],
  ])('of %j %p', (text, options, expected) => {
    expect(print(text, options)).toBe(expected);
  });

  it.each([
    ['++-+++', 3, 3],
    ['+++-++', 2, 3],
    ['+++-', null, 3],
    ['++-++', 2, 2],
    ['?', null, null],
  ])('of %j: %p now, %p at the longest', (text, current, longest) => {
    const streaks = streaksOf(series(text));
    expect(currentStreak(streaks)?.length ?? null).toBe(current);
    expect(longestStreak(streaks)?.length ?? null).toBe(longest);
  });

  it('names the later of two equal ones', () => {
    expect(longestStreak(streaksOf(series('++-++')))?.from).toBe('4');
  });

  it('hold every period of their outcome once', () => {
    const text = fc.array(fc.constantFrom('+', '-', '?'), { maxLength: 30 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 3 }), (drawn, unknownPassed) => {
        const lengths = streaksOf(series(drawn), { unknownPassed }).map(({ length }) => length);
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe([...drawn].filter((sign) => sign === '+').length);
      }),
      { seed: 14 },
    );
  });
});
