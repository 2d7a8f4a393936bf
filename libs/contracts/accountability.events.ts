import { z } from 'zod';
import { defineEvent } from './event.js';
import { Basis, CivilDate, DataState, Instant, Period, SubjectRef } from './shapes.js';

const Warning = z.object({
  warningId: z.uuid(),
  version: z.int().positive(),
  ruleId: z.string(),
  ruleVersion: z.int().positive(),
  /** item-lag, ranking-last, section-failing, section-worse-than-v, air-process, outlet-exceedance, feed-silence, heavy-pollution … */
  ruleClass: z.string(),
  /** What counts as the same cause; while it lasts there is exactly one warning. */
  causeKey: z.string(),
  severity: z.enum(['notice', 'yellow', 'orange', 'red']),
  subject: SubjectRef,
  areaId: z.string().nullable(),
  /** Units that answer, lead first. */
  unitIds: z.array(z.string()),
  title: z.string(),
  period: Period,
  /** Periods running, areas taken in, days overdue: what the rule counted. */
  count: z.int().nonnegative(),
  dataState: DataState,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** A wider warning that took this one in (a regional process takes in the runs of its areas). */
  takenInBy: z.uuid().nullable(),
  /** What the ledger is to open because of it. */
  opens: z.enum(['problem', 'tracing-task', 'review-task', 'none']),
  details: z.record(z.string(), z.unknown()).default({}),
  basis: Basis,
});
const warning = <T extends string>(type: T, says: string) =>
  defineEvent({ topic: 'accountability.warnings', type, version: 1, order: 'key', data: Warning, says });
export const WarningRaised = warning('warning.raised', 'A cause began to last: exactly one warning for it.');
export const WarningUpdated = warning('warning.updated', 'The cause goes on; count, severity or period changed.');
export const WarningEnded = warning('warning.ended', 'The cause ended, or a wider warning took this one in.');
export type WarningData = z.infer<typeof Warning>;

export const LadderStepped = defineEvent({
  topic: 'accountability.warnings',
  type: 'ladder.stepped',
  version: 1,
  order: 'key',
  says: 'A ladder entered, passed or left a rung.',
  data: z.object({
    ladderId: z.uuid(),
    warningId: z.uuid(),
    policyId: z.string(),
    rung: z.string(),
    stepNo: z.int().nonnegative(),
    outcome: z.enum(['entered', 'proposed', 'absorbed', 'answered', 'overdue', 'lifted', 'ended']),
    dueAt: CivilDate.nullable(),
    actId: z.uuid().nullable(),
  }),
});
export const ActChanged = defineEvent({
  topic: 'accountability.acts',
  type: 'act.changed',
  version: 1,
  order: 'key',
  says: 'A formal act after one step of its life, whole.',
  data: z.object({
    actId: z.uuid(),
    version: z.int().positive(),
    /** Kind of the pack: reminder, warning-yellow, warning-orange, warning-red, supervision-order, listing, delisting, talk, talk-minutes, talk-lifted, bulletin … */
    kind: z.string(),
    /** State of the act lifecycle table in libs/domain/escalation. */
    state: z.string(),
    action: z.string(),
    number: z.string().nullable(),
    title: z.string(),
    addresseeUnitId: z.string().nullable(),
    addresseePostIds: z.array(z.string()),
    copyToUnitIds: z.array(z.string()),
    /** Post that must approve it. */
    approverPostId: z.string().nullable(),
    warningId: z.uuid().nullable(),
    ladderId: z.uuid().nullable(),
    subject: SubjectRef.nullable(),
    issuedAt: Instant.nullable(),
    replyDueAt: CivilDate.nullable(),
    meetingAt: Instant.nullable(),
    documentSha256: z.string().nullable(),
    urgentOverChannels: z.boolean(),
  }),
});
export const DispatchIssued = defineEvent({
  topic: 'accountability.dispatches',
  type: 'dispatch.issued',
  version: 1,
  order: 'key',
  says: 'A weekly sheet was drawn up for a cut-off, with its rows; it may be empty.',
  data: z.object({
    dispatchId: z.uuid(),
    issueNo: z.int().positive(),
    cutoff: Instant,
    meetingOn: CivilDate,
    missingSources: z.array(z.string()),
    rows: z.array(
      z.object({
        rowId: z.uuid(),
        record: SubjectRef,
        unitId: z.string(),
        level: z.string(),
        timesRunning: z.int(),
        replyDueAt: CivilDate,
      }),
    ),
    sheetSha256: z.string().nullable(),
  }),
});
export const AssessmentPublished = defineEvent({
  topic: 'accountability.assessments',
  type: 'assessment.published',
  version: 1,
  order: 'key',
  says: 'A ranking for a period, ties and unranked units included.',
  data: z.object({
    assessmentId: z.uuid(),
    /** Higher when data or the standing of a station changed after it was first published; the highest wins. */
    revision: z.int().positive().default(1),
    scheme: z.string(),
    period: Period,
    dataState: DataState,
    rows: z.array(
      z.object({
        subject: SubjectRef,
        unitId: z.string().nullable(),
        value: z.string().nullable(),
        rank: z.int().nullable(),
        provisional: z.boolean(),
        reason: z.string().nullable(),
      }),
    ),
  }),
});
