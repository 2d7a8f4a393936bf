import { z } from 'zod';
import { CivilDate, DataState, DecimalText, spanUpTo } from '#libs/contracts/shapes.js';
import { AIR_AVERAGES } from '#libs/domain/air/comparison.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { DaysOtherwise } from '../air/days-otherwise.api.js';

const MOST_DAYS = 366;
const One = { areaId: z.string().max(100).optional(), stationId: z.string().max(100).optional() };
const Span = { from: CivilDate, to: CivilDate };
const isOne = ({ areaId, stationId }: { areaId?: string | undefined; stationId?: string | undefined }): boolean =>
  (areaId === undefined) !== (stationId === undefined);
const ONE_FAULT = { message: 'either stationId or areaId', path: ['stationId'] };
const A_YEAR = spanUpTo(MOST_DAYS, 'a year');

export const ComparisonQuery = z
  .object({
    ...One,
    ...Span,
    /** `own`: each side has its own valid days; `common`: only calendar days valid on both sides. */
    gaps: z.enum(['own', 'common']).default('own'),
    leapDay: z.enum(['keep', 'drop']).default('drop'),
  })
  .refine(isOne, ONE_FAULT)
  .refine(...A_YEAR);
const MOST_YEARS_BACK = 4;
export const YearsQuery = z
  .object({
    ...One,
    ...Span,
    /** How many years before the span stand beside it. */
    back: z.coerce.number().int().min(1).max(MOST_YEARS_BACK).default(1),
    gaps: z.enum(['own', 'common']).default('own'),
    leapDay: z.enum(['keep', 'drop']).default('drop'),
  })
  .refine(isOne, ONE_FAULT)
  .refine(...A_YEAR);
export const EditionsQuery = z
  .object({ ...One, ...Span, first: z.string().max(40), second: z.string().max(40) })
  .refine(isOne, ONE_FAULT)
  .refine(...A_YEAR);
const MEASURES = ['composite-index', 'good-day-percent', ...POLLUTANTS] as const;
export const RankingQuery = z
  .object({
    kind: z.enum(['area', 'station']).default('area'),
    ...Span,
    by: z.enum(MEASURES).default('composite-index'),
    line: z.coerce.number().int().positive().optional(),
    places: z.coerce.number().int().min(1).max(50).default(10),
  })
  .refine(...A_YEAR);
export const AttainmentQuery = z
  .object({ ...One, years: z.coerce.number().int().min(1).max(10).default(5) })
  .refine(isOne, ONE_FAULT);

const Subject = z.object({ kind: z.enum(['area', 'station']), id: z.string() });
/** Counts among evaluated days; null where there is no such day: none good is not known of it. */
const Tally = z.object({
  evaluatedDays: z.int(),
  goodDays: z.int().nullable(),
  /** As printed. */
  goodDayPercent: DecimalText.nullable(),
  daysByLevel: z.record(z.string(), z.int()),
  pollutedDays: z.int().nullable(),
  heavyDays: z.int().nullable(),
});
const Streak = z.object({ from: CivilDate, to: CivilDate, length: z.int(), isRunning: z.boolean() }).nullable();
const Streaks = z.object({ current: Streak, longest: Streak });
/** What compared sides have in common. */
const ComparisonBasis = z.object({
  edition: z.string(),
  gaps: z.string(),
  leapDay: z.string(),
  dust: z.string(),
  dustOfDays: z.string(),
});
/** Indicator of the pack that defines a figure; null where the pack has none. */
const Definition = z.string().nullable();
const ConcentrationChanges = z.array(
  z.object({
    definition: Definition,
    pollutant: z.string(),
    statistic: z.enum(['mean', 'percentile']),
    current: z.number().nullable(),
    earlier: z.number().nullable(),
    currentDays: z.int(),
    earlierDays: z.int(),
    change: z.number().nullable(),
    changePercent: z.number().nullable(),
  }),
);
const CompositeChanges = z.object({
  definition: Definition,
  current: z.number().nullable(),
  earlier: z.number().nullable(),
  change: z.number().nullable(),
  changePercent: z.number().nullable(),
  main: z.array(z.string()),
});
const DayChanges = z.object({
  definitions: z.object({ goodDays: Definition, heavyDays: Definition, goodDayPercent: Definition }),
  current: Tally,
  earlier: Tally,
  /** In days, as is the next; null where a side has no evaluated day. */
  goodDaysChange: z.int().nullable(),
  heavyDaysChange: z.int().nullable(),
  /** In percentage points. */
  goodDayPercentChange: z.number().nullable(),
});
/** A span with the least looked-at of its days, null without a day, and those recognised as dust days. */
const DustRecognitions = z.array(z.uuid());
const Side = z.object({
  ...Span,
  dataState: DataState.nullable(),
  dustDates: z.array(CivilDate),
  dustRecognitions: DustRecognitions,
});
export const AirComparison = z
  .object({
    subject: Subject,
    current: Side,
    earlier: Side,
    basis: ComparisonBasis,
    /** Days of the span as they are in force, each under its own edition and none left out, as targets count them. */
    inForce: z.object({
      editions: z.array(z.string()),
      days: Tally,
      changed: DaysOtherwise,
    }),
    concentrations: ConcentrationChanges,
    composite: CompositeChanges,
    days: DayChanges,
    limits: z.array(
      z.object({
        definition: Definition,
        pollutant: z.string(),
        value: z.number(),
        limit: z.number(),
        isOver: z.boolean(),
        multiple: z.number().nullable(),
      }),
    ),
    /** Recorded averages of the same span (`/external-averages`), and where the figures of the span stand to them. */
    averages: z.array(
      z.object({
        whose: z.string(),
        measure: z.enum(AIR_AVERAGES),
        value: z.number(),
        own: z.number(),
        /** Own less theirs: percentage points, µg/m³ (CO mg/m³), or of the index. */
        difference: z.number(),
        isWorse: z.boolean(),
        document: z.string(),
      }),
    ),
    /** Polluted days with the pollutant primary, and good days lost to it alone. */
    attributed: z.array(
      z.object({
        definitions: z.object({ polluted: Definition, goodDaysLost: Definition }),
        pollutant: z.string(),
        polluted: z.array(CivilDate),
        goodDaysLost: z.array(CivilDate),
        /** Null, as is the next, where no day of the year before was evaluated. */
        earlierPolluted: z.int().nullable(),
        earlierGoodDaysLost: z.int().nullable(),
      }),
    ),
    heavyEvents: z.array(
      z.object({
        from: CivilDate,
        to: CivilDate,
        days: z.int(),
        peak: z.int(),
        peakOn: CivilDate,
        level: z.int(),
        primary: z.array(z.string()),
        dustDays: z.int(),
        isRunning: z.boolean(),
      }),
    ),
    goodDays: Streaks,
    pollutedDays: Streaks,
  })
  .meta({ id: 'AirComparison' });

