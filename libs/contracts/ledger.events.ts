import { z } from 'zod';
import { defineEvent } from './event.js';
import { defineIndicator, defineSeal } from './indicator.js';
import { Basis, CivilDate, Instant, SubjectRef } from './shapes.js';

/** Where a record stands on a list (清单). Completion and closure belong to the item, not to the record. */
export const ItemState = z.object({
  listId: z.string(),
  listName: z.string(),
  itemNo: z.string(),
  dueAt: CivilDate.nullable(),
  plannedClosureAt: CivilDate.nullable(),
  completedAt: CivilDate.nullable(),
  closedAt: CivilDate.nullable(),
});
const Units = {
  leadUnitId: z.string(),
  supportingUnitIds: z.array(z.string()),
  territorialUnitId: z.string().nullable(),
  supervisingUnitId: z.string().nullable(),
  acceptanceUnitId: z.string().nullable(),
  leaderPostId: z.string().nullable(),
  responsiblePostId: z.string().nullable(),
};
export const ProblemChanged = defineEvent({
  topic: 'ledger.problems',
  type: 'problem.changed',
  version: 1,
  order: 'key',
  says: 'A problem after one action, whole.',
  data: z.object({
    problemId: z.uuid(),
    version: z.int().positive(),
    problemNo: z.string(),
    title: z.string(),
    source: z.string(),
    category: z.string(),
    timeCategory: z.enum(['IMMEDIATE', 'DEADLINE', 'LONG_TERM']),
    /** State of the lifecycle table in libs/domain/problem. */
    state: z.string(),
    action: z.string(),
    round: z.int().positive(),
    subject: SubjectRef.nullable(),
    areaId: z.string().nullable(),
    ...Units,
    deadline: CivilDate.nullable(),
    reportedPct: z.number().min(0).max(100),
    confirmedPct: z.number().min(0).max(100),
    items: z.array(ItemState),
    warningId: z.uuid().nullable(),
    basis: Basis,
    /** With a refusal: its grounds by code. */
    refusalCodes: z.array(z.string()).optional(),
    /**
     * What the record says since completion was last reported: report, check, notice, reply from above; null for what has
     * not come yet. Left out before such a report. Papers that lift a measure print this and nothing else.
     */
    closure: z
      .object({
        appliedOn: CivilDate.nullable(),
        checkedOn: CivilDate.nullable(),
        inspectorPersonIds: z.array(z.string()),
        opinion: z.string().nullable(),
        noticeStart: CivilDate.nullable(),
        noticeEnd: CivilDate.nullable(),
        objections: z.int().nonnegative().nullable(),
        upperReplyNo: z.string().nullable(),
        upperRepliedOn: CivilDate.nullable(),
        /** Day by which the office looks back at what was closed; null where none is planned. */
        lookBackDueOn: CivilDate.nullable(),
      })
      .partial()
      .optional(),
  }),
});
export const TaskChanged = defineEvent({
  topic: 'ledger.tasks',
  type: 'task.changed',
  version: 1,
  order: 'key',
  says: 'A task after one action, whole.',
  data: z.object({
    taskId: z.uuid(),
    version: z.int().positive(),
    taskNo: z.string(),
    kind: z.enum(['tracing', 'review', 'other']),
    title: z.string(),
    state: z.enum(['assigned', 'signed', 'reported', 'confirmed', 'cancelled']),
    action: z.string(),
    subject: SubjectRef.nullable(),
    ...Units,
    dueAt: CivilDate.nullable(),
    warningId: z.uuid().nullable(),
    basis: Basis,
  }),
});
/** A unit reports once: a reply to a dispatch is a progress report that carries the dispatch's id. */
export const ProgressReported = defineEvent({
  topic: 'ledger.problems',
  type: 'progress.reported',
  version: 1,
  order: 'key',
  says: 'A unit reported progress, perhaps as its reply to a dispatch.',
  data: z.object({
    progressId: z.uuid(),
    record: SubjectRef,
    unitId: z.string(),
    dispatchId: z.uuid().nullable(),
    text: z.string(),
    obstacle: z.string().nullable(),
    coordinateWithUnitId: z.string().nullable(),
    promise: z.string().nullable(),
    reportedPct: z.number().min(0).max(100),
    /** The text says the same as the report before it: 无进展. */
    noProgress: z.boolean(),
    files: z.array(z.object({ sha256: z.string(), name: z.string() })),
    reportedAt: Instant,
  }),
});
export const LedgerIndicator = defineIndicator('ledger');
export const LedgerSealed = defineSeal('ledger');
