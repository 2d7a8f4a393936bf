import { z } from 'zod';
import { Basis, CivilDate, DecimalText, Instant, SubjectRef } from '#libs/contracts/shapes.js';
import { ItemState } from '#libs/contracts/ledger.events.js';
import { field, FormField } from '#libs/contracts/form.js';
import { InstantInput, LongText, PageInput, Ref, ShortText, WRITE_SHAPE } from '../inputs.api.js';
import { TIME_CATEGORIES } from './problem-action.api.js';

export const ItemInput = z
  .object({
    listId: Ref,
    itemNo: z.string().trim().min(1).max(60),
    dueAt: CivilDate.optional(),
    plannedClosureAt: CivilDate.optional(),
  })
  .meta({ id: 'ListItemInput' });

/** `POST /problems`. Units left out are taken from the responsibility list; without a match the office leads for now. */
export const RegisterProblem = z
  .object({
    problemNo: field(z.string().trim().min(1).max(60).optional(), 'text', '问题编号', 'number'),
    externalNo: field(z.string().trim().max(60).optional(), 'text', '来文编号', 'number given by the assigning body'),
    title: field(ShortText, 'text', '问题名称', 'title'),
    originalText: field(LongText.optional(), 'long-text', '问题描述（原文）', 'text as assigned'),
    source: field(Ref, 'choice', '问题来源', 'source'),
    category: field(Ref, 'choice', '问题类别', 'category'),
    timeCategory: field(z.enum(TIME_CATEGORIES).default('DEADLINE'), 'choice', '整改类型', 'time category'),
    deadline: field(CivilDate.optional(), 'date', '整改时限', 'deadline'),
    subject: SubjectRef.optional(),
    areaId: Ref.optional(),
    position: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
    leadUnitId: field(Ref.optional(), 'unit', '牵头单位', 'lead unit'),
    supportingUnitIds: field(z.array(Ref).max(30).default([]), 'units', '配合单位', 'supporting units'),
    territorialUnitId: field(Ref.optional(), 'unit', '属地单位', 'territorial unit'),
    supervisingUnitId: field(Ref.optional(), 'unit', '督导单位', 'supervising unit'),
    acceptanceUnitId: field(Ref.optional(), 'unit', '验收单位', 'acceptance unit'),
    leaderPostId: field(Ref.optional(), 'post', '包保领导', 'leader in charge'),
    responsiblePostId: field(Ref.optional(), 'post', '具体责任人', 'person in charge'),
    contactPostId: field(Ref.optional(), 'post', '联络人', 'contact'),
    items: z.array(ItemInput).max(20).default([]),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'RegisterProblem' });
export type RegisterProblem = z.infer<typeof RegisterProblem>;

const flag = z.enum(['true', 'false']).optional();
const many = z
  .string()
  .max(2000)
  .transform((text) => text.split(',').filter(Boolean))
  .optional();
/** `GET /problems`. Lists in a parameter are separated by commas. */
export const ProblemQuery = z.object({
  no: z.string().max(60).optional(),
  q: z.string().trim().max(100).optional(),
  state: many,
  open: flag,
  overdue: flag,
  waitingUpper: flag,
  listId: z.string().max(120).optional(),
  /** A unit in any role. */
  unitId: z.string().max(120).optional(),
  leadUnitId: z.string().max(120).optional(),
  areaId: z.string().max(120).optional(),
  category: z.string().max(120).optional(),
  source: z.string().max(120).optional(),
  timeCategory: z.enum(TIME_CATEGORIES).optional(),
  level: many,
  warningId: z.uuid().optional(),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(120).optional(),
  sort: z.enum(['no', 'deadline', '-changed']).default('no'),
  ...PageInput,
});
export type ProblemQuery = z.infer<typeof ProblemQuery>;

