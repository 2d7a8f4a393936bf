import { z } from 'zod';
import { AnswersFor, DecimalText } from '#libs/contracts/shapes.js';

const Positive = z.string().regex(/^\d+(\.\d+)?$/);
/** As a laboratory writes it: a decimal, followed by L where it is below that detection limit. */
const Reported = z.string().regex(/^\d+(\.\d+)?L?$/);
const ItemLimits = z.record(z.string().max(40), z.object({ name: z.string().min(1).max(60), limit: Positive }));
const Verdict = z.object({ item: z.string(), name: z.string(), multiple: z.string().nullable() });

/** A centralised drinking-water source with its waterworks. */
export const SourceState = z
  .object({
    id: z.string(),
    version: z.int().positive(),
    retired: z.boolean(),
    name: z.string().min(1).max(100),
    areaId: z.string(),
    /** Groundwater has no class here: it is held against the limits given. */
    water: z.enum(['river', 'lake', 'ground']),
    level: z.enum(['city', 'county', 'township']),
    sampledEvery: z.enum(['month', 'quarter']),
    /** Items of Table 3 that the place measures, or all items of groundwater. */
    sourceLimits: ItemLimits,
    /** What leaves the waterworks: the items the place measures by the standard of drinking water. */
    outletLimits: ItemLimits,
    answersFor: z.array(AnswersFor),
  })
  .meta({ id: 'DrinkingSource' });
export type SourceState = z.infer<typeof SourceState>;

export const SaveSource = SourceState.omit({ id: true, version: true, retired: true })
  .extend({
    sourceLimits: ItemLimits.default({}),
    outletLimits: ItemLimits.default({}),
    retired: z.boolean().default(false),
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'SaveDrinkingSource' });
export type SaveSource = z.infer<typeof SaveSource>;

export const RecordResult = z
  .object({
    kind: z.enum(['source', 'outlet']),
    sampledOn: z.iso.date(),
    values: z.record(z.string().max(40), Reported),
    /** Water taken since the sample before, 万吨; of the source only. */
    volume: Positive.nullable().default(null),
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'RecordSourceResult' });
export type RecordResult = z.infer<typeof RecordResult>;

export const Result = z.object({
  kind: z.enum(['source', 'outlet']),
  sampledOn: z.iso.date(),
  values: z.record(z.string(), z.string()),
  volume: DecimalText.nullable(),
  version: z.int(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
  /** Null where nothing measured has a limit. */
  isCompliant: z.boolean().nullable(),
  beyond: z.array(Verdict),
  /** 总氮 of lakes and 粪大肠菌群: told, and deciding nothing. */
  reportedApart: z.array(z.object({ item: z.string(), name: z.string(), value: z.string(), waterClass: z.int() })),
});

const Rates = z.object({
  /** 水源达标率, per cent: sources all of whose evaluated samples of the span comply, of those with any. */
  sources: z.object({ compliant: z.int(), monitored: z.int(), rate: z.string().nullable() }),
  /** Periods of sources pooled, months or quarters as each is sampled, and 水量达标率 over them, per cent. */
  compliant: z.int(),
  monitored: z.int(),
  sourceRate: z.string().nullable(),
  volumeRate: z.string().nullable(),
  /** 出厂水达标率: compliant samples of those evaluated. */
  outletCompliant: z.int(),
  outletEvaluated: z.int(),
  outletRate: z.string().nullable(),
});
export const SourceOverview = z
  .object({
    from: z.string(),
    to: z.string(),
    /** Of all sources, whatever the page. */
    rates: Rates,
    /** Of all sources: periods without a sample, which no rate counts. */
    missingPeriods: z.int(),
    nextCursor: z.string().nullable(),
    items: z.array(
      z.object({
        source: SourceState,
        rates: Rates,
        newest: Result.nullable(),
        /** Months, or quarters, of the span without a result of the source, from its first one to the last that is over. */
        missing: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'DrinkingSourceOverview' });
export const SourceDetail = z
  .object({ source: SourceState, results: z.array(Result) })
  .meta({ id: 'DrinkingSourceDetail' });
