import { z } from 'zod';
import { DataState } from '#libs/contracts/shapes.js';
import { BasisView, NamedRef, NamedSubject, Page, PeriodView } from '../shapes.api.js';

export const SEVERITIES = ['notice', 'yellow', 'orange', 'red'] as const;
const Severity = z.enum(SEVERITIES);

/** `GET /warnings` */
export const WarningQuery = z.object({
  state: z.enum(['open', 'ended', 'all']).default('open'),
  ruleClass: z.string().optional(),
  severity: Severity.optional(),
  subjectKind: z.string().optional(),
  subjectId: z.string().optional(),
  unitId: z.string().optional(),
  areaId: z.string().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  ...Page,
});

/** Where the ladder of a warning stands. */
export const WarningLadder = z
  .object({
    ladderId: z.string(),
    policyId: z.string(),
    status: z.enum(['climbing', 'ending', 'ended']),
    /** Highest rung in force, and the one drafted and not out yet. */
    current: z.string().nullable(),
    pending: z.string().nullable(),
    dueOn: z.iso.date().nullable(),
    next: z.object({ rung: z.string(), earliestOn: z.iso.date().nullable() }).nullable(),
  })
  .meta({ id: 'WarningLadder' });

export const WarningView = z
  .object({
    warningId: z.uuid(),
    version: z.int(),
    ruleId: z.string(),
    ruleVersion: z.int(),
    ruleClass: z.string(),
    ruleName: z.object({ zh: z.string(), en: z.string() }),
    causeKey: z.string(),
    severity: Severity,
    subject: NamedSubject,
    area: NamedRef.nullable(),
    /** Lead first. */
    units: z.array(NamedRef),
    title: z.string(),
    period: PeriodView,
    /** What the rule counted: periods running, areas taken in, hours. */
    count: z.int(),
    dataState: DataState,
    opens: z.enum(['problem', 'tracing-task', 'review-task', 'none']),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    endReason: z.enum(['quiet', 'closed', 'withdrawn', 'taken-in']).nullable(),
    takenInBy: z.uuid().nullable(),
    details: z.record(z.string(), z.unknown()),
    ladder: WarningLadder.nullable(),
  })
  .meta({ id: 'WarningView' });
export const WarningPage = z
  .object({ items: z.array(WarningView), nextCursor: z.string().nullable() })
  .meta({ id: 'WarningPage' });

/** `GET /warnings/{id}`: with its whole history and what it rests on. */
export const WarningDetail = WarningView.extend({
  timeline: z.array(
    z.object({
      version: z.int(),
      change: z.enum(['raised', 'updated', 'ended']),
      occurredAt: z.iso.datetime(),
      recordedAt: z.iso.datetime(),
      severity: Severity,
      count: z.int(),
      period: PeriodView,
      dataState: DataState,
      title: z.string(),
      endedAt: z.iso.datetime().nullable(),
    }),
  ),
  basis: BasisView,
  /** Narrower warnings this one took in. */
  tookIn: z.array(z.object({ warningId: z.uuid(), title: z.string() })),
}).meta({ id: 'WarningDetail' });

/** `GET /warning-summary`: open warnings by class and severity, and the units that answer for most of them. */
export const WarningSummary = z
  .object({
    at: z.iso.datetime(),
    open: z.int(),
    startedLast7Days: z.int(),
    endedLast7Days: z.int(),
    byClass: z.array(
      z.object({
        ruleClass: z.string(),
        ruleName: z.object({ zh: z.string(), en: z.string() }),
        open: z.int(),
        notice: z.int(),
        yellow: z.int(),
        orange: z.int(),
        red: z.int(),
      }),
    ),
    byUnit: z.array(z.object({ unit: NamedRef, open: z.int(), red: z.int() })),
  })
  .meta({ id: 'WarningSummary' });
