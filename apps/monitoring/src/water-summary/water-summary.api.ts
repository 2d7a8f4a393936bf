/** How rivers, basins and areas are asked for and shown. */
import { z } from 'zod';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { WATER_AVERAGES } from '#libs/domain/water/compliance.js';
import { WATER_SPANS, type WaterSpan } from '#libs/domain/water/water-span.js';
import { type CountedMonths, finalityOfSpan } from './counted-months.js';
import { GROUPINGS } from './water-summary.view.js';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const WaterClass = z.int().min(1).max(6);

export const SummaryQuery = z.object({
  /** A month of the span; the present one where absent. */
  month: Month.optional(),
  span: z.enum(WATER_SPANS).default('month'),
  by: z.enum(GROUPINGS).default('river'),
  against: z.enum(['lastYear', 'before']).default('lastYear'),
});

/** `provisional` until the last month of the span is closed and all rows counted have been reviewed. */
const Finality = z.enum(['provisional', 'final']);
const Span = z.object({
  kind: z.enum(WATER_SPANS),
  label: z.string(),
  from: Month,
  to: Month,
  finality: Finality,
  /** What was counted of the span. */
  counted: z.object({
    /** Months with rows, oldest first. */
    months: z.array(Month),
    /** Where the first of them begins within the month. */
    firstDay: z.iso.date().nullable(),
    dataState: z.string().nullable(),
  }),
});
const Rate = z.object({ compliant: z.int(), evaluated: z.int(), rate: z.string().nullable() });
const State = z.enum(['evaluated', 'missing', 'dry', 'notMonitored']);
const Group = z.object({
  by: z.enum(GROUPINGS),
  id: z.string(),
  name: z.string(),
  finality: Finality,
  /** The lowest of all rows counted. */
  dataState: z.string().nullable(),
  sections: z.int(),
  evaluated: z.int(),
  notEvaluated: z.array(z.object({ id: z.string(), name: z.string(), state: State.exclude(['evaluated']) })),
  /** Sections by class, 1 to 6. */
  classCounts: z.record(z.string(), z.int()),
  /** `means` below five sections, `shares` from five on, where no average class is stated. */
  method: z.enum(['means', 'shares', 'none']),
  waterClass: WaterClass.nullable(),
  word: z.string().nullable(),
  goodShare: z.string().nullable(),
  inferiorShare: z.string().nullable(),
  mainIndicators: z.array(
    z.object({
      item: z.string(),
      name: z.string(),
      multiple: z.string().nullable(),
      /** Per cent of the sections evaluated. */
      share: z.string().nullable(),
    }),
  ),
  /** Sections whose means over the span meet their targets. */
  attainment: Rate,
  /** Section-months of the span that met their targets, pooled. */
  compliance: Rate,
  /** Recorded averages of the span (`/external-averages`), with where the group stands to them. */
  averages: z.array(
    z.object({
      whose: z.string(),
      measure: z.enum(WATER_AVERAGES),
      value: z.string(),
      own: z.string(),
      /** Percentage points, own less theirs. */
      points: z.string(),
      isWorse: z.boolean(),
      document: z.string(),
    }),
  ),
  change: z
    .object({
      change: z.string(),
      compared: z.int(),
      points: z.string().nullable(),
      goodShareBefore: z.string(),
      inferiorShareBefore: z.string(),
    })
    .nullable(),
  trophic: z.object({ index: z.string(), grade: z.string(), isStandard: z.boolean() }).nullable(),
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: State,
      waterClass: WaterClass.nullable(),
      target: WaterClass.nullable(),
      isCompliant: z.boolean().nullable(),
      exceeding: z.array(z.string()),
      change: z.string().nullable(),
    }),
  ),
});
export type WaterSummaryGroup = z.input<typeof Group>;
export const WaterSummary = z
  .object({
    span: Span,
    by: z.enum(GROUPINGS),
    against: z.enum(['lastYear', 'before']),
    groups: z.array(Group),
    /** Sections the register puts into no group of this kind. */
    ungrouped: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'WaterSummary' });

export const WorseThanVList = z
  .object({
    closedThrough: z.string().nullable(),
    rule: z.object({ months: z.int(), needs: z.enum(['notWorseThanV', 'compliant']) }),
    items: z.array(
      z.object({
        sectionId: z.string(),
        name: z.string(),
        areaId: z.string(),
        river: z.string().nullable(),
        isListed: z.boolean(),
        since: z.string().nullable(),
        goodMonths: z.int(),
        newest: z.object({ month: z.string(), waterClass: WaterClass }).nullable(),
        events: z.array(z.object({ period: z.string(), event: z.enum(['entered', 'relapsed', 'left']) })),
      }),
    ),
  })
  .meta({ id: 'WorseThanVList' });

export const WaterRanking = z
  .object({
    span: Span,
    items: z.array(
      z.object({
        areaId: z.string(),
        areaName: z.string(),
        rivers: z.int(),
        lakes: z.int(),
        index: z.string(),
        counted: Span.shape.counted,
        missingItems: z.array(z.string()),
        rank: z.int().nullable(),
        indexLastYear: z.string().nullable(),
        change: z.string().nullable(),
        isLeftOutOfChange: z.boolean(),
      }),
    ),
    /** County-level areas that take no part, and why: no section in use, or none evaluated in the span. */
    withoutIndex: z.array(
      z.object({ areaId: z.string(), areaName: z.string(), reason: z.enum(['noSection', 'notEvaluated']) }),
    ),
  })
  .meta({ id: 'WaterRanking' });

export const LevelCounts = z
  .object({
    sections: z.int(),
    levels: z.array(z.object({ level: z.string(), sections: z.int() })),
    withoutLevel: z.array(z.string()),
  })
  .meta({ id: 'SectionLevelCounts' });

export const spanOf = (
  span: WaterSpan,
  counted: CountedMonths,
  closedThrough: CivilMonth | null,
): z.input<typeof Span> => ({
  ...span,
  finality: finalityOfSpan(span, counted, closedThrough),
  counted: { ...counted, months: [...counted.months] },
});
