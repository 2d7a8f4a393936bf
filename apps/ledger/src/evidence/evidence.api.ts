import { z } from 'zod';
import { Basis, EvidenceRecord } from '#libs/contracts/shapes.js';
import { PageInput } from '../inputs.api.js';
import { StoredEvidence } from '../problem/problem.api.js';

/** `GET /evidence-files`: files of a problem, or every use of one file by its hash. */
export const EvidenceQuery = z.object({
  problemId: z.uuid().optional(),
  taskId: z.uuid().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  ...PageInput,
});
export const EvidencePage = z
  .object({ items: z.array(StoredEvidence), nextCursor: z.string().nullable() })
  .meta({ id: 'StoredEvidencePage' });

/** `GET /evidence/ledger/{kind}/{id}`: kinds problem, task, progress-report, item-lag, task-lag, rate, reference-group. */
export const LedgerEvidence = z.object({ record: EvidenceRecord, basis: Basis }).meta({ id: 'LedgerEvidence' });
export type LedgerEvidence = z.infer<typeof LedgerEvidence>;
