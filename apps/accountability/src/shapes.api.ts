import { z } from 'zod';
import { Basis, EvidenceBasis, EvidenceRecord, Period, SubjectRef } from '#libs/contracts/shapes.js';

export const Page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
};

export const NamedRef = z.object({ id: z.string(), name: z.string() }).meta({ id: 'NamedRef' });
export const NamedSubject = SubjectRef.extend({ name: z.string() }).meta({ id: 'NamedSubject' });
export const PeriodView = Period.meta({ id: 'PeriodView' });
export const BasisView = Basis.meta({ id: 'BasisView' });

/** A number printed anywhere: what it is, until when, from where. */
export const FigureView = z
  .object({
    id: z.string(),
    label: z.string(),
    definition: z.string(),
    parameters: z.record(z.string(), z.string()),
    /** ISO instant, or a civil date. */
    cutoff: z.string(),
    value: z.string(),
    unit: z.string(),
    /** Measurements: realtime, preliminary, reviewed; progress: unreported, reported, confirmed; plans and targets: planned. */
    state: z.enum(['realtime', 'preliminary', 'reviewed', 'reported', 'confirmed', 'planned', 'unreported']),
    /** Record it was read from; its evidence leads on to the records behind it. */
    source: z.object({ service: z.string(), kind: z.string(), id: z.string(), version: z.int().optional() }),
    revision: z.int(),
  })
  .meta({ id: 'FigureView' });
export type FigureView = z.infer<typeof FigureView>;

/** Answer of `GET /evidence/{service}/{kind}/{id}`; only the gateway asks. */
export const EvidenceAnswer = z
  .object({ record: EvidenceRecord, basis: EvidenceBasis })
  .meta({ id: 'AccountabilityEvidence' });
export type EvidenceAnswer = z.infer<typeof EvidenceAnswer>;
