/**
 * Completion rate and closure rate (任务完成率, 任务销号率) at a cut-off.
 *
 * Counts are whole numbers; every rate names its denominator. Dates of one call are all of one form, civil dates
 * `YYYY-MM-DD` or UTC instants, since they are compared as text.
 */
import { percentText } from '../assessment/percentage.js';
import type { TimeCategory } from './states.js';

export interface ItemSpan {
  /** First moment at which it holds: completion confirmed, closure approved, stage goal accepted. */
  readonly from: string;
  /** Moment from which it no longer holds (completion rejected, item reopened); null while it does. */
  readonly to: string | null;
}

/** One record on one list, as far as counting needs it. */
export interface CountedItem {
  readonly recordId: string;
  readonly listId: string;
  readonly assignedAt: string;
  /** Withdrawn by the body that assigned it, or merged into another; null while on the list. */
  readonly leftAt: string | null;
  /** Deadline as in force at the cut-off; null when the item has none. */
  readonly dueAt: string | null;
  readonly timeCategory: TimeCategory;
  /** Confirmed completions only: a self-reported completion is none (rule a). For LONG_TERM the accepted stage goals. */
  readonly completions: readonly ItemSpan[];
  readonly closures: readonly ItemSpan[];
}

export type Denominator = 'base' | 'due' | 'completed';

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly denominatorName: Denominator;
  /** One decimal, half up, never 100.0 below 100; null for an empty denominator: no task (无任务), neither 0 nor 100. */
  readonly text: string | null;
}

export interface ItemCounts {
  readonly base: number;
  readonly due: number;
  readonly completed: number;
  readonly dueCompleted: number;
  readonly closed: number;
  /** Shown in a column of their own (rule b); contained in the figures above. */
  readonly longTerm: { readonly base: number; readonly completed: number };
}

export interface Rates {
  readonly cutoff: string;
  readonly counts: ItemCounts;
  /** 任务完成率（总） */
  readonly completionRate: Rate;
  /** 应完成任务完成率（到期） */
  readonly dueCompletionRate: Rate;
  /** 任务销号率 */
  readonly closureRate: Rate;
  /** 已完成任务销号率, for diagnosis only */
  readonly closureOfCompleted: Rate;
}

interface Standing {
  readonly due: boolean;
  readonly completed: boolean;
  readonly dueCompleted: boolean;
  readonly closed: boolean;
  readonly longTerm: boolean;
}

const holdsAt = (spans: readonly ItemSpan[], cutoff: string): boolean =>
  spans.some(({ from, to }) => from <= cutoff && (to === null || to > cutoff));

const standingOf = (item: CountedItem, cutoff: string): Standing => {
  const longTerm = item.timeCategory === 'LONG_TERM';
  // An accepted stage goal completes a long-term item for that year only (rule b).
  const completions = longTerm
    ? item.completions.filter(({ from }) => from.slice(0, 4) === cutoff.slice(0, 4))
    : item.completions;
  const due = item.dueAt !== null && item.dueAt <= cutoff;
  const completed = holdsAt(completions, cutoff);
  return { due, completed, dueCompleted: due && completed, closed: holdsAt(item.closures, cutoff), longTerm };
};

/** Whether an item counts as due and is not completed at a cut-off. A record is where any of its items is. */
export const isDueOpen = (item: CountedItem, cutoff: string): boolean => {
  const { due, completed } = standingOf(item, cutoff);
  return due && !completed;
};

/** A record on several lists is due when one of its items is, and done or closed only when all of them are. */
const together = (standings: readonly Standing[]): Standing => ({
  due: standings.some(({ due }) => due),
  completed: standings.every(({ completed }) => completed),
  dueCompleted: standings.some(({ due }) => due) && standings.every((one) => !one.due || one.completed),
  closed: standings.every(({ closed }) => closed),
  longTerm: standings.every(({ longTerm }) => longTerm),
});

const rate = (numerator: number, denominator: number, denominatorName: Denominator): Rate => ({
  numerator,
  denominator,
  denominatorName,
  text: percentText(numerator, denominator),
});

/** All four rates from counts. Throws RangeError for counts that are no whole numbers. */
export const ratesOf = (cutoff: string, counts: ItemCounts): Rates => ({
  cutoff,
  counts,
  completionRate: rate(counts.completed, counts.base, 'base'),
  dueCompletionRate: rate(counts.dueCompleted, counts.due, 'due'),
  closureRate: rate(counts.closed, counts.base, 'base'),
  closureOfCompleted: rate(counts.closed, counts.completed, 'completed'),
});

const counted = (standings: readonly Standing[]): ItemCounts => {
  const count = (holds: (one: Standing) => boolean): number => standings.filter(holds).length;
  return {
    base: standings.length,
    due: count(({ due }) => due),
    completed: count(({ completed }) => completed),
    dueCompleted: count(({ dueCompleted }) => dueCompleted),
    closed: count(({ closed }) => closed),
    longTerm: {
      base: count(({ longTerm }) => longTerm),
      completed: count(({ longTerm, completed }) => longTerm && completed),
    },
  };
};

const onList = (items: readonly CountedItem[], cutoff: string): CountedItem[] =>
  items.filter(({ assignedAt, leftAt }) => assignedAt <= cutoff && (leftAt === null || leftAt > cutoff));

/** Rates over distinct records, whatever number of lists each is on. */
export const ratesOfRecords = (items: readonly CountedItem[], cutoff: string): Rates => {
  const byRecord = new Map<string, Standing[]>();
  for (const item of onList(items, cutoff)) {
    const standings = byRecord.get(item.recordId);
    if (standings) standings.push(standingOf(item, cutoff));
    else byRecord.set(item.recordId, [standingOf(item, cutoff)]);
  }
  return ratesOf(cutoff, counted([...byRecord.values()].map(together)));
};

/** Rates of each list by its id; a record on several lists is counted once in each, lists without items say "no task". */
export const ratesByList = (
  items: readonly CountedItem[],
  listIds: readonly string[],
  cutoff: string,
): Readonly<Record<string, Rates>> =>
  Object.fromEntries(
    listIds.map((listId) => [
      listId,
      ratesOfRecords(
        items.filter((item) => item.listId === listId),
        cutoff,
      ),
    ]),
  );
