import { z } from 'zod';
import { CivilDate, DataState, DecimalText, SubjectRef, spanUpTo } from '#libs/contracts/shapes.js';
import type { Rest } from '#libs/domain/air/target-course.js';
import { DaysOtherwise, daysOtherwiseOf } from '../air/days-otherwise.api.js';
import { countedOtherwise } from './target-counting.js';
import type { CoursePoint, TargetStanding } from './target.view.js';

/** A plan of three years is the longest there is. */
const MOST_DAYS = 1100;

const Document = z.string().trim().min(2).max(300);
const Reason = z.string().trim().min(2).max(500);
const TargetValue = DecimalText.refine((text) => text.length <= 20, 'too long');

export const SetTarget = z
  .object({
    definition: z.string().max(100),
    subject: SubjectRef,
    period: z
      .object({ label: z.string().trim().min(2).max(40), from: CivilDate, to: CivilDate })
      .refine(...spanUpTo(MOST_DAYS, 'three years')),
    value: TargetValue,
    document: Document,
    /** First day on which the value is the target; the period's first unless told. */
    validFrom: CivilDate.optional(),
    /** `rounded`: the figure as printed is held against the target; `strict`: the exact one. */
    mode: z.enum(['rounded', 'strict']).default('rounded'),
    /** Whether warnings are wanted while it lags or is lost; only of numbers with an outlook. */
    watched: z.boolean().default(false),
    /** Edition all days are stated under; each under the one in force on it where absent. */
    edition: z.string().max(40).optional(),
    reason: Reason.optional(),
  })
  .meta({ id: 'SetTarget' });
export const ChangeTarget = z
  .object({
    value: TargetValue,
    document: Document,
    validFrom: CivilDate,
    reason: Reason,
    expectedVersion: z.int().positive(),
  })
  .meta({ id: 'ChangeTarget' });

export const WatchTarget = z
  .object({ watched: z.boolean(), reason: Reason, expectedVersion: z.int().positive() })
  .meta({ id: 'WatchTarget' });

const State = z.enum(['SECURED', 'ON_TRACK', 'AT_RISK', 'UNATTAINABLE']);
const RestShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mean'), allowed: z.string().nullable(), requiredFallPct: z.string().nullable() }),
  z.object({ kind: z.literal('good-days'), stillNeeded: z.int(), left: z.int() }),
  z.object({ kind: z.literal('days-above'), left: z.int() }),
]);
const Point = z.object({
  day: CivilDate,
  version: z.int(),
  target: DecimalText,
  value: DecimalText.nullable(),
  /** Value minus target; `isMet` says whether that is good. */
  gap: DecimalText.nullable(),
  isMet: z.boolean().nullable(),
  /** Days the value rests on, and calendar days left. */
  days: z.int(),
  remaining: z.int(),
  /** Null where only published values are held against the target. */
  state: State.nullable(),
  /** In one word, by which warnings are raised: `lagging` is at risk and, of what adds up, behind time by more than the margin. */
  standing: z.enum(['sound', 'lagging', 'lost']).nullable(),
  rest: RestShape.nullable(),
  progress: z.object({ progressPct: z.string(), timePct: z.string(), lags: z.boolean() }).nullable(),
});

