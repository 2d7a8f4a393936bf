/**
 * `details` of the indicators of `ledger` on which the weekly sheet and the bulletin rest. Everything a
 * dispatch prints about an item travels with its lag, so that one seal covers the whole row.
 */
import { z } from 'zod';
import { ItemState } from './ledger.events.js';
import { CivilDate, DecimalText, Instant } from './shapes.js';

const LagLevel = z.enum(['green', 'yellow', 'orange', 'red']);

/** A report of progress as it stood at the cut-off. */
export const ReportedProgress = z.object({
  progressId: z.string(),
  reportedAt: Instant,
  text: z.string(),
  obstacle: z.string().nullable().default(null),
  coordinateWithUnitId: z.string().nullable().default(null),
  promise: z.string().nullable().default(null),
  /** Names of the files that came with it. */
  evidence: z.array(z.string()).default([]),
  noProgress: z.boolean().default(false),
});

/**
 * `details` of `ledger.item.lag`: value = days the work is behind, period of kind `cutoff` whose `end` is the cut-off.
 * An item is published at every cut-off from its assignment up to the first one after its closure, with `isClosed`.
 */
export const ItemLagDetails = z.object({
  problemNo: z.string(),
  title: z.string(),
  /** Every list it is on, none for a problem outside the lists; the first one stands for it where only one can be named. */
  items: z.array(ItemState),
  areaId: z.string().nullable().default(null),
  leadUnitId: z.string(),
  supportingUnitIds: z.array(z.string()).default([]),
  territorialUnitId: z.string().nullable().default(null),
  supervisingUnitId: z.string().nullable().default(null),
  leaderPostId: z.string().nullable().default(null),
  responsiblePostId: z.string().nullable().default(null),
  deadline: CivilDate.nullable(),
  plannedClosureAt: CivilDate.nullable().default(null),
  plannedPct: DecimalText,
  /** What counts: confirmed shares, and reported ones up to the part the pack lets count. */
  actualPct: DecimalText,
  reportedPct: DecimalText,
  confirmedPct: DecimalText,
  /** Planned less actual, percentage points; negative when ahead. */
  lagPoints: DecimalText,
  /** Level by the facts of this cut-off alone, before repetition at several dispatches running. */
  measured: LagLevel,
  /** Milestones overdue, the earliest first. */
  overdueMilestones: z.array(z.object({ title: z.string(), date: CivilDate, days: z.int().nonnegative() })).default([]),
  deadlineOverdueDays: z.int().nonnegative().default(0),
  nextMilestone: z.object({ title: z.string(), date: CivilDate }).nullable().default(null),
  completedOn: CivilDate.nullable().default(null),
  closedOn: CivilDate.nullable().default(null),
  isClosed: z.boolean(),
  /** Days an upper body has had the file since completion. */
  upperWaitingDays: z.int().nonnegative().default(0),
  /** Latest reports up to the cut-off, latest first: those since the cut-off a week before, and the one before them. */
  reports: z.array(ReportedProgress).default([]),
});
export type ItemLagDetails = z.infer<typeof ItemLagDetails>;

/** Subject of the rates over all lists together, where a record on two lists is counted once: `{ kind: 'list', id: 'all' }`. */
export const ALL_LISTS = 'all';

const RecordOnLists = z.object({ problemNo: z.string(), title: z.string(), leadUnitId: z.string() });

/**
 * `details` of the rates of a list (`ledger.list.completion-rate` and its two sisters): all counts, so that both
 * denominators can be named.
 */
export const ListRateDetails = z.object({
  listName: z.string(),
  base: z.int().nonnegative(),
  due: z.int().nonnegative(),
  completed: z.int().nonnegative(),
  dueCompleted: z.int().nonnegative(),
  closed: z.int().nonnegative(),
  reopened: z.int().nonnegative().default(0),
  /** As papers call a list where there is little room; null for all lists together. */
  listShortName: z.string().nullable().default(null),
  /** With all lists together: the records behind `due` less `dueCompleted`, and behind `reopened`. */
  dueOpenRecords: z.array(RecordOnLists.extend({ dueOn: CivilDate })).default([]),
  reopenedRecords: z.array(RecordOnLists.extend({ reopenedOn: CivilDate })).default([]),
});
export type ListRateDetails = z.infer<typeof ListRateDetails>;
