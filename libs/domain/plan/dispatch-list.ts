/**
 * Who is on the one-week-one-dispatch list (一周一调度) and why. Entry and exit are rules, not hand-picked;
 * the rules are pack data.
 */
import { compare, type DecimalText, type Quantity } from '../assessment/percentage.js';
import { compareLevels, type LagLevel } from './lag.js';

export type EntryRule =
  | { readonly kind: 'level-at-least'; readonly level: LagLevel }
  | { readonly kind: 'deadline-overdue' }
  /** Completed but not closed for longer than so many days; days an upper body had the file are left out if so said. */
  | { readonly kind: 'completed-not-closed'; readonly moreThanDays: number; readonly netOfUpperWaiting: boolean }
  | { readonly kind: 'due-soon'; readonly withinDays: number; readonly progressBelowPct: Quantity }
  | { readonly kind: 'by-hand' };

export type ExitRule =
  | { readonly kind: 'closed' }
  /** So many dispatches running without lag and without an overdue milestone. */
  | { readonly kind: 'quiet'; readonly dispatches: number }
  | { readonly kind: 'by-hand' };

export interface DispatchListPolicy {
  readonly enter: readonly EntryRule[];
  readonly leave: readonly ExitRule[];
}

/** An item at a cut-off. */
export interface DispatchFacts {
  readonly level: LagLevel;
  readonly overdueMilestones: number;
  readonly deadlineOverdueDays: number;
  /** Days to the deadline; null when completed or without one. */
  readonly daysToDeadline: number | null;
  readonly actualPct: DecimalText;
  /** Days since confirmed completion of an item not closed yet; null otherwise. */
  readonly daysCompletedNotClosed: number | null;
  readonly upperWaitingDays: number;
  readonly isClosed: boolean;
  /** Put on by hand, with the reason. */
  readonly addedByHand: { readonly reason: string; readonly by: string } | null;
  /** Taken off by hand; needs a named approver. */
  readonly removedByHand: { readonly reason: string; readonly approvedBy: string } | null;
}

/** Standing of an item on the list; null before it was ever on it. */
export interface DispatchStanding {
  readonly isOn: boolean;
  /** Dispatches running it has been on the list. */
  readonly timesRunning: number;
  /** Dispatches running without lag and without an overdue milestone. */
  readonly quietRunning: number;
}

export interface DispatchVerdict {
  readonly change: 'enter' | 'stay' | 'leave' | 'none';
  /** Rules that put or keep it on the list, or took it off. Empty when it stays only because it may not leave yet. */
  readonly because: readonly (EntryRule | ExitRule)[];
  readonly standing: DispatchStanding;
}

const enters = (rule: EntryRule, facts: DispatchFacts): boolean => {
  switch (rule.kind) {
    case 'level-at-least':
      return compareLevels(facts.level, rule.level) >= 0;
    case 'deadline-overdue':
      return facts.deadlineOverdueDays > 0;
    case 'completed-not-closed': {
      if (facts.daysCompletedNotClosed === null) return false;
      const own = facts.daysCompletedNotClosed - (rule.netOfUpperWaiting ? facts.upperWaitingDays : 0);
      return own > rule.moreThanDays;
    }
    case 'due-soon':
      return (
        facts.daysToDeadline !== null &&
        facts.daysToDeadline >= 0 &&
        facts.daysToDeadline <= rule.withinDays &&
        compare(facts.actualPct, rule.progressBelowPct) < 0
      );
    case 'by-hand':
      return facts.addedByHand !== null;
  }
};

const leaves = (rule: ExitRule, facts: DispatchFacts, quietRunning: number): boolean => {
  switch (rule.kind) {
    case 'closed':
      return facts.isClosed;
    case 'quiet':
      return quietRunning >= rule.dispatches;
    case 'by-hand':
      return facts.removedByHand !== null;
  }
};

/** Judges one item at a dispatch. Being closed or taken off by hand beats every reason to stay; quiet does not. */
export const judgeDispatch = (
  policy: DispatchListPolicy,
  facts: DispatchFacts,
  before: DispatchStanding | null,
): DispatchVerdict => {
  const isQuiet = facts.level === 'green' && facts.overdueMilestones === 0 && facts.deadlineOverdueDays === 0;
  const quietRunning = isQuiet ? (before?.quietRunning ?? 0) + 1 : 0;
  const wasOn = before?.isOn ?? false;
  const enter = policy.enter.filter((rule) => enters(rule, facts));
  const exits = policy.leave.filter((rule) => leaves(rule, facts, quietRunning));
  const mustGo = exits.filter(({ kind }) => kind !== 'quiet');
  const goes = mustGo.length > 0 ? mustGo : enter.length === 0 ? exits : [];
  const isOn = goes.length === 0 && (wasOn || enter.length > 0);
  return {
    change: isOn ? (wasOn ? 'stay' : 'enter') : wasOn ? 'leave' : 'none',
    because: isOn ? enter : wasOn ? goes : [],
    standing: { isOn, timesRunning: isOn ? (wasOn ? (before?.timesRunning ?? 0) : 0) + 1 : 0, quietRunning },
  };
};

/** Letters, digits and nothing else, in one width: what is left when dress is taken off a sentence. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** A reply that says the same as the one before it: 无进展. An empty reply says nothing new either. */
export const isWithoutProgress = (reply: string, before: string | null): boolean => {
  const said = bare(reply);
  return said === '' || (before !== null && said === bare(before));
};
