/**
 * The book of a funded project: budget arrived and payments, as entries that are never edited, only reversed by another
 * entry. Amounts are exact decimals as text, in one unit throughout (万元 in the sample).
 */
import { compare, type DecimalText, exactly, sumOf, textOf } from '../assessment/percentage.js';
import type { CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';

export interface FundingEntry {
  readonly id: string;
  readonly projectId: string;
  readonly kind: 'allocation' | 'payment';
  /** Positive; a reversal carries the negative of what it reverses. */
  readonly amount: DecimalText;
  readonly on: CivilDate;
  /** Budget notice (指标文) the money belongs to. */
  readonly noticeId: string;
  /** Entry that this one takes back, whole. */
  readonly reverses: string | null;
}

/** Budget arrived and money paid out up to and including a day; reversals count from their own day. */
export interface Balance {
  readonly allocated: DecimalText;
  readonly paid: DecimalText;
}

const totalOf = (entries: readonly FundingEntry[], kind: FundingEntry['kind']): DecimalText =>
  sumOf(entries.filter((entry) => entry.kind === kind).map(({ amount }) => amount));

export const balanceOf = (entries: readonly FundingEntry[], projectId: string, on: CivilDate): Balance => {
  const own = entries.filter((entry) => entry.projectId === projectId && entry.on <= on);
  return { allocated: totalOf(own, 'allocation'), paid: totalOf(own, 'payment') };
};

const DECIMAL = /^-?\d+(\.\d+)?$/;

const amountConflict = (entry: FundingEntry, reversed: FundingEntry | undefined): Refusal | null => {
  if (!DECIMAL.test(entry.amount))
    return new Refusal('FUNDING_AMOUNT', 'An amount is an exact decimal.', { amount: entry.amount });
  if (entry.reverses === null)
    return compare(entry.amount, 0) > 0
      ? null
      : new Refusal('FUNDING_AMOUNT', 'An amount is above zero; only a reversal is below.', { amount: entry.amount });
  const wanted = reversed ? textOf(exactly(reversed.amount).negated()) : null;
  return wanted !== null && compare(entry.amount, wanted) === 0
    ? null
    : new Refusal('FUNDING_REVERSAL_AMOUNT', 'A reversal takes the whole entry back.', {
        amount: entry.amount,
        wanted,
      });
};

const reversalConflict = (entries: readonly FundingEntry[], entry: FundingEntry): Refusal | null => {
  if (entry.reverses === null) return null;
  const reversed = entries.find(({ id }) => id === entry.reverses);
  if (!reversed)
    return new Refusal('FUNDING_REVERSAL_UNKNOWN', 'There is no such entry to reverse.', { reverses: entry.reverses });
  if (reversed.reverses !== null)
    return new Refusal('FUNDING_REVERSAL_OF_REVERSAL', 'A reversal is not reversed; make the entry again.', {
      reverses: entry.reverses,
    });
  if (entries.some(({ reverses }) => reverses === entry.reverses))
    return new Refusal('FUNDING_REVERSED_ALREADY', 'The entry has been reversed already.', {
      reverses: entry.reverses,
    });
  const isAlike =
    reversed.projectId === entry.projectId && reversed.kind === entry.kind && reversed.noticeId === entry.noticeId;
  if (!isAlike || entry.on < reversed.on)
    return new Refusal(
      'FUNDING_REVERSAL_UNLIKE',
      'A reversal has the project, kind and notice of its entry and a date not before it.',
      {
        reverses: entry.reverses,
      },
    );
  return null;
};

/** First day on which more has been paid than arrived, for one notice of one project; null when never. */
const overdrawnOn = (entries: readonly FundingEntry[], projectId: string, noticeId: string): CivilDate | null => {
  const own = entries.filter((entry) => entry.projectId === projectId && entry.noticeId === noticeId);
  const days = [...new Set(own.map(({ on }) => on))].sort();
  return (
    days.find((day) => {
      const { allocated, paid } = balanceOf(own, projectId, day);
      return compare(paid, allocated) > 0;
    }) ?? null
  );
};

/**
 * Why an entry may not be booked, or null. No notice is ever overdrawn, on no day: a payment beyond the budget arrived, a
 * payment dated before it, and taking back budget that is spent are all refused. Codes: FUNDING_ENTRY_TWICE,
 * FUNDING_REVERSAL_UNKNOWN, FUNDING_REVERSAL_OF_REVERSAL, FUNDING_REVERSED_ALREADY, FUNDING_REVERSAL_UNLIKE,
 * FUNDING_AMOUNT, FUNDING_REVERSAL_AMOUNT, FUNDING_BEYOND_BUDGET, FUNDING_BUDGET_SPENT.
 */
export const entryConflict = (entries: readonly FundingEntry[], entry: FundingEntry): Refusal | null => {
  if (entries.some(({ id }) => id === entry.id))
    return new Refusal('FUNDING_ENTRY_TWICE', 'An entry is booked once.', { id: entry.id });
  const conflict =
    reversalConflict(entries, entry) ??
    amountConflict(
      entry,
      entries.find(({ id }) => id === entry.reverses),
    );
  if (conflict) return conflict;
  const day = overdrawnOn([...entries, entry], entry.projectId, entry.noticeId);
  if (day === null) return null;
  const details = {
    ...balanceOf(
      entries.filter(({ noticeId }) => noticeId === entry.noticeId),
      entry.projectId,
      day,
    ),
    amount: entry.amount,
    on: day,
  };
  return entry.kind === 'payment'
    ? new Refusal('FUNDING_BEYOND_BUDGET', 'The payment goes beyond the budget that has arrived.', details)
    : new Refusal('FUNDING_BUDGET_SPENT', 'The budget to be taken back has been paid out.', details);
};
