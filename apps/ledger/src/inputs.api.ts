import { z } from 'zod';
import { CivilDate, DecimalText } from '#libs/contracts/shapes.js';
import { field } from '#libs/contracts/form.js';

/** Names of units, posts, people, lists as directory gives them. */
export const Ref = z.string().min(1).max(120);
export const ShortText = z.string().trim().min(1).max(200);
export const LongText = z.string().trim().min(1).max(4000);
/** An instant with its offset, e.g. `2026-05-07T17:00:00+08:00`. */
export const InstantInput = z.iso.datetime({ offset: true });
/** A file uploaded at the gateway, as a record refers to it. */
export const EvidenceFile = z
  .object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of an uploaded file, 64 hexadecimal digits'),
    name: z.string().min(1).max(255),
    /** photo-before, photo-progress, photo-after, monitoring-report, other … */
    kind: z.string().max(60).default('other'),
    takenAt: InstantInput.optional(),
    /** Longitude and latitude, WGS-84. */
    position: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
    /** Date a paper bears. */
    date: CivilDate.optional(),
  })
  .meta({ id: 'EvidenceFile' });
export type EvidenceFile = z.infer<typeof EvidenceFile>;
export const EvidenceFiles = z.array(EvidenceFile).max(50);

export const Milestone = z
  .object({ no: z.int().positive(), title: ShortText, date: CivilDate, weight: z.number().positive().max(100) })
  .meta({ id: 'MilestoneInput' });
export const Measure = z
  .object({
    no: z.int().positive(),
    text: LongText,
    from: CivilDate.optional(),
    to: CivilDate.optional(),
    weight: z.number().nonnegative().max(100).optional(),
    ownerUnitId: Ref.optional(),
  })
  .meta({ id: 'MeasureInput' });
export const Goal = z
  .object({
    no: z.int().positive(),
    text: LongText,
    quantified: z.boolean().default(false),
    criterion: z.string().max(1000).optional(),
  })
  .meta({ id: 'GoalInput' });

/**
 * What every write may carry: `expectedVersion` guards against acting on a record somebody changed meanwhile; `at` dates
 * the act back, which takes the permission record.backdate and a reason.
 */
export const WRITE_SHAPE = {
  expectedVersion: z.int().positive().optional(),
  at: field(InstantInput.optional(), 'datetime', '补录时间', 'dated back to'),
  backdatingReason: field(LongText.optional(), 'long-text', '补录原因', 'reason for dating back'),
} as const;

/** Percent as exact decimal text, 0 to 100. */
export const Percent = DecimalText.refine((text) => Number(text) >= 0 && Number(text) <= 100, 'between 0 and 100');
export const PageInput = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
