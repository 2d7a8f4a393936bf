import { z } from 'zod';
import { CivilDate } from '#libs/contracts/shapes.js';
import { field } from '#libs/contracts/form.js';
import { EvidenceFiles, LongText, WRITE_SHAPE } from '../inputs.api.js';

/** `POST /problems/{id}/confirm-milestone`, by the supervising unit. */
export const ConfirmMilestone = z
  .object({
    milestone: field(z.int().positive(), 'milestone', '节点', 'milestone'),
    metOn: field(CivilDate, 'date', '完成日期', 'met on'),
    opinion: field(LongText, 'long-text', '核实意见', 'opinion'),
    evidence: field(EvidenceFiles.optional(), 'files', '佐证材料', 'evidence'),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'ConfirmMilestoneOfProblem' });
/** `POST /problems/{id}/reject-milestone`: what the unit reported does not stand. */
export const RejectMilestone = z
  .object({
    milestone: field(z.int().positive(), 'milestone', '节点', 'milestone'),
    reason: field(LongText, 'long-text', '理由', 'reason'),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'RejectMilestoneOfProblem' });
/** `POST /problems/{id}/judge-deadline`: whether the final date can still be reached. */
export const JudgeDeadline = z
  .object({
    unreachable: field(z.boolean(), 'boolean', '判断无法按期完成', 'the deadline cannot be reached'),
    reason: field(LongText, 'long-text', '理由', 'reason'),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'JudgeDeadlineOfProblem' });
