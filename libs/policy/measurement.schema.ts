import { z } from 'zod';
import { CONTROL_LEVELS } from '#libs/domain/telemetry/value-void.js';
import { item, Named, Quantity } from './item.js';

export const SUBJECT_KINDS = [
  'station',
  'section',
  'outlet',
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
] as const;
export const PERIOD_KINDS = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'cutoff'] as const;

const POLLUTANTS = ['SO2', 'NO2', 'CO', 'O3', 'PM10', 'PM2.5'] as const;
/** What an air figure of a run of days is: a statistic of a pollutant, or one over all of them. */
export const AirFormula = z.union([
  z.strictObject({ statistic: z.enum(['mean', 'percentile']), pollutant: z.enum(POLLUTANTS) }),
  z.strictObject({ statistic: z.enum(['good-day-percent', 'good-days', 'heavy-days', 'composite-index']) }),
]);

export const IndicatorDefinition = item({
  service: z.enum(['monitoring', 'ledger', 'funding', 'inspection']),
  subject: z.enum(SUBJECT_KINDS),
  period: z.enum(PERIOD_KINDS),
  /** As printed; empty for an index. */
  unit: z.string(),
  decimals: z.int().min(0).max(6),
  /** Which way is good. */
  direction: z.enum(['higher', 'lower', 'none']),
  /** How it is made, in words. */
  formula: Named,
  /** Which days, points or records count and how many it needs, in words. */
  coverage: Named,
  /** The formula for the machine: of air figures over any run of days. */
  airFormula: AirFormula.optional(),
});
export type IndicatorDefinition = z.infer<typeof IndicatorDefinition>;

export const Line = item({ kind: z.literal('line'), indicator: z.string(), above: Quantity });
export const SectionWeek = item({ kind: z.literal('section-week'), daysWithRows: z.int().min(1).max(7) });
export const Silence = item({ kind: z.literal('silence'), hours: z.int().positive() });
/** How often something due comes: an hour mean every hour, a row of a water station every four. */
export const Cadence = item({
  kind: z.literal('cadence'),
  subject: z.enum(['station', 'section', 'outlet']),
  everyHours: z.int().min(1).max(24),
  /** Hours past which what is due counts as late. */
  lateAfterHours: z.int().min(1).max(48),
});
export const HeldValues = item({
  kind: z.literal('held-values'),
  items: z.array(z.enum(['do', 'codmn', 'nh3n', 'tp'])).min(1),
  rule: z.strictObject({
    fewestEqual: z.int().min(2),
    withinHours: z.int().positive(),
    timesMedian: z.number().positive(),
    medianDays: z.int().positive(),
  }),
  /** Values that contradict both neighbours on a river; none are looked for where it is left out. */
  neighbours: z
    .strictObject({
      timesNeighbours: z.number().min(1),
      timesApart: z.number().min(1),
      withinHours: z.int().min(1).max(48),
      above: z.partialRecord(z.enum(['codmn', 'nh3n', 'tp']), z.number().nonnegative()),
    })
    .optional(),
});
/** Levels of control whose stations the installation runs itself: only their values may be voided. */
export const OwnNetwork = item({ kind: z.literal('own-network'), levels: z.array(z.enum(CONTROL_LEVELS)).min(1) });
/** When a water worse than Ⅴ leaves its list: after so many closed months in a row, dry ones not counted. */
export const WorseThanV = item({
  kind: z.literal('worse-than-v'),
  periods: z.int().positive(),
  needs: z.enum(['notWorseThanV', 'compliant']),
});
/** When a black and malodorous water may be taken off its list: after so many measured months in a row without a black one. */
export const BlackWater = item({ kind: z.literal('black-water'), cleanMonths: z.int().positive() });
/**
 * Lines of a sewage plant: least usable part of its capacity in per cent, most sludge lying there in t; least load of a
 * month in per cent of the design capacity, with the days it needs; days after which the newest report is old.
 */
