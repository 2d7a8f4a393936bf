import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextSlots, timetableOf } from './schedule.js';

const iso = (slots: readonly Date[]): string[] => slots.map((slot) => slot.toISOString());
const at = (text: string): Date => new Date(text);
const DAILY_AT_SIX = { pattern: '0 6 * * *', timeZone: 'Asia/Shanghai' };

describe('a timetable', () => {
  it('reads the pattern in its own zone, not in the process’s', () => {
    expect(iso(nextSlots(DAILY_AT_SIX, at('2026-03-01T00:00:00Z'), 2))).toEqual([
      '2026-03-01T22:00:00.000Z',
      '2026-03-02T22:00:00.000Z',
    ]);
  });

  it.each([
    ['a second before', '2026-03-01T21:59:59Z', '2026-03-01T22:00:00.000Z'],
    ['a millisecond before', '2026-03-01T21:59:59.999Z', '2026-03-01T22:00:00.000Z'],
    ['at the slot itself', '2026-03-01T22:00:00Z', '2026-03-02T22:00:00.000Z'],
    ['a millisecond after', '2026-03-01T22:00:00.001Z', '2026-03-02T22:00:00.000Z'],
  ])('asked %s, names the next slot', (_when, asked, expected) => {
    expect(timetableOf(DAILY_AT_SIX).next(at(asked))?.toISOString()).toBe(expected);
  });

  it('knows last days of months and weekdays', () => {
    const monthEnd = { pattern: '0 18 L * *', timeZone: 'Asia/Shanghai' };
    expect(iso(nextSlots(monthEnd, at('2026-01-15T00:00:00Z'), 2))).toEqual([
      '2026-01-31T10:00:00.000Z',
      '2026-02-28T10:00:00.000Z',
    ]);
    const mondays = { pattern: '30 8 * * 1', timeZone: 'Asia/Shanghai' };
    expect(iso(nextSlots(mondays, at('2026-03-02T00:30:00Z'), 1))).toEqual(['2026-03-09T00:30:00.000Z']);
  });

  it('includes the end and excludes the beginning of a span, whichever side is kept', () => {
    const { between } = timetableOf(DAILY_AT_SIX);
    const [first, last] = [at('2026-03-01T22:00:00Z'), at('2026-03-04T22:00:00Z')];
    const expected = ['2026-03-02T22:00:00.000Z', '2026-03-03T22:00:00.000Z', '2026-03-04T22:00:00.000Z'];
    expect(iso(between(first, last, 10, 'oldest'))).toEqual(expected);
    expect(iso(between(first, last, 10, 'newest'))).toEqual(expected);
    expect(iso(between(first, last, 2, 'oldest'))).toEqual(expected.slice(0, 2));
    expect(iso(between(first, last, 2, 'newest'))).toEqual(expected.slice(1));
    expect(between(last, last, 10, 'newest')).toEqual([]);
  });

  it('finds the same slots forwards and backwards', () => {
    const patterns = ['*/7 * * * *', '0 6 * * *', '15 9 1 * *', '0 0 * * 1', '*/20 * * * * *'];
    const span = fc.record({
      pattern: fc.constantFrom(...patterns),
      from: fc.date({ min: at('2025-12-01T00:00:00Z'), max: at('2026-12-01T00:00:00Z'), noInvalidDate: true }),
      minutes: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(span, ({ pattern, from, minutes }) => {
        const { between } = timetableOf({ pattern, timeZone: 'Asia/Shanghai' });
        const until = new Date(from.getTime() + minutes * 60_000);
        const forwards = between(from, until, 100_000, 'oldest');
        expect(iso(between(from, until, forwards.length + 1, 'newest'))).toEqual(iso(forwards));
        expect(forwards.every((slot) => slot > from && slot <= until)).toBe(true);
      }),
      { seed: 20260302, numRuns: 60 },
    );
  });

  it.each([
    ['a pattern that cannot be read', { pattern: 'every day', timeZone: 'Asia/Shanghai' }],
    ['a pattern beyond the clock', { pattern: '0 25 * * *', timeZone: 'Asia/Shanghai' }],
  ])('refuses %s at once', (_what, schedule) => {
    expect(() => timetableOf(schedule)).toThrow();
  });

  it('refuses an unknown zone', () => {
    expect(() => timetableOf({ pattern: '0 6 * * *', timeZone: 'Asia/Nowhere' })).toThrow();
  });
});