const UNITS = {
  leadUnitId: z.string(),
  supportingUnitIds: z.array(z.string()),
  territorialUnitId: z.string().nullable(),
  supervisingUnitId: z.string().nullable(),
  acceptanceUnitId: z.string().nullable(),
  leaderPostId: z.string().nullable(),
  responsiblePostId: z.string().nullable(),
  contactPostId: z.string().nullable(),
};
/** Lag at the latest weekly cut-off. */
const LagMark = z.object({
  cutoff: Instant,
  level: z.enum(['green', 'yellow', 'orange', 'red']),
  lagPoints: DecimalText,
  overdueDays: z.int(),
});
const PROBLEM_SHAPE = {
  id: z.uuid(),
  version: z.int(),
  problemNo: z.string(),
  externalNo: z.string().nullable(),
  title: z.string(),
  source: z.string(),
  category: z.string(),
  timeCategory: z.enum(TIME_CATEGORIES),
  state: z.string(),
  stateSince: Instant,
  round: z.int(),
  subject: SubjectRef.nullable(),
  areaId: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  ...UNITS,
  assignedOn: CivilDate.nullable(),
  deadline: CivilDate.nullable(),
  originalDeadline: CivilDate.nullable(),
  /** Days past the deadline on the asking day while the work is not confirmed as complete. */
  overdueDays: z.int(),
  completedOn: CivilDate.nullable(),
  closedOn: CivilDate.nullable(),
  /** By when the running step is to be done, where the rules of closure set a limit. */
  stepDueOn: CivilDate.nullable(),
  /** Percent of the whole plan, exact. */
  reportedPct: DecimalText,
  confirmedPct: DecimalText,
  items: z.array(ItemState),
  lag: LagMark.nullable(),
  waitingUpperSince: CivilDate.nullable(),
  noticeEnd: CivilDate.nullable(),
  refusals: z.int(),
  warningId: z.uuid().nullable(),
  changedAt: Instant,
};
export const ProblemRow = z.object(PROBLEM_SHAPE).meta({ id: 'Problem' });
export const ProblemPage = z
  .object({
    items: z.array(ProblemRow),
    nextCursor: z.string().nullable(),
    /** Of the filter, whatever the page. */
    counts: z.object({
      total: z.int(),
      open: z.int(),
      overdue: z.int(),
      closed: z.int(),
      byState: z.record(z.string(), z.int()),
    }),
  })
  .meta({ id: 'ProblemPage' });

export const MilestoneView = z
  .object({
    no: z.int(),
    title: z.string(),
    date: CivilDate,
    weight: DecimalText,
    reportedPct: DecimalText,
    confirmedPct: DecimalText,
    reportedMetOn: CivilDate.nullable(),
    confirmedMetOn: CivilDate.nullable(),
    overdueDays: z.int(),
  })
  .meta({ id: 'Milestone' });
