import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CountedItem, type ItemSpan, ratesByList, ratesOf, ratesOfRecords } from './rates.js';

const T1 = '2026-06-30';
const T2 = '2026-07-31';

const item = (n: number, more: Partial<CountedItem> = {}): CountedItem => ({
  recordId: `r${n}`,
  listId: 'campaign',
  assignedAt: '2026-04-30',
  leftAt: null,
  dueAt: '2026-09-30',
  timeCategory: 'DEADLINE',
  completions: [],
  closures: [],
  ...more,
});
const since = (from: string, to: string | null = null): ItemSpan[] => [{ from, to }];
const counts = (base: number, due: number, completed: number, dueCompleted: number, closed: number) => ({
  base,
  due,
  completed,
  dueCompleted,
  closed,
  longTerm: { base: 0, completed: 0 },
});

describe('ratesOf', () => {
  it.each([
    ['summer offensive 2020, Hunan', counts(1501, 975, 1189, 964, 0), '79.2', '98.9'],
    ['2024 edition', counts(2929, 0, 2136, 0, 0), '72.9', null],
    ['second round of central inspection', counts(2164, 0, 1275, 0, 0), '58.9', null],
    ['sample season, end of June', counts(40, 18, 15, 14, 9), '37.5', '77.8'],
    ['sample season, end of July', counts(40, 30, 26, 25, 19), '65.0', '83.3'],
    ['99.96 %', counts(10000, 10000, 9996, 9996, 9996), '99.9', '99.9'],
    ['nothing at all', counts(0, 0, 0, 0, 0), null, null],
  ])('%s', (_, given, completion, dueCompletion) => {
    const rates = ratesOf(T1, given);
    expect([rates.completionRate.text, rates.dueCompletionRate.text]).toEqual([completion, dueCompletion]);
    expect([rates.completionRate.denominatorName, rates.dueCompletionRate.denominatorName]).toEqual(['base', 'due']);
  });

  it('divides closures by the base, and by completions under another name', () => {
    const rates = ratesOf(T1, counts(40, 18, 15, 14, 9));
    expect(rates.closureRate).toEqual({ numerator: 9, denominator: 40, denominatorName: 'base', text: '22.5' });
    expect(rates.closureOfCompleted).toEqual({
      numerator: 9,
      denominator: 15,
      denominatorName: 'completed',
      text: '60.0',
    });
    expect(ratesOf(T2, counts(40, 30, 26, 25, 19)).closureRate.text).toBe('47.5');
  });
});

/** Forty records, 26 on the campaign and 16 on the inspection list, two on both; the sample season. */
const season = (): CountedItem[] => {
  const facts = (n: number): Partial<CountedItem> => ({
    dueAt: n <= 18 ? '2026-06-30' : n <= 30 ? '2026-07-31' : '2026-09-30',
    completions:
      n === 1
        ? [
            { from: '2026-06-10', to: '2026-07-15' }, // reopened in July
          ]
        : n <= 14
          ? since('2026-06-20')
          : n === 40
            ? since('2026-06-30')
            : n >= 19 && n <= 30
              ? since('2026-07-31')
              : [],
    closures:
      n === 1
        ? [{ from: '2026-06-25', to: '2026-07-15' }]
        : n <= 9
          ? since('2026-06-30')
          : n <= 14 || (n >= 19 && n <= 24)
            ? since('2026-07-31')
            : [],
  });
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  return [
    ...numbers.filter((n) => n <= 26).map((n) => item(n, facts(n))),
    ...numbers.filter((n) => n >= 25).map((n) => item(n, { ...facts(n), listId: 'inspection' })),
  ];
};

