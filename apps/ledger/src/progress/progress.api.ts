import { z } from 'zod';
import { field } from '#libs/contracts/form.js';
import { EvidenceFiles, LongText, PageInput, Percent, Ref, WRITE_SHAPE } from '../inputs.api.js';
import { ProgressView } from '../problem/problem.api.js';

/**
 * `POST /progress-reports`. `share` is percent of the milestone; `reportedPct` percent of the whole plan, worked out when
 * left out. With `dispatchId` the report is the unit's reply to that weekly sheet.
 */
export const ReportProgress = z
  .object({
    problemId: z.uuid().optional(),
    taskId: z.uuid().optional(),
    milestone: field(z.int().positive().nullable().default(null), 'milestone', '节点', 'milestone'),
    share: field(Percent.nullable().default(null), 'decimal', '节点完成（%）', 'done of the milestone (%)'),
    reportedPct: Percent.nullable().default(null),
    text: field(LongText, 'long-text', '进展情况', 'progress'),
    obstacle: field(LongText.nullable().default(null), 'long-text', '存在困难', 'obstacle'),
    coordinateWithUnitId: field(Ref.nullable().default(null), 'unit', '需协调单位', 'unit asked to coordinate'),
    promise: field(LongText.nullable().default(null), 'long-text', '下步承诺', 'promise'),
    dispatchId: z.uuid().nullable().default(null),
    evidence: field(EvidenceFiles.default([]), 'files', '佐证材料', 'evidence'),
    ...WRITE_SHAPE,
  })
  .refine((report) => (report.problemId === undefined) !== (report.taskId === undefined), 'either a problem or a task')
  .refine((report) => (report.milestone === null) === (report.share === null), 'a milestone and its share go together')
  .meta({ id: 'ReportProgress' });
export type ReportProgress = z.infer<typeof ReportProgress>;

export const ProgressQuery = z.object({
  problemId: z.uuid().optional(),
  taskId: z.uuid().optional(),
  unitId: z.string().max(120).optional(),
  dispatchId: z.uuid().optional(),
  ...PageInput,
});
export const ProgressPage = z
  .object({ items: z.array(ProgressView), nextCursor: z.string().nullable() })
  .meta({ id: 'ProgressReportPage' });