export const AirYears = z
  .object({
    subject: Subject,
    basis: ComparisonBasis,
    /** Calendar days (`MM-DD`); the rows of every year stand beside them. */
    axis: z.array(z.string()),
    /** The latest first; null where a day does not count. */
    years: z.array(
      z.object({
        ...Span,
        dataState: DataState.nullable(),
        /** Days recognised as dust days, and the recognitions that say so. */
        dustDays: z.int(),
        dustRecognitions: DustRecognitions,
        aqi: z.array(z.int().nullable()),
        values: z.record(z.string(), z.array(z.number().nullable())),
      }),
    ),
    /** The latest year against each further one, in their order. */
    against: z.array(
      z.object({
        ...Span,
        concentrations: ConcentrationChanges,
        composite: CompositeChanges,
        days: DayChanges,
      }),
    ),
  })
  .meta({ id: 'AirYears' });

export const AirEditions = z
  .object({
    subject: Subject,
    editions: z.array(
      z.object({
        id: z.string(),
        documents: z.object({
          limits: z.string(),
          index: z.string(),
          assessment: z.string(),
          /** Text whose rules of validity and decimals are applied as carried over; absent where they are those of `assessment`. */
          assessmentRules: z.string().optional(),
        }),
      }),
    ),
    days: z.array(
      z.object({
        date: CivilDate,
        under: z.array(
          z.object({
            edition: z.string(),
            aqi: z.int().nullable(),
            level: z.int().nullable(),
            primary: z.array(z.string()),
          }),
        ),
      }),
    ),
    tallies: z.array(Tally),
    /** Good under one edition and polluted under the other. */
    goodUnderOne: z.array(CivilDate),
  })
  .meta({ id: 'AirEditions' });

const ChangeRow = z.object({ id: z.string(), changePercent: z.string().nullable(), rank: z.int().nullable() });
export const AirRanking = z
  .object({
    kind: z.enum(['area', 'station']),
    by: z.enum(MEASURES),
    /** Of the figure, and of the place. */
    definition: Definition,
    rankDefinition: Definition,
    ...Span,
    direction: z.enum(['lower-is-better', 'higher-is-better']),
    edition: z.string(),
    /** Subjects that are ranked. */
    size: z.int(),
    line: z.int().nullable(),
    rows: z.array(
      z.object({
        id: z.string(),
        value: z.string().nullable(),
        rank: z.int().nullable(),
        fromBottom: z.int().nullable(),
        unrankedBecause: z.string().nullable(),
        days: z.int(),
        /** Days recognised as dust days: without their particles; and the recognitions that say so. */
        dustDays: z.int(),
        dustRecognitions: DustRecognitions,
        dataState: DataState.nullable(),
        earlier: z.string().nullable(),
        earlierRank: z.int().nullable(),
        rankChange: z.int().nullable(),
        isBehindLine: z.boolean(),
      }),
    ),
    /** By rate of change against the year before, the greatest fall first. */
    byChange: z.array(ChangeRow),
    improved: z.array(ChangeRow),
    worsened: z.array(ChangeRow),
  })
  .meta({ id: 'AirRanking' });

const Item = z.object({
  definition: Definition,
  pollutant: z.string(),
  statistic: z.enum(['mean', 'percentile']),
  value: z.number().nullable(),
  limit: z.number(),
  /** What may still be added; negative when failed. */
  margin: z.number().nullable(),
});
export const AirAttainment = z
  .object({
    subject: Subject,
    years: z.array(
      z.object({
        year: z.string(),
        edition: z.string(),
        isAttained: z.boolean(),
        isRunning: z.boolean(),
        evaluatedDays: z.int(),
        dustDays: z.int(),
        dataState: DataState.nullable(),
        items: z.array(Item),
        failed: z.array(Item),
        invalid: z.array(z.string()),
      }),
    ),
    /** Years attained in a row up to the newest. */
    attainedRunning: z.int(),
  })
  .meta({ id: 'AirAttainment' });