describe('ratesOfRecords', () => {
  it('counts the season: 26 and 16 with two on both are 40', () => {
    const items = season();
    expect(items).toHaveLength(42);
    expect(ratesOfRecords(items, T1).counts).toEqual(counts(40, 18, 15, 14, 9));
    expect(ratesOfRecords(items, T2).counts).toEqual(counts(40, 30, 26, 25, 19));
    const lists = ratesByList(items, ['campaign', 'inspection', 'empty'], T1);
    expect([lists['campaign']?.counts.base, lists['inspection']?.counts.base]).toEqual([26, 16]);
    expect(lists['empty']?.closureRate).toEqual({ numerator: 0, denominator: 0, denominatorName: 'base', text: null });
  });

  it('leaves the figures of 06-30 as they were when the item is reopened in July', () => {
    expect(ratesOfRecords(season(), T1).closureRate.text).toBe('22.5');
    expect(ratesOfRecords(season(), '2026-07-14').counts.closed).toBe(9);
    expect(ratesOfRecords(season(), '2026-07-15').counts.closed).toBe(8);
  });

  it.each<[string, Partial<CountedItem>, number[]]>([
    ['not yet assigned', { assignedAt: '2026-07-01' }, [0, 0, 0, 0, 0]],
    ['assigned on the day', { assignedAt: T1 }, [1, 0, 0, 0, 0]],
    ['withdrawn before', { leftAt: T1, completions: since('2026-05-01') }, [0, 0, 0, 0, 0]],
    ['withdrawn after', { leftAt: '2026-07-01', completions: since('2026-05-01') }, [1, 0, 1, 0, 0]],
    ['due on the day', { dueAt: T1 }, [1, 1, 0, 0, 0]],
    ['due the day after', { dueAt: '2026-07-01' }, [1, 0, 0, 0, 0]],
    ['without a deadline', { dueAt: null, completions: since(T1) }, [1, 0, 1, 0, 0]],
    ['completed on the day', { dueAt: T1, completions: since(T1) }, [1, 1, 1, 1, 0]],
    ['completed the day after', { dueAt: T1, completions: since('2026-07-01') }, [1, 1, 0, 0, 0]],
    ['completion rejected on the day', { dueAt: T1, completions: since('2026-06-01', T1) }, [1, 1, 0, 0, 0]],
    [
      'completed again after a rejection',
      { dueAt: T1, completions: [...since('2026-06-01', '2026-06-05'), ...since('2026-06-20')] },
      [1, 1, 1, 1, 0],
    ],
    ['closed', { dueAt: T1, completions: since('2026-06-01'), closures: since('2026-06-29') }, [1, 1, 1, 1, 1]],
  ])('%s', (_, change, [base, due, completed, dueCompleted, closed]) => {
    const got = ratesOfRecords([item(1, change)], T1).counts;
    expect([got.base, got.due, got.completed, got.dueCompleted, got.closed]).toEqual([
      base,
      due,
      completed,
      dueCompleted,
      closed,
    ]);
  });

  it('counts an accepted stage goal for its own year, in a column of its own', () => {
    const longTerm = item(1, { timeCategory: 'LONG_TERM', completions: since('2025-12-20') });
    expect(ratesOfRecords([longTerm, item(2)], '2025-12-31').counts.base).toBe(0);
    const early = { ...longTerm, assignedAt: '2024-01-01' };
    expect(ratesOfRecords([early, item(2)], '2025-12-31').counts).toMatchObject({ base: 1, completed: 1 });
    expect(ratesOfRecords([early, item(2)], T1).counts).toEqual({
      ...counts(2, 0, 0, 0, 0),
      longTerm: { base: 1, completed: 0 },
    });
  });

  it('counts a record on two lists as done only when both items are, as due when one is', () => {
    const first = item(1, { dueAt: T1, completions: since('2026-06-01'), closures: since('2026-06-02') });
    const second = item(1, { listId: 'inspection' });
    expect(ratesOfRecords([first, second], T1).counts).toEqual(counts(1, 1, 0, 1, 0));
    expect(ratesOfRecords([first, { ...second, completions: since('2026-06-03') }], T1).counts).toEqual(
      counts(1, 1, 1, 1, 0),
    );
    expect(ratesOfRecords([first, { ...second, dueAt: T1 }], T1).counts).toEqual(counts(1, 1, 0, 0, 0));
  });

  it('keeps its figures between 0 and the base whatever the dates', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-06-${String(n).padStart(2, '0')}`);
    const span = fc.record({ from: day, to: fc.option(day, { nil: null }) });
    const one = fc.record({
      recordId: fc.constantFrom('a', 'b', 'c'),
      listId: fc.constantFrom('x', 'y'),
      assignedAt: day,
      leftAt: fc.option(day, { nil: null }),
      dueAt: fc.option(day, { nil: null }),
      timeCategory: fc.constantFrom('IMMEDIATE', 'DEADLINE', 'LONG_TERM'),
      completions: fc.array(span, { maxLength: 3 }),
      closures: fc.array(span, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), day, (items, cutoff) => {
        const { counts: got, ...rates } = ratesOfRecords(items as CountedItem[], cutoff);
        expect(got.base).toBeLessThanOrEqual(3);
        for (const part of [got.due, got.completed, got.closed]) expect(part).toBeLessThanOrEqual(got.base);
        expect(got.dueCompleted).toBeLessThanOrEqual(got.due);
        if (got.completed < got.base) expect(rates.completionRate.text).not.toBe('100.0');
        expect(rates.completionRate.text === null).toBe(got.base === 0);
      }),
      { seed: 7, numRuns: 400 },
    );
  });
});