export const PlantLines = item({
  kind: z.literal('sewage-plant'),
  leastUsablePercent: Quantity,
  mostBacklog: Quantity,
  reportOldAfterDays: z.int().positive().optional(),
  load: z.strictObject({ leastPercent: Quantity, fewestDays: z.int().min(1).max(31) }).optional(),
});
const PerPollutant = z.partialRecord(z.enum(POLLUTANTS), z.number().nonnegative());
/** When an hour of an air station is pointed out to a person; nothing is taken out by it. */
export const SuspectHours = item({
  kind: z.literal('suspect-hours'),
  rule: z.strictObject({
    fewestEqual: z.int().min(2),
    repeatsAbove: PerPollutant,
    highest: PerPollutant,
    timesMedian: z.number().min(1),
    fewestNeighbours: z.int().positive(),
  }),
});
/** When a device is said to repeat values: equal ones running within the hours looked at, by factor of HJ 212. */
export const RepeatingValues = item({
  kind: z.literal('repeating-values'),
  withinHours: z.int().min(2).max(168),
  rules: z
    .array(
      z.strictObject({
        factors: z.array(z.string().regex(/^[a-z][0-9a-z]{5}$/)).min(1),
        fewestEqual: z.int().min(2),
        /** Values up to this repeat by nature. */
        above: z.number().nonnegative(),
        unit: z.string(),
      }),
    )
    .min(1),
});
/** What days of outlets are looked through for; nothing is where the pack is silent. */
export const DischargePatterns = item({
  kind: z.literal('discharge-patterns'),
  rule: z.strictObject({
    /** Flow counts from this part of the usual one on, which is the median of so many days. */
    flowPercentOfUsual: Quantity,
    usualDays: z.int().min(1).max(90),
    /** A state of a facility holds for so many hours after it was said. */
    stateHours: z.int().positive(),
    /** A peak at night: so many times the median by day (of so many hours at least), and this part of the limit. */
    timesDayMedian: Quantity,
    fewestDayHours: z.int().positive(),
    leastPercentOfLimit: Quantity,
    /** Hours running with the same mean while something flows. */
    fewestEqual: z.int().min(3),
    /** The share of hours above a limit that lie at night is of so many days, and of so many hours at least. */
    nightDays: z.int().min(1).max(366),
    fewestExceedingHours: z.int().positive(),
  }),
});
/** Usable hours the mean of an outlet's day needs where its limit does not say, by what is discharged. */
export const OutletDay = item({
  kind: z.literal('outlet-day'),
  fewestHours: z.strictObject({ water: z.int().min(1).max(24), gas: z.int().min(1).max(24) }),
});
/** Points by which progress towards a target may be behind the time that has passed. */
export const TargetProgress = item({ kind: z.literal('target-progress'), marginPoints: Quantity });
/** When hours a device did not send are asked of it again, and when no more. */
export const Gaps = item({
  kind: z.literal('gaps'),
  /** After the end of an hour: devices send by themselves what is late. */
  firstAfterMinutes: z.int().positive(),
  /** After the first asking; twice as long after each next. */
  againAfterMinutes: z.int().positive(),
  mostAskings: z.int().min(1).max(20),
  /** Hours asked for at once, and how far back. */
  mostHours: z.int().min(1).max(744),
  lookBackDays: z.int().min(1).max(31),
});
/**
 * How long telemetry is kept as it came: months after which the bytes of raw packets are packed into compressed blocks, and
 * after which packets and readings are dropped; null for never. Hours, days and indicators are not touched.
 */
export const TelemetryKeeping = item({
  kind: z.literal('telemetry-keeping'),
  packAfterMonths: z.int().min(1).nullable(),
  dropAfterMonths: z.int().min(12).nullable(),
});
export const Limit = z.discriminatedUnion('kind', [
  Line,
  SectionWeek,
  Silence,
  Cadence,
  HeldValues,
  OwnNetwork,
  WorseThanV,
  BlackWater,
  DischargePatterns,
  PlantLines,
  OutletDay,
  TargetProgress,
  SuspectHours,
  RepeatingValues,
  Gaps,
  TelemetryKeeping,
]);
export type Limit = z.infer<typeof Limit>;
