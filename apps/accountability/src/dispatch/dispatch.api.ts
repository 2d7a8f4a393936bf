import { z } from 'zod';
import { NamedRef, Page } from '../shapes.api.js';

const Level = z.enum(['green', 'yellow', 'orange', 'red']);

/** `GET /dispatches`: latest first. */
export const DispatchQuery = z.object({
  state: z.enum(['waiting', 'drawn', 'issued']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  ...Page,
});

/** One weekly dispatch (周调度) with the counts of its head. */
export const DispatchView = z
  .object({
    dispatchId: z.uuid(),
    version: z.int(),
    name: z.string(),
    /** Given when the sheet is drawn up; null while its sources are waited for. */
    issueNo: z.int().nullable(),
    cutoff: z.iso.datetime(),
    state: z.enum(['waiting', 'drawn', 'issued']),
    /** Its slot was missed and it was drawn up afterwards. */
    late: z.boolean(),
    waitUntil: z.iso.datetime(),
    meetingAt: z.iso.datetime(),
    replyDueOn: z.iso.date(),
    missingSources: z.array(z.string()),
    onSheet: z.int(),
    added: z.int(),
    removed: z.int(),
    threeTimesRunning: z.int(),
    answered: z.int(),
    unanswered: z.int(),
    issuedAt: z.iso.datetime().nullable(),
    issuedBy: z.string().nullable(),
    opinion: z.string().nullable(),
    sheetSha256: z.string().nullable(),
  })
  .meta({ id: 'DispatchView' });
export const DispatchPage = z
  .object({ items: z.array(DispatchView), nextCursor: z.string().nullable() })
  .meta({ id: 'DispatchPage' });

export const ReportView = z
  .object({
    progressId: z.string(),
    reportedAt: z.iso.datetime(),
    text: z.string(),
    obstacle: z.string().nullable(),
    coordinateWith: NamedRef.nullable(),
    promise: z.string().nullable(),
    evidence: z.array(z.string()),
    /** 无进展 */
    noProgress: z.boolean(),
  })
  .meta({ id: 'DispatchReport' });

/** A row of the sheet as drawn up, and what the unit answered since. */
export const DispatchRowView = z
  .object({
    rowId: z.uuid(),
    position: z.int(),
    record: z.object({ kind: z.string(), id: z.string() }),
    problemNo: z.string(),
    itemNo: z.string(),
    listName: z.string(),
    title: z.string(),
    leadUnit: NamedRef,
    supportingUnits: z.array(NamedRef),
    territorialUnit: NamedRef.nullable(),
    supervisingUnit: NamedRef.nullable(),
    leaderPost: NamedRef.nullable(),
    responsiblePost: NamedRef.nullable(),
    deadline: z.iso.date().nullable(),
    plannedClosure: z.iso.date().nullable(),
    /** Promise carried over from the report before this week's. */
    promised: z.string().nullable(),
    newThisWeek: ReportView.nullable(),
    plannedPct: z.string(),
    reportedPct: z.string(),
    confirmedPct: z.string(),
    lagPoints: z.string(),
    lagDays: z.int(),
    change: z.enum(['enter', 'stay']),
    because: z.array(z.string()),
    timesRunning: z.int(),
    level: Level,
    measured: Level,
    nextMilestone: z.object({ title: z.string(), date: z.iso.date() }).nullable(),
    replyDueOn: z.iso.date(),
    /** Drawn from the sheet before, because the ledger's numbers had not arrived. */
    carriedOver: z.boolean(),
    reply: ReportView.nullable(),
    isOverdue: z.boolean(),
    indicatorId: z.uuid().nullable(),
  })
  .meta({ id: 'DispatchRow' });
export type DispatchRowView = z.infer<typeof DispatchRowView>;

/** `GET /dispatches/{id}`: rows within the asker's scope. */
export const DispatchDetail = DispatchView.extend({
  rows: z.array(DispatchRowView),
  removedRows: z.array(
    z.object({ problemNo: z.string(), title: z.string(), leadUnit: NamedRef, because: z.array(z.string()) }),
  ),
}).meta({ id: 'DispatchDetail' });

/** `POST /dispatches/{id}/issue` by the office director. */
export const IssueDispatch = z
  .object({
    opinion: z.string().trim().min(1).max(500),
    at: z.iso.datetime({ offset: true }).optional(),
    backdatingReason: z.string().trim().min(1).max(500).optional(),
  })
  .meta({ id: 'IssueDispatch' });
