import { z } from 'zod';
import { item, Named, Quantity, TimeLimit, WallTime, Weekday } from './item.js';

const Level = z.enum(['green', 'yellow', 'orange', 'red']);
const Triggers = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('points'), moreThan: Quantity }),
    z.strictObject({ kind: z.literal('milestone-overdue'), daysAtLeast: z.int().positive() }),
    z.strictObject({ kind: z.literal('deadline-overdue'), daysAtLeast: z.int().positive() }),
    z.strictObject({ kind: z.literal('missed-reports'), atLeast: z.int().positive() }),
    z.strictObject({ kind: z.literal('assessor-unreachable') }),
    z.strictObject({ kind: z.literal('repeated'), level: Level, dispatches: z.int().min(2) }),
  ]),
);

/** What counts as lagging, and what goes on the weekly list and leaves it. Read by libs/domain/plan. */
export const LagGrades = item({
  lag: z.strictObject({
    reportedCountsUpTo: Quantity,
    milestoneMetBy: z.enum(['report', 'confirmation']),
    triggers: z.strictObject({ yellow: Triggers, orange: Triggers, red: Triggers }),
  }),
  dispatchList: z.strictObject({
    enter: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('level-at-least'), level: Level }),
          z.strictObject({ kind: z.literal('deadline-overdue') }),
          z.strictObject({
            kind: z.literal('completed-not-closed'),
            moreThanDays: z.int().positive(),
            netOfUpperWaiting: z.boolean(),
          }),
          z.strictObject({
            kind: z.literal('due-soon'),
            withinDays: z.int().positive(),
            progressBelowPct: Quantity,
          }),
          z.strictObject({ kind: z.literal('by-hand') }),
        ]),
      )
      .min(1),
    leave: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('closed') }),
          z.strictObject({ kind: z.literal('quiet'), dispatches: z.int().positive() }),
          z.strictObject({ kind: z.literal('by-hand') }),
        ]),
      )
      .min(1),
  }),
});
export type LagGrades = z.infer<typeof LagGrades>;

/** A service whose seal a run waits for. */
export const SEALING_SERVICES = ['ledger', 'funding', 'monitoring'] as const;

export const Dispatch = item({
  lagGrades: z.string(),
  /** Weekly cut-off in the district's zone. */
  cutoff: z.strictObject({ weekday: Weekday, at: WallTime }),
  /** First meeting slot after the cut-off; on a day off it moves to the next working day and is never doubled. */
  meeting: z.strictObject({ weekday: Weekday, at: WallTime, onDayOff: z.literal('next-working-day') }),
  seal: z.string(),
  sources: z.array(z.enum(SEALING_SERVICES)).min(1),
  /** How long to wait for seals before the sheet is drawn up and names who is missing. */
  waitForSealsMinutes: z.int().positive(),
  /** Counted from the day of the cut-off. */
  replyDue: TimeLimit,
  template: z.string(),
  /** Series its issues are numbered in. */
  numbering: z.string(),
  columns: z.array(z.strictObject({ id: z.string(), name: Named, width: z.int().positive() })).min(1),
});
export type Dispatch = z.infer<typeof Dispatch>;

export const Seal = item({
  services: z.array(z.enum(SEALING_SERVICES)).min(1),
  /** How long after the cut-off it is sealed: data dated up to it are still on their way then. */
  afterMinutes: z.int().nonnegative().max(720),
  slot: z.discriminatedUnion('every', [
    z.strictObject({ every: z.literal('day'), at: WallTime }),
    z.strictObject({ every: z.literal('week'), weekday: Weekday, at: WallTime }),
  ]),
});
export type Seal = z.infer<typeof Seal>;

export const ProblemSource = item({
  /** Who accepts: the acceptance unit of the item, or the body above. */
  acceptance: z.enum(['local', 'upper']),
  publicNotice: z.enum(['required', 'by-list', 'not-required']),
  /** The body above confirms before closure; the waiting is shown apart. */
  upperReview: z.boolean(),
  isInspection: z.boolean(),
  selfFound: z.boolean(),
  reportEvery: z.enum(['week', 'month']),
  /** Time limit the body that passed it on sets by rule; null where the list sets it. */
  handlingLimit: TimeLimit.nullable(),
  /** Kinds of subject whose warnings open problems of this source. */
  subjectKinds: z.array(z.string()).default([]),
});
export type ProblemSource = z.infer<typeof ProblemSource>;

export const Category = item({
  element: z.enum(['air', 'water', 'soil', 'solid-waste', 'noise', 'ecology', 'facilities', 'responsibility']),
  /** Function of government that leads by default. */
  lead: z.string(),
  cooperating: z.array(z.string()),
  /** A structural problem: not closed without a lasting mechanism. */
  needsMechanism: z.boolean(),
  /** Kinds of subject whose warnings belong here. */
  subjectKinds: z.array(z.string()).default([]),
});
export type Category = z.infer<typeof Category>;

const TIME_CATEGORIES = ['IMMEDIATE', 'DEADLINE', 'LONG_TERM'] as const;

export const ClosureRules = item({
  publicNotice: z.strictObject({ days: z.int().positive(), unit: z.enum(['WORKING_DAY', 'CALENDAR_DAY']) }),
  inspectorsAtLeast: z.int().positive(),
  satisfactionAtLeastPercent: Quantity,
  photoFarthestMetres: z.int().positive(),
  /** Codes of libs/domain/problem that a refusal may name. */
  refusalReasons: z.array(z.string()).min(1),
  /** Days after a refusal for the work to be done again. */
  redoWithin: TimeLimit,
  /** Post kinds that approve a closure, by whether it is an inspection item. */
  approvers: z.strictObject({ ordinary: z.array(z.string()).min(1), inspection: z.array(z.string()).min(1) }),
  /** Who accepts what the host of the committee office led: unit types. */
  hostItemsAcceptedBy: z.array(z.string()).min(1),
  /** Unit types that house the committee office. */
  hostUnitTypes: z.array(z.string()),
  limits: z.strictObject({
    assign: TimeLimit,
    sign: TimeLimit,
    returnDecision: TimeLimit,
    plan: z.record(z.enum(TIME_CATEGORIES), TimeLimit),
    fileCheck: TimeLimit,
    onSiteCheck: TimeLimit,
    approval: TimeLimit,
  }),
  /** For the result of a task a warning asked for, by kind. */
  tasks: z.strictObject({ tracing: TimeLimit, review: TimeLimit }),
  /** Longest time to finish by category; null where a dated plan decides. */
  finish: z.record(z.enum(TIME_CATEGORIES), TimeLimit.nullable()),
  lookBacks: z.strictObject({
    afterMonths: z.array(z.int().positive()),
    /** Inspection items always; of the rest at least this share. */
    samplePercent: Quantity,
  }),
  recurrenceWithinDays: z.int().positive(),
});
export type ClosureRules = z.infer<typeof ClosureRules>;
