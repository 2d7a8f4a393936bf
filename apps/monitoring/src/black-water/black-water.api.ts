/** How black and malodorous waters are asked for, written and shown. */
import { z } from 'zod';
import { AnswersFor } from '#libs/contracts/shapes.js';
import { GRADED_ITEMS } from '#libs/domain/water/black-odour.js';
import { BLACK_STANDINGS } from '#libs/domain/water/black-water-list.js';

const Text = z.string().trim().min(1).max(100);
const Positive = z.string().regex(/^\d{1,9}(\.\d{1,3})?$/);
/** As a laboratory writes it: a decimal, followed by L where it is below that detection limit. */
const Reported = z.string().regex(/^\d{1,9}(\.\d+)?L?$/);
const Grade = z.enum(['轻度黑臭', '重度黑臭']).nullable();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const Standing = z.object({
  standing: z.enum(BLACK_STANDINGS),
  from: z.iso.date(),
  basis: z.string().trim().min(2).max(200),
});
const Point = z.object({ id: z.string().regex(/^[A-Za-z0-9._-]{1,20}$/), name: Text });

export const BlackWaterState = z
  .object({
    id: z.string(),
    version: z.int().positive(),
    retired: z.boolean(),
    name: Text,
    areaId: z.string(),
    /** The reach, in words: from where to where. */
    reach: z.string().trim().max(200),
    /** Length of a river in m, surface of a pond in m²; one of them is given. */
    lengthMetres: Positive.nullable(),
    surfaceSquareMetres: Positive.nullable(),
    points: z.array(Point).min(1).max(50),
    answersFor: z.array(AnswersFor),
    /** Where it stood on the list, from when and by which paper, oldest first. */
    standings: z.array(Standing).min(1),
  })
  .meta({ id: 'BlackWater' });
export type BlackWaterState = z.infer<typeof BlackWaterState>;

export const SaveBlackWater = BlackWaterState.omit({ id: true, version: true, retired: true, standings: true })
  .extend({
    retired: z.boolean().default(false),
    /** How it stands when it is registered; of one that is registered it says nothing and is left out. */
    first: Standing.optional(),
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .refine(({ lengthMetres, surfaceSquareMetres }) => lengthMetres !== null || surfaceSquareMetres !== null, {
    message: 'length or surface has to be given',
    path: ['lengthMetres'],
  })
  .refine(({ points }) => new Set(points.map(({ id }) => id)).size === points.length, {
    message: 'names a point twice',
    path: ['points'],
  })
  .meta({ id: 'SaveBlackWater' });
export type SaveBlackWater = z.infer<typeof SaveBlackWater>;

export const MoveBlackWater = Standing.extend({
  /** The last standing was written wrongly: this one takes its place. */
  instead: z.boolean().default(false),
  expectedVersion: z.int().positive(),
}).meta({ id: 'MoveBlackWater' });
export type MoveBlackWater = z.infer<typeof MoveBlackWater>;

/** Clarity (透明度) and depth in cm, redox potential in mV, dissolved oxygen and ammonia in mg/L. */
const SampleValues = z
  .object({
    clarity: Reported.optional(),
    depth: Reported.optional(),
    do: Reported.optional(),
    orp: z
      .string()
      .regex(/^-?\d{1,5}(\.\d+)?$/)
      .optional(),
    nh3n: Reported.optional(),
  })
  .refine((values) => GRADED_ITEMS.some((item) => values[item] !== undefined), {
    message: 'has to have a graded item',
    path: ['clarity'],
  });
export const RecordBlackWaterSample = z
  .object({
    point: z.string().max(20),
    sampledOn: z.iso.date(),
    values: SampleValues,
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'RecordBlackWaterSample' });
export type RecordBlackWaterSample = z.infer<typeof RecordBlackWaterSample>;

export const Sample = z.object({
  point: z.string(),
  pointName: z.string(),
  sampledOn: z.iso.date(),
  values: z.record(z.string(), z.string()),
  /** Null: not black. */
  grade: Grade,
  /** Items that are black. */
  items: z.array(z.enum(GRADED_ITEMS)),
  version: z.int(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
});

const MonthOfWater = z.object({
  month: Month,
  samples: z.int(),
  grade: Grade,
  points: z.array(
    z.object({
      point: z.string(),
      pointName: z.string(),
      samples: z.int(),
      means: z.record(z.string(), z.string()),
      grade: Grade,
      items: z.array(z.enum(GRADED_ITEMS)),
    }),
  ),
});
const Newest = z.object({ month: Month, grade: Grade }).nullable();

export const BlackWaterOverview = z
  .object({
    month: Month,
    /** Measured months in a row without a black one that closing asks for. */
    fewestCleanMonths: z.int(),
    nextCursor: z.string().nullable(),
    /** Of all waters, whatever the page. */
    elimination: z.object({
      eliminated: z.int(),
      waters: z.int(),
      measured: z.int(),
      relapsed: z.int(),
      /** 消除比例, per cent. */
      rate: z.string().nullable(),
    }),
    items: z.array(
      z.object({
        water: BlackWaterState,
        /** How it stood at the end of the month; null for one that came on the list later. */
        then: z
          .object({
            standing: z.enum(BLACK_STANDINGS),
            newest: Newest,
            isEliminated: z.boolean(),
            isRelapsed: z.boolean(),
            isMeasured: z.boolean(),
          })
          .nullable(),
        cleanMonths: z.int(),
        /** Grades of the measured months, the newest first. */
        months: z.array(z.object({ month: Month, grade: Grade })),
      }),
    ),
  })
  .meta({ id: 'BlackWaterOverview' });
export const BlackWaterDetail = z
  .object({ water: BlackWaterState, cleanMonths: z.int(), months: z.array(MonthOfWater), samples: z.array(Sample) })
  .meta({ id: 'BlackWaterDetail' });