export const TargetSummary = z
  .object({
    id: z.uuid(),
    definition: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    /** How the number is made, and what it needs. */
    formula: z.object({ zh: z.string(), en: z.string() }),
    coverage: z.object({ zh: z.string(), en: z.string() }),
    unit: z.string(),
    decimals: z.int(),
    direction: z.enum(['at-most', 'at-least']),
    subject: SubjectRef,
    period: z.object({ label: z.string(), from: CivilDate, to: CivilDate }),
    mode: z.enum(['rounded', 'strict']),
    edition: z.string(),
    isRestated: z.boolean(),
    /** Whether warnings are raised while it lags or is lost. */
    watched: z.boolean(),
    version: z.int(),
    isWithdrawn: z.boolean(),
    /** Its figures end with the withdrawal: none is told after it, and those told before stay as they were. Null while in force. */
    withdrawn: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
    /** The value recorded last, with its paper. */
    value: DecimalText,
    document: z.string(),
    /** How it stands by the last day evaluated; null before the first. */
    now: Point.nullable(),
    /** First day of the run of days with the state there is now. */
    since: CivilDate.nullable(),
    /** The last day with a value in the figure to date; earlier than the day of `now` where days after it have none. */
    lastValueDay: CivilDate.nullable(),
    timePct: z.string().nullable(),
    /** Points by which progress may be behind the calendar before it lags; null without an outlook. */
    marginPoints: z.string().nullable(),
    /** Of the figure to date: the least looked-at day in it. */
    dataState: DataState.nullable(),
    /** Editions the days to date count under; more than one where each counts under its own. */
    countedUnder: z.array(z.string()),
    /**
     * Months and the year that can no longer be valid, by the day on which they were lost, with the days they can have at
     * most and those required: nobody will say of such a period that it attained.
     */
    lostValidity: z.array(
      z.object({
        pollutant: z.string(),
        period: z.string(),
        since: CivilDate,
        mostDays: z.int(),
        requiredDays: z.int(),
      }),
    ),
    /**
     * Where the figure to date rests on fewer days than validity asks of a year, taken for the days that have passed: no
     * colour is given to how it stands.
     */
    tooFewDays: z.object({ days: z.int(), passed: z.int(), asked: z.int(), ofYear: z.int() }).nullable(),
    forecast: z
      .object({
        neutral: z.string().nullable(),
        trend: z.string().nullable(),
        requiredFallPct: z.string().nullable(),
        months: z.array(z.object({ month: z.string(), mean: z.string() })),
        restDays: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'TargetSummary' });
export const TargetDetail = TargetSummary.extend({
  versions: z.array(
    z.object({
      version: z.int(),
      from: CivilDate,
      value: DecimalText,
      document: z.string(),
      reason: z.string().nullable(),
      recordedAt: z.iso.datetime(),
      recordedBy: z.string(),
    }),
  ),
  course: z.array(Point),
  /** Days that cost the target, such as polluted ones. */
  costlyDates: z.array(CivilDate),
  /** The figure to date counted the other way, with the days that make the difference; null where both are the same. */
  otherwise: z
    .object({
      rule: z.enum(['each-day', 'one-edition']),
      edition: z.string(),
      value: DecimalText.nullable(),
      days: z.int(),
      changed: DaysOtherwise,
    })
    .nullable(),
}).meta({ id: 'TargetDetail' });

const restOf = (rest: Rest | null): z.input<typeof RestShape> | null => (rest === null ? null : { ...rest });
const pointOf = (point: CoursePoint): z.input<typeof Point> => ({ ...point, rest: restOf(point.rest) });

export const summaryOf = (standing: TargetStanding): z.input<typeof TargetSummary> => {
  const { target, definition, direction, values, course, forecast } = standing;
  const last = course.at(-1);
  const value = values.at(-1)!;
  return {
    id: target.id,
    definition: target.definition,
    name: definition.name,
    formula: definition.formula,
    coverage: definition.coverage,
    unit: definition.unit,
    decimals: definition.decimals,
    direction,
    subject: { kind: target.subjectKind, id: target.subjectId },
    period: { label: target.periodLabel, from: target.fromDay, to: target.toDay },
    mode: target.isRounded ? 'rounded' : 'strict',
    edition: standing.edition,
    isRestated: target.edition !== null,
    watched: target.isWatched,
    version: target.version,
    isWithdrawn: target.isWithdrawn,
    withdrawn: target.withdrawnAt && {
      at: target.withdrawnAt.toISOString(),
      reason: target.withdrawnReason ?? '',
    },
    value: value.value,
    document: value.document,
    now: last ? pointOf(last) : null,
    since: standing.since,
    lastValueDay: standing.lastValueDay,
    timePct: standing.timePct,
    marginPoints: standing.marginPoints,
    dataState: standing.dataState,
    countedUnder: [...standing.countedUnder],
    lostValidity: standing.lostValidity.map((one) => ({ ...one })),
    tooFewDays: standing.tooFewDays && { ...standing.tooFewDays },
    forecast: forecast && { ...forecast, months: [...forecast.months] },
  };
};

export const courseOf = (
  standing: TargetStanding,
): Pick<z.input<typeof TargetDetail>, 'versions' | 'course' | 'costlyDates' | 'otherwise'> => {
  const { values, course, costlyDates } = standing;
  const otherwise = countedOtherwise(standing);
  return {
    versions: values.map(({ fromDay, recordedAt, ...rest }) => ({
      ...rest,
      from: fromDay,
      recordedAt: recordedAt.toISOString(),
    })),
    course: course.map(pointOf),
    costlyDates: [...costlyDates],
    otherwise: otherwise && { ...otherwise, changed: daysOtherwiseOf(otherwise.changed) },
  };
};
