import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../assessment/percentage.js';
import { balanceOf, entryConflict, type FundingEntry } from './entries.js';

const entry = (
  id: string,
  kind: FundingEntry['kind'],
  amount: string,
  on: string,
  more: Partial<FundingEntry> = {},
): FundingEntry => ({ id, projectId: 'p1', kind, amount, on, noticeId: 'n1', reverses: null, ...more });

const book = [
  entry('a1', 'allocation', '1000', '2026-03-01'),
  entry('b1', 'payment', '300.10', '2026-04-10'),
  entry('b2', 'payment', '99.90', '2026-05-10'),
];

describe('balance', () => {
  it.each([
    ['2026-02-28', '0', '0'],
    ['2026-03-01', '1000', '0'],
    ['2026-04-10', '1000', '300.1'],
    ['2026-06-01', '1000', '400'],
  ])('on %s', (on, allocated, paid) => expect(balanceOf(book, 'p1', on)).toEqual({ allocated, paid }));

  it('counts a reversal from its own day and leaves other projects alone', () => {
    const reversed = [...book, entry('r1', 'payment', '-300.10', '2026-05-20', { reverses: 'b1' })];
    expect(balanceOf(reversed, 'p1', '2026-05-19').paid).toBe('400');
    expect(balanceOf(reversed, 'p1', '2026-05-20').paid).toBe('99.9');
    expect(balanceOf(reversed, 'p2', '2026-06-01')).toEqual({ allocated: '0', paid: '0' });
  });
});

describe('booking', () => {
  it.each<[string, FundingEntry, string | null]>([
    ['up to the last of the budget', entry('x', 'payment', '600', '2026-06-01'), null],
    ['a hundredth beyond it', entry('x', 'payment', '600.01', '2026-06-01'), 'FUNDING_BEYOND_BUDGET'],
    ['before the budget came', entry('x', 'payment', '1', '2026-02-28'), 'FUNDING_BEYOND_BUDGET'],
    ['on the day it came', entry('x', 'payment', '1', '2026-03-01'), null],
    ['back-dated, overdrawing a later day', entry('x', 'payment', '600.01', '2026-03-15'), 'FUNDING_BEYOND_BUDGET'],
    ['from another notice', entry('x', 'payment', '1', '2026-06-01', { noticeId: 'n2' }), 'FUNDING_BEYOND_BUDGET'],
    ['an id twice', entry('b1', 'payment', '1', '2026-06-01'), 'FUNDING_ENTRY_TWICE'],
    ['zero', entry('x', 'payment', '0', '2026-06-01'), 'FUNDING_AMOUNT'],
    ['a negative payment', entry('x', 'payment', '-1', '2026-06-01'), 'FUNDING_AMOUNT'],
    ['an exponent', entry('x', 'payment', '1e2', '2026-06-01'), 'FUNDING_AMOUNT'],
    ['a reversal', entry('x', 'payment', '-300.1', '2026-06-01', { reverses: 'b1' }), null],
    ['half a reversal', entry('x', 'payment', '-300', '2026-06-01', { reverses: 'b1' }), 'FUNDING_REVERSAL_AMOUNT'],
    [
      'a reversal of nothing',
      entry('x', 'payment', '-1', '2026-06-01', { reverses: 'zz' }),
      'FUNDING_REVERSAL_UNKNOWN',
    ],
    [
      'a reversal before its entry',
      entry('x', 'payment', '-300.1', '2026-04-09', { reverses: 'b1' }),
      'FUNDING_REVERSAL_UNLIKE',
    ],
    [
      'a reversal in another project',
      entry('x', 'payment', '-300.1', '2026-06-01', { reverses: 'b1', projectId: 'p2' }),
      'FUNDING_REVERSAL_UNLIKE',
    ],
    [
      'a payment reversed as an allocation',
      entry('x', 'allocation', '-300.1', '2026-06-01', { reverses: 'b1' }),
      'FUNDING_REVERSAL_UNLIKE',
    ],
    [
      'taking back budget that is spent',
      entry('x', 'allocation', '-1000', '2026-06-01', { reverses: 'a1' }),
      'FUNDING_BUDGET_SPENT',
    ],
  ])('%s', (_, added, code) => expect(entryConflict(book, added)?.code ?? null).toBe(code));

  it('reverses once, and never a reversal', () => {
    const reversed = [...book, entry('r1', 'payment', '-300.10', '2026-05-20', { reverses: 'b1' })];
    expect(entryConflict(reversed, entry('r2', 'payment', '-300.10', '2026-05-21', { reverses: 'b1' }))?.code).toBe(
      'FUNDING_REVERSED_ALREADY',
    );
    expect(entryConflict(reversed, entry('r2', 'payment', '300.10', '2026-05-21', { reverses: 'r1' }))?.code).toBe(
      'FUNDING_REVERSAL_OF_REVERSAL',
    );
    expect(entryConflict(reversed, entry('b3', 'payment', '900.10', '2026-05-21'))).toBeNull();
    expect(entryConflict(reversed, entry('b3', 'payment', '900.11', '2026-05-21'))?.details).toEqual({
      allocated: '1000',
      paid: '99.9',
      amount: '900.11',
      on: '2026-05-21',
    });
  });

  it('never lets a notice be overdrawn on any day, whatever is tried', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-05-${String(n).padStart(2, '0')}`);
    const attempt = fc.record({
      kind: fc.constantFrom('allocation' as const, 'payment' as const),
      cents: fc.integer({ min: 1, max: 500 }),
      on: day,
      noticeId: fc.constantFrom('n1', 'n2'),
      reverse: fc.option(fc.nat(20), { nil: null }),
    });
    let booked = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 30, size: 'max' }), (attempts) => {
        const entries: FundingEntry[] = [];
        attempts.forEach(({ kind, cents, on, noticeId, reverse }, at) => {
          const target = reverse === null ? undefined : entries[reverse];
          const added: FundingEntry = target
            ? {
                ...target,
                id: `e${at}`,
                amount: target.amount.startsWith('-') ? '1' : `-${target.amount}`,
                on,
                reverses: target.id,
              }
            : entry(`e${at}`, kind, (cents / 100).toFixed(2), on, { noticeId });
          if (entryConflict(entries, added) === null) {
            entries.push(added);
            booked += 1;
          } else refused += 1;
        });
        for (const noticeId of ['n1', 'n2'])
          for (let n = 1; n <= 28; n += 1) {
            const own = entries.filter((one) => one.noticeId === noticeId);
            const { allocated, paid } = balanceOf(own, 'p1', `2026-05-${String(n).padStart(2, '0')}`);
            if (compare(paid, allocated) > 0 || compare(paid, 0) < 0) throw new Error(`overdrawn on day ${n}`);
          }
      }),
      { seed: 12, numRuns: 60 },
    );
    expect([booked > 100, refused > 100]).toEqual([true, true]);
  });
});
