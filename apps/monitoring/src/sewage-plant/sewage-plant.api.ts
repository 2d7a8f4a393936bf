import { z } from 'zod';

const Positive = z.string().regex(/^\d+(\.\d+)?$/);
const Reported = z.string().regex(/^\d+(\.\d+)?L?$/);
const ItemLimits = z.record(z.string().max(40), z.object({ name: z.string().min(1).max(60), limit: Positive }));

/** What an outlet that is a sewage plant's can treat, and what may leave it. */
export const PlantState = z
  .object({
    outletId: z.string(),
    version: z.int().positive(),
    /** m³ a day. */
    designCapacity: Positive,
    /** Sludge lying at the plant before its first reported day, t. */
    backlogBefore: Positive,
    /** Limits of the effluent by item, mg/L. */
    limits: ItemLimits,
    /** Sections its water flows to. */
    downstream: z.array(z.string().max(100)).max(50),
  })
  .meta({ id: 'SewagePlant' });
export type PlantState = z.infer<typeof PlantState>;

export const SavePlant = PlantState.omit({ outletId: true, version: true })
  .extend({
    backlogBefore: Positive.default('0'),
    downstream: PlantState.shape.downstream.default([]),
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'SaveSewagePlant' });
export type SavePlant = z.infer<typeof SavePlant>;

/** A day as the plant reports it: volumes in m³, sludge in t; null where nothing was reported, which is not zero. */
const Day = z.object({
  day: z.iso.date(),
  usableCapacity: Positive.nullable().default(null),
  inflow: Positive.nullable().default(null),
  treated: Positive.nullable().default(null),
  sludgeProduced: Positive.nullable().default(null),
  sludgeMoved: Positive.nullable().default(null),
  effluent: z.record(z.string().max(40), Reported).default({}),
});
export const ReportDays = z
  .object({
    days: z.array(Day).min(1).max(400),
    /** Needed where a day reported before is corrected. */
    reason: z.string().min(2).max(500).optional(),
  })
  .meta({ id: 'ReportPlantDays' });
export type ReportDays = z.infer<typeof ReportDays>;

const Signal = z.enum(['capacityDropped', 'untreatedInflow', 'sludgeBacklog', 'effluentBeyond']);
const Figures = Day.extend({
  version: z.int(),
  usablePercent: z.string().nullable(),
  loadPercent: z.string().nullable(),
  untreated: z.string().nullable(),
  backlog: z.string(),
  /** Null where nothing was measured. */
  effluentBeyond: z.array(z.object({ item: z.string(), name: z.string(), multiple: z.string().nullable() })).nullable(),
  signals: z.array(Signal),
});
const Plant = z.object({ plant: PlantState, name: z.string(), areaId: z.string() });
export const PlantDetail = Plant.extend({
  /** The newest day first. */
  days: z.array(Figures),
  /** Load of each limited item that left over the days shown, kg. */
  loads: z.array(z.object({ item: z.string(), name: z.string(), kilograms: z.string().nullable() })),
}).meta({ id: 'SewagePlantDetail' });
export const PlantList = z
  .object({
    items: z.array(
      Plant.extend({
        newest: Figures.nullable(),
        /** Where the newest day is older than the place allows: the first day on which it was, and the days allowed. */
        outdated: z.object({ since: z.iso.date(), afterDays: z.int() }).nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SewagePlantList' });
export type PlantDayView = z.input<typeof Figures>;
