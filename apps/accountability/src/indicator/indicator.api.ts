import { z } from 'zod';
import { DataState } from '#libs/contracts/shapes.js';
import { BasisView, NamedSubject, Page, PeriodView } from '../shapes.api.js';

/** `GET /indicator-history` */
export const IndicatorQuery = z.object({
  definition: z.string().optional(),
  subjectKind: z.string().optional(),
  subjectId: z.string().optional(),
  periodLabel: z.string().optional(),
  /** Periods that end after `from` and not after `to`. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** As the platform knew it then. */
  knownAt: z.iso.datetime({ offset: true }).optional(),
  /** `current`: only the revision that wins; `all`: every revision. */
  revisions: z.enum(['current', 'all']).default('current'),
  ...Page,
});

export const IndicatorView = z
  .object({
    id: z.uuid(),
    service: z.string(),
    definition: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    subject: NamedSubject,
    period: PeriodView,
    value: z.string().nullable(),
    unit: z.string(),
    valid: z.boolean(),
    invalidReason: z.string().nullable(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    coverage: z.object({ valid: z.int(), expected: z.int() }).nullable(),
    dataState: DataState,
    edition: z.string(),
    revision: z.int(),
    /** Until when the number counts: the end of its period. */
    cutoff: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    details: z.record(z.string(), z.unknown()),
    basis: BasisView,
  })
  .meta({ id: 'IndicatorHistoryEntry' });
export const IndicatorPage = z
  .object({ items: z.array(IndicatorView), nextCursor: z.string().nullable() })
  .meta({ id: 'IndicatorHistoryPage' });
