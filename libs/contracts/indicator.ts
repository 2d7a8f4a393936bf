import { z } from 'zod';
import { defineEvent } from './event.js';
import { Basis, DataState, DecimalText, Instant, Period, SubjectRef } from './shapes.js';

/**
 * A named number about a subject for a period. Identity = (definition, subject, period); the highest revision wins.
 * `value` is null when there is no number (`valid: false` then says why in `invalidReason`).
 */
export const IndicatorData = z.object({
  definition: z.string(),
  subject: SubjectRef,
  period: Period,
  value: DecimalText.nullable(),
  unit: z.string(),
  valid: z.boolean(),
  invalidReason: z.string().nullable().default(null),
  numerator: DecimalText.nullable().default(null),
  denominator: DecimalText.nullable().default(null),
  coverage: z.object({ valid: z.int(), expected: z.int() }).nullable().default(null),
  dataState: DataState,
  edition: z.string(),
  revision: z.int().positive(),
  /** What the number needs beside it on paper: primary pollutants, class, rank, lag level … */
  details: z.record(z.string(), z.unknown()).default({}),
  basis: Basis,
});
export type IndicatorData = z.infer<typeof IndicatorData>;

/** Every service publishes its numbers with this shape, on its own topic of one partition, so a seal stands behind all it covers. */
export const defineIndicator = (service: string) =>
  defineEvent({
    topic: `${service}.indicators`,
    type: 'indicator.observed',
    version: 1,
    order: 'none',
    data: IndicatorData,
    says: `A number of ${service} about a subject and period, or its correction with a higher revision.`,
  });

/** Everything dated up to `cutoff` has been published before this record on the same topic. */
export const defineSeal = (service: string) =>
  defineEvent({
    topic: `${service}.indicators`,
    type: 'cutoff.sealed',
    version: 1,
    order: 'none',
    data: z.object({ service: z.string(), seal: z.string(), cutoff: Instant }),
    says: `All numbers of ${service} dated up to the cut-off stand before this record.`,
  });