const PlanView = z
  .object({
    no: z.int(),
    round: z.int(),
    decision: z.enum(['pending', 'approved', 'rejected']),
    opinion: z.string().nullable(),
    submittedAt: Instant,
    goals: z.array(
      z.object({ no: z.int(), text: z.string(), quantified: z.boolean(), criterion: z.string().optional() }),
    ),
    measures: z.array(
      z.object({
        no: z.int(),
        text: z.string(),
        from: CivilDate.optional(),
        to: CivilDate.optional(),
        weight: z.number().optional(),
        ownerUnitId: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'RectificationPlan' });
const Actor = z.object({
  id: z.string(),
  name: z.string(),
  unitId: z.string().nullable(),
  postId: z.string().nullable(),
});
const TimelineEntry = z
  .object({
    id: z.uuid(),
    action: z.string(),
    zh: z.string(),
    en: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    round: z.int(),
    at: Instant,
    recordedAt: Instant,
    actor: Actor,
    /** Fields as they were filled in. */
    given: z.record(z.string(), z.unknown()),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ProblemTimelineEntry' });
export const StoredEvidence = z
  .object({
    id: z.uuid(),
    sha256: z.string(),
    name: z.string(),
    kind: z.string(),
    takenAt: Instant.nullable(),
    position: z.tuple([z.number(), z.number()]).nullable(),
    date: CivilDate.nullable(),
    of: z.object({ kind: z.string(), id: z.string() }),
    addedAt: Instant,
    /** reused, too-far, outside-work-period. */
    flags: z.array(z.string()),
  })
  .meta({ id: 'StoredEvidence' });
const NextAction = z
  .object({
    action: z.string(),
    zh: z.string(),
    en: z.string(),
    /** State it leads to; null where the state stays. */
    to: z.string().nullable(),
    /** `POST` path below the API's root. */
    path: z.string(),
    permission: z.string(),
    fields: z.array(FormField),
  })
  .meta({ id: 'NextAction' });
export const ProblemDetail = z
  .object({
    ...PROBLEM_SHAPE,
    originalText: z.string(),
    assignDocNo: z.string().nullable(),
    publicNoticeRequired: z.boolean(),
    upperRequired: z.boolean(),
    isInspection: z.boolean(),
    planStartOn: CivilDate.nullable(),
    /** Where work stands today by the pack's grades of lag. */
    today: z
      .object({
        on: CivilDate,
        plannedPct: DecimalText,
        actualPct: DecimalText,
        lagPoints: DecimalText,
        timePct: DecimalText,
        level: z.string(),
        overdueMilestones: z.int(),
        deadlineOverdueDays: z.int(),
        closureLateDays: z.int(),
        closureWaitingDays: z.int(),
        waitingFor: z.string().nullable(),
      })
      .nullable(),
    plan: PlanView.nullable(),
    milestones: z.array(MilestoneView),
    waits: z.array(z.object({ unitId: z.string(), from: CivilDate, to: CivilDate.nullable() })),
    progress: z.array(z.lazy(() => ProgressView)),
    timeline: z.array(TimelineEntry),
    evidence: z.array(StoredEvidence),
    warning: z
      .object({
        id: z.uuid(),
        ruleClass: z.string(),
        severity: z.string(),
        title: z.string(),
        startedAt: Instant,
        endedAt: Instant.nullable(),
        takenInBy: z.uuid().nullable(),
      })
      .nullable(),
    dispatches: z.array(
      z.object({
        dispatchId: z.uuid(),
        issueNo: z.int(),
        cutoff: Instant,
        unitId: z.string(),
        level: z.string(),
        timesRunning: z.int(),
        replyDueAt: CivilDate,
        repliedAt: Instant.nullable(),
      }),
    ),
    basis: Basis,
    /** What the asking person may do now, with the fields each act takes. */
    nextActions: z.array(NextAction),
  })
  .meta({ id: 'ProblemDetail' });

export const ProgressView = z
  .object({
    id: z.uuid(),
    record: SubjectRef,
    unitId: z.string(),
    dispatchId: z.uuid().nullable(),
    milestone: z.int().nullable(),
    share: DecimalText.nullable(),
    reportedPct: DecimalText,
    text: z.string(),
    obstacle: z.string().nullable(),
    coordinateWithUnitId: z.string().nullable(),
    promise: z.string().nullable(),
    noProgress: z.boolean(),
    files: z.array(z.object({ sha256: z.string(), name: z.string() })),
    reportedAt: Instant,
  })
  .meta({ id: 'ProgressReport' });

export const HistoryQuery = z.object({ knownAt: InstantInput.optional() });
export const ProblemHistory = z
  .object({
    spans: z.array(
      z.object({
        state: z.string(),
        round: z.int(),
        leadUnitId: z.string(),
        deadline: CivilDate.nullable(),
        completedOn: CivilDate.nullable(),
        closedOn: CivilDate.nullable(),
        validFrom: Instant,
        validTo: Instant.nullable(),
        recordedAt: Instant,
        supersededAt: Instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'ProblemHistory' });
