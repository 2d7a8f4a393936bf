import { z } from 'zod';
import { item, Named, Quantity, TimeLimit } from './item.js';
import { PERIOD_KINDS } from './measurement.schema.js';

const Comparison = z.enum(['>', '>=', '<', '<=', '=']);
const OwnLimit = z.union([Quantity, z.literal('own')]);
const Severity = z.enum(['notice', 'yellow', 'orange', 'red']);
const Opens = z.enum(['problem', 'tracing-task', 'review-task', 'none']);
const Count = z.int().positive();

const Condition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('threshold'), compare: Comparison, limit: OwnLimit }),
  z.strictObject({ kind: z.literal('consecutive'), compare: Comparison, limit: OwnLimit, periods: Count }),
  z.strictObject({
    kind: z.literal('rate'),
    direction: z.enum(['rise', 'fall']),
    percentAtLeast: Quantity,
    periodsBack: Count,
  }),
  z.strictObject({ kind: z.literal('rank'), lastPlaces: Count }),
  z.strictObject({ kind: z.literal('missing'), atLeast: Count }),
  z.strictObject({ kind: z.literal('days-to-date'), atMost: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('overdue'), daysAtLeast: Count }),
  z.strictObject({ kind: z.literal('level'), atLeast: z.enum(['yellow', 'orange', 'red']) }),
]);

/** A rule as libs/domain/escalation reads it, and the ladder its warnings climb; null where none does. */
export const Rule = item({
  ruleClass: z.string().min(1),
  source: z.enum(['indicator', 'exceedance', 'silence', 'never-heard', 'item']),
  definition: z.string().nullable(),
  per: z.enum(PERIOD_KINDS),
  condition: Condition,
  causeKey: z.string().min(1),
  grades: z.array(z.strictObject({ from: z.int().nonnegative(), severity: Severity })),
  gradedBy: z.enum(['count', 'value']).optional(),
  onGap: z.enum(['break', 'hold']),
  endsAfter: Count,
  opens: z.strictObject({ what: Opens, fromCount: Count }),
  ladder: z.string().nullable(),
});
export type Rule = z.infer<typeof Rule>;

/** Ambient exceedances of several areas taken together: one regional process, or one of an area (grouping kernel). */
export const ProcessRule = item({
  ruleClass: z.string().min(1),
  definition: z.string(),
  /** Line of limits.yaml above which a day counts. */
  line: z.string(),
  /** Areas above the line on one day from which it is regional. */
  regionalFrom: z.int().min(2),
  severity: z.strictObject({ area: Severity, regional: Severity }),
  opens: z.strictObject({ area: Opens, regional: Opens }),
  ladder: z.string().nullable(),
});
export type ProcessRule = z.infer<typeof ProcessRule>;

const STAGES = [
  'draft',
  'review',
  'countersign',
  'signature',
  'numbering',
  'sealing',
  'issue',
  'delivery',
  'receipt',
  'attendance',
  'reply',
  'follow-up',
  'lifting',
  'filing',
] as const;

/** A kind of formal act as libs/domain/escalation lets it live, with its paper and the posts that work on it. */
export const ActKind = item({
  stages: z.array(z.enum(STAGES)).min(1),
  isPublic: z.boolean(),
  namesPersons: z.boolean(),
  isAutomatic: z.boolean(),
  template: z.string(),
  /** Number series; null for what carries no number. */
  numbering: z.string().nullable(),
  drafter: z.string().nullable(),
  reviewer: z.string().nullable(),
  /** Relation whose posts countersign (会签). */
  countersigner: z.string().nullable(),
  registry: z.string().nullable(),
  urgentOverChannels: z.boolean(),
  /** Time after receipt in which the addressee may object, where a regulation or rule gives one. */
  objectionWithin: TimeLimit.nullable(),
});
export type ActKind = z.infer<typeof ActKind>;

/** Post kinds that sign a kind of act. */
export const Approval = item({
  kind: z.string(),
  colour: z.enum(['yellow', 'orange', 'red']).nullable(),
  addressesPrincipal: z.boolean(),
  signers: z.array(z.string()).min(1),
});
export type Approval = z.infer<typeof Approval>;

/** A role of addressee on a ladder, resolved to posts of a unit; `area` is whichever unit holds such a post. */
export const AddresseeRelation = item({
  of: z.enum(['lead', 'supporting', 'territorial', 'supervising', 'acceptance', 'office', 'area']),
  posts: z.array(z.string()).min(1),
});
export type AddresseeRelation = z.infer<typeof AddresseeRelation>;

const Duty = z.strictObject({
  id: z.string().min(1),
  name: Named,
  from: z.enum(['issue', 'receipt', 'meeting']),
  wait: TimeLimit,
  owedBy: z.enum(['unit', 'office']),
});

const Rung = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(['remind', 'warn', 'order', 'list', 'criticise', 'talk', 'refer']),
  colour: z.enum(['yellow', 'orange', 'red']).nullable(),
  name: Named,
  enter: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('severity'), is: Severity }),
      z.strictObject({ kind: z.literal('count'), atLeast: Count }),
      z.strictObject({
        kind: z.literal('missed'),
        rung: z.string(),
        duty: z.string(),
        look: z.enum(['at-once', 'at-cutoff']),
      }),
      z.strictObject({ kind: z.literal('fact'), fact: z.string().min(1), times: Count }),
    ]),
  ),
  document: z.string().nullable(),
  isAutomatic: z.boolean(),
  addressee: z.string(),
  copyTo: z.array(z.string()),
  approvers: z.array(z.string()),
  needsReviewedData: z.boolean(),
  duties: z.array(Duty),
  meeting: z.strictObject({ wholeWorkingDaysAhead: Count }).nullable(),
  absorbs: z.array(z.string()),
  liftedBy: z.array(z.enum(['quiet', 'closed'])).min(1),
  lift: z.strictObject({ document: z.string(), approvers: z.array(z.string()).min(1) }).nullable(),
});

/** A ladder as libs/domain/escalation walks it. */
export const Ladder = item({
  ruleClass: z.string().min(1),
  rungs: z.array(Rung).min(1),
  byInstruction: z.boolean(),
  sameRungAgainAfterWorkingDays: Count.nullable(),
  oncePerQuarter: z.array(z.string()),
});
export type Ladder = z.infer<typeof Ladder>;

export const NumberSeries = item({
  /** `{{agencyCode}}`, `{{year}}`, `{{serial}}`; the year stands in 〔〕. */
  pattern: z.string().includes('{{serial}}'),
  /** Setting of the installation that holds the agency code; null where the pattern has none. */
  agencyCode: z
    .string()
    .regex(/^[A-Z][A-Z_]*$/)
    .nullable(),
  resets: z.enum(['year', 'never']),
});
export type NumberSeries = z.infer<typeof NumberSeries>;

export const Channel = item({
  content: z.enum(['full', 'waiting-only']),
  when: z.enum(['always', 'urgent']),
  attempts: Count,
  retryAfterSeconds: Count,
}).extend({ id: z.enum(['console', 'email', 'webhook']) });
export type Channel = z.infer<typeof Channel>;
