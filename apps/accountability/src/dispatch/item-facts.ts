import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { daysBetween, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { type DispatchFacts, isWithoutProgress } from '#libs/domain/plan/dispatch-list.js';
import type { LagLevel } from '#libs/domain/plan/lag.js';
import type { RowReport } from './row-content.js';

/** What the list's rules look at, from an item's lag at the cut-off. */
export const dispatchFacts = (item: ItemLagDetails, level: LagLevel, cutoff: Date): DispatchFacts => {
  const on = shanghaiDate(cutoff);
  const isCompleted = item.completedOn !== null;
  return {
    level,
    overdueMilestones: item.overdueMilestones.length,
    deadlineOverdueDays: item.deadlineOverdueDays,
    daysToDeadline: isCompleted || item.deadline === null ? null : daysBetween(on, item.deadline),
    actualPct: item.actualPct,
    daysCompletedNotClosed: item.completedOn !== null && !item.isClosed ? daysBetween(item.completedOn, on) : null,
    upperWaitingDays: item.upperWaitingDays,
    isClosed: item.isClosed,
    addedByHand: null,
    removedByHand: null,
  };
};

/** Days by which the work is behind: of the earliest milestone missed, or past the deadline. */
export const lagDays = (item: ItemLagDetails): number =>
  Math.max(item.deadlineOverdueDays, ...item.overdueMilestones.map(({ days }) => days), 0);

/**
 * Reports of an item around a cut-off, latest first, divided at the cut-off before: the newest of this week, and the
 * newest promise of the weeks before, which is what this week is held against.
 */
export const ofThisWeek = (
  reports: readonly RowReport[],
  previousCutoff: Date,
): { newThisWeek: RowReport | null; promised: string | null } => {
  const isEarlier = ({ reportedAt }: RowReport): boolean => new Date(reportedAt) <= previousCutoff;
  const newest = reports.find((one) => !isEarlier(one));
  const before = newest === undefined ? undefined : reports[reports.indexOf(newest) + 1];
  return {
    newThisWeek: newest
      ? { ...newest, noProgress: newest.noProgress || isWithoutProgress(newest.text, before?.text ?? null) }
      : null,
    promised: reports.find((one) => isEarlier(one) && one.promise !== null)?.promise ?? null,
  };
};
