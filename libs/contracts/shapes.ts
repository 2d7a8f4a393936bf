import { z } from 'zod';

/** Civil date in the district's zone, `YYYY-MM-DD`. */
export const CivilDate = z.iso.date();
/** Instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime();
/** Exact decimal as text, e.g. `449.99`. */
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** What is watched or counted: `{kind, id}`, owned by one service. */
export const SubjectRef = z.object({
  kind: z.enum([
    'station',
    'section',
    'outlet',
    // A sewage plant goes by the id of its outlet, a river and a basin by their names in the register of sections.
    'plant',
    'source',
    'river',
    'basin',
    'area',
    'unit',
    'list',
    'problem',
    'task',
    'project',
    'network',
    'target',
  ]),
  id: z.string(),
});
export type SubjectRef = z.infer<typeof SubjectRef>;

/** The period a number is about. `label` is what people print: `2026-05`, `2026-05-11`, `2026-W29`. `end` is exclusive as an instant. */
export const Period = z.object({
  kind: z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year', 'cutoff']),
  label: z.string(),
  start: Instant,
  end: Instant,
});
export type Period = z.infer<typeof Period>;

/** 实时, 初步, 审核. Steps from listing upward need reviewed data. */
export const DataState = z.enum(['realtime', 'preliminary', 'reviewed']);
export type DataState = z.infer<typeof DataState>;

/** One record another record rests on. */
export const BasisReference = z.object({
  service: z.string(),
  kind: z.string(),
  id: z.string(),
  version: z.number().int().optional(),
});
/**
 * What a record rests on, as it is stored and published: up to a hundred references, among them groups of references where there
 * are more (`libs/evidence`), or a named query.
 */
export const Basis = z.object({
  references: z.array(BasisReference).max(100).default([]),
  query: z
    .object({ service: z.string(), name: z.string(), parameters: z.record(z.string(), z.string()), knownAt: Instant })
    .nullable()
    .default(null),
});
export type Basis = z.infer<typeof Basis>;
/** How a record of the evidence chain is asked for: a version of it, or the newest one. */
export const EvidenceVersion = z.object({ version: z.coerce.number().int().positive().optional() });
/**
 * A record as its owner answers for it. `currentVersion` stands where the contents are of that version and not of `version`,
 * which was asked for: the owner does not keep it.
 */
export const EvidenceRecord = BasisReference.extend({
  currentVersion: z.int().optional(),
  title: z.string(),
  at: Instant.nullable(),
  facts: z.array(z.object({ label: z.string(), value: z.string(), unit: z.string().optional() })),
});
/** What an answer of the evidence chain names: rows read from their tables (figures, entries of a book) are named one by one. */
export const EvidenceBasis = Basis.extend({ references: z.array(BasisReference) });

/** A unit that answers for a subject; shares are per mille, spans are half-open civil dates. */
export const AnswersFor = z.object({
  unitId: z.string(),
  sharePerMille: z.int().min(0).max(1000).default(1000),
  basis: z.string(),
  from: CivilDate,
  to: CivilDate.nullable(),
});

/**
 * What `.refine` of an object with `from` and `to` takes for a span that runs forward and has so many days at most: `.refine(...spanUpTo(366, 'a year'))`.
 * A date that is none is told of by its own field and cannot be counted from, so nothing is said of the span then.
 */
export const spanUpTo = (
  days: number,
  words = `${days} days`,
): [(span: { from: string; to: string }) => boolean, { message: string; path: string[]; when: WithoutFault }] => [
  ({ from, to }) => to >= from && Date.parse(to) - Date.parse(from) < days * DAY_MS,
  {
    message: `has to be from on or later, ${words} at most`,
    path: ['to'],
    when: ({ issues }) => issues.length === 0,
  },
];
type WithoutFault = (payload: { readonly issues: readonly unknown[] }) => boolean;
const DAY_MS = 86_400_000;
