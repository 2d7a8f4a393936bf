import { z } from 'zod';
import { SubjectRef } from '#libs/contracts/shapes.js';
import { NamedRef, Page } from '../shapes.api.js';

const Ref = z.string().min(1).max(120);

/** `POST /instructions`: a leader's instruction on a warning, a ladder, or the record one stands over. */
export const RecordInstruction = z
  .object({
    leaderPostId: Ref,
    text: z.string().trim().min(1).max(4000),
    warningId: z.uuid().optional(),
    ladderId: z.uuid().optional(),
    subject: SubjectRef.optional(),
    /** What it is about, in words; the warning's title where it is left out. */
    matter: z.string().trim().min(1).max(500).optional(),
    ownerUnitId: Ref.optional(),
    feedbackBy: z.iso.date().optional(),
    /** Rung of the ladder it orders; without it the instruction gives its weight to what is under way. */
    rung: Ref.optional(),
    at: z.iso.datetime({ offset: true }).optional(),
    backdatingReason: z.string().trim().min(1).max(4000).optional(),
  })
  .refine(({ warningId, ladderId, subject }) => warningId ?? ladderId ?? subject, {
    message: 'names a warning, a ladder or a record',
  })
  .meta({ id: 'RecordInstruction' });

export const InstructionView = z
  .object({
    id: z.uuid(),
    givenOn: z.iso.date(),
    givenAt: z.iso.datetime(),
    leaderPost: NamedRef,
    text: z.string(),
    matter: z.string(),
    warningId: z.uuid().nullable(),
    ladderId: z.uuid().nullable(),
    subject: SubjectRef.nullable(),
    ownerUnit: NamedRef.nullable(),
    feedbackBy: z.iso.date().nullable(),
    rung: z.string().nullable(),
  })
  .meta({ id: 'InstructionView' });

/** `GET /instructions` */
export const InstructionQuery = z.object({
  warningId: z.uuid().optional(),
  ladderId: z.uuid().optional(),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(120).optional(),
  ...Page,
});
export const InstructionPage = z
  .object({ items: z.array(InstructionView), nextCursor: z.string().nullable() })
  .meta({ id: 'InstructionPage' });
