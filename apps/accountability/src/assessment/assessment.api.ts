import { z } from 'zod';
import { DataState } from '#libs/contracts/shapes.js';
import { BasisView, NamedRef, NamedSubject, Page, PeriodView } from '../shapes.api.js';

/** `GET /assessments`: latest period first, the revision in force of each unless `revisions=all`. */
export const AssessmentQuery = z.object({
  scheme: z.string().optional(),
  periodLabel: z.string().optional(),
  revisions: z.enum(['current', 'all']).default('current'),
  ...Page,
});

export const AssessmentRowView = z
  .object({
    subject: NamedSubject,
    unit: NamedRef.nullable(),
    value: z.string().nullable(),
    /** Equal values share the rank; null when unranked. */
    rank: z.int().nullable(),
    /** Places gained (+) or lost (-) against the period before. */
    change: z.int().nullable(),
    isLast: z.boolean(),
    provisional: z.boolean(),
    /** Why it is not ranked. */
    reason: z.string().nullable(),
    dataState: DataState,
    indicatorId: z.uuid().nullable(),
  })
  .meta({ id: 'AssessmentRow' });
export const AssessmentView = z
  .object({
    assessmentId: z.uuid(),
    revision: z.int(),
    isCurrent: z.boolean(),
    scheme: z.string(),
    schemeVersion: z.int(),
    name: z.object({ zh: z.string(), en: z.string() }),
    period: PeriodView,
    dataState: DataState,
    /** False: too few valid numbers, nobody is ranked. */
    isRanked: z.boolean(),
    missingSources: z.array(z.string()),
    occurredAt: z.iso.datetime(),
    rows: z.array(AssessmentRowView),
    basis: BasisView,
  })
  .meta({ id: 'AssessmentView' });
export const AssessmentPage = z
  .object({ items: z.array(AssessmentView), nextCursor: z.string().nullable() })
  .meta({ id: 'AssessmentPage' });
