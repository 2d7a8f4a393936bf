import { z } from 'zod';
import { Basis, CivilDate, Instant, SubjectRef } from '#libs/contracts/shapes.js';
import { field, FormField } from '#libs/contracts/form.js';
import { EvidenceFiles, LongText, PageInput, Ref, ShortText, WRITE_SHAPE } from '../inputs.api.js';
import { StoredEvidence } from '../problem/problem.api.js';

export const TASK_STATES = ['assigned', 'signed', 'reported', 'confirmed', 'cancelled'] as const;
export const TASK_KINDS = ['tracing', 'review', 'other'] as const;

/** `POST /tasks`: work that no warning asked for. */
export const AssignTask = z
  .object({
    title: field(ShortText, 'text', '任务名称', 'title'),
    demands: field(LongText.optional(), 'long-text', '任务要求', 'what is asked'),
    leadUnitId: field(Ref, 'unit', '牵头单位', 'lead unit'),
    supportingUnitIds: field(z.array(Ref).max(30).default([]), 'units', '配合单位', 'supporting units'),
    supervisingUnitId: field(Ref.optional(), 'unit', '督导单位', 'supervising unit'),
    responsiblePostId: field(Ref.optional(), 'post', '具体责任人', 'person in charge'),
    dueAt: field(CivilDate, 'date', '完成时限', 'due'),
    subject: SubjectRef.optional(),
    areaId: Ref.optional(),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'AssignTask' });
export type AssignTask = z.infer<typeof AssignTask>;

export const TASK_FORMS = {
  sign: {
    permission: 'task.sign',
    zh: '签收',
    en: 'sign for',
    body: z.object({ signerPostId: field(Ref, 'post', '签收人', 'signer'), ...WRITE_SHAPE }).meta({ id: 'SignTask' }),
  },
  report: {
    permission: 'task.report',
    zh: '报告结果',
    en: 'report',
    body: z
      .object({
        finding: field(LongText, 'long-text', '核查结果', 'finding'),
        evidence: field(EvidenceFiles.default([]), 'files', '佐证材料', 'evidence'),
        ...WRITE_SHAPE,
      })
      .meta({ id: 'ReportTask' }),
  },
  return: {
    permission: 'task.confirm',
    zh: '退回重报',
    en: 'send back',
    body: z
      .object({ reason: field(LongText, 'long-text', '理由', 'reason'), ...WRITE_SHAPE })
      .meta({ id: 'ReturnTask' }),
  },
  confirm: {
    permission: 'task.confirm',
    zh: '确认',
    en: 'confirm',
    body: z
      .object({ opinion: field(LongText, 'long-text', '意见', 'opinion'), ...WRITE_SHAPE })
      .meta({ id: 'ConfirmTask' }),
  },
  cancel: {
    permission: 'task.assign',
    zh: '撤销',
    en: 'cancel',
    body: z
      .object({ reason: field(LongText, 'long-text', '理由', 'reason'), ...WRITE_SHAPE })
      .meta({ id: 'CancelTask' }),
  },
} as const;
export type TaskAction = keyof typeof TASK_FORMS;

export const TaskOutcome = z
  .object({ taskId: z.uuid(), taskNo: z.string(), version: z.int(), state: z.string() })
  .meta({ id: 'TaskOutcome' });

/** `GET /tasks`. `causeKey` and `periodLabel` are those of the warning that opened the task. */
export const TaskQuery = z.object({
  kind: z.enum(TASK_KINDS).optional(),
  state: z
    .string()
    .max(200)
    .transform((text) => text.split(',').filter(Boolean))
    .optional(),
  unitId: z.string().max(120).optional(),
  areaId: z.string().max(120).optional(),
  warningId: z.uuid().optional(),
  causeKey: z.string().max(300).optional(),
  periodLabel: z.string().max(60).optional(),
  ruleClass: z.string().max(60).optional(),
  ...PageInput,
});
export type TaskQuery = z.infer<typeof TaskQuery>;

const TASK_SHAPE = {
  id: z.uuid(),
  version: z.int(),
  taskNo: z.string(),
  kind: z.enum(TASK_KINDS),
  title: z.string(),
  state: z.enum(TASK_STATES),
  subject: SubjectRef.nullable(),
  areaId: z.string().nullable(),
  leadUnitId: z.string(),
  supportingUnitIds: z.array(z.string()),
  territorialUnitId: z.string().nullable(),
  supervisingUnitId: z.string().nullable(),
  responsiblePostId: z.string().nullable(),
  assignedAt: Instant,
  dueAt: CivilDate.nullable(),
  overdueDays: z.int(),
  signedAt: Instant.nullable(),
  reportedAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
  warningId: z.uuid().nullable(),
  causeKey: z.string().nullable(),
  ruleClass: z.string().nullable(),
  periodLabel: z.string().nullable(),
  changedAt: Instant,
};
export const TaskRow = z.object(TASK_SHAPE).meta({ id: 'Task' });
export const TaskPage = z
  .object({
    items: z.array(TaskRow),
    nextCursor: z.string().nullable(),
    counts: z.object({ total: z.int(), byState: z.record(z.string(), z.int()) }),
  })
  .meta({ id: 'TaskPage' });
export const TaskDetail = z
  .object({
    ...TASK_SHAPE,
    demands: z.string().nullable(),
    finding: z.string().nullable(),
    timeline: z.array(
      z.object({
        id: z.uuid(),
        action: z.string(),
        from: z.string().nullable(),
        to: z.string(),
        at: Instant,
        recordedAt: Instant,
        actor: z.object({
          id: z.string(),
          name: z.string(),
          unitId: z.string().nullable(),
          postId: z.string().nullable(),
        }),
        given: z.record(z.string(), z.unknown()),
      }),
    ),
    evidence: z.array(StoredEvidence),
    basis: Basis,
    nextActions: z.array(
      z.object({
        action: z.string(),
        zh: z.string(),
        en: z.string(),
        path: z.string(),
        permission: z.string(),
        fields: z.array(FormField),
      }),
    ),
  })
  .meta({ id: 'TaskDetail' });
