import { z } from 'zod';
import { DeviceSettings, DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { areTogether } from '#libs/domain/telemetry/outlet-limits.js';
import { Cursor } from '#libs/identity/paging.js';

const Subject = MonitoredSubjectState.data;
/** A year: whatever may be silent for longer has no term (null). */
const Hours = z.int().min(1).max(8_760);
const Saving = {
  retired: z.boolean().default(false),
  /** The version the writer has seen; 0 for a new one. */
  expectedVersion: z.int().nonnegative(),
  reason: z.string().max(500).optional(),
};

export const PageQuery = z.object({
  cursor: Cursor,
  limit: z.coerce.number().int().min(1).max(200).default(100),
  retired: z.enum(['true', 'false']).default('false'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** What was measured last; null before anything was. */
export const StationLatest = z
  .object({
    label: z.iso.datetime(),
    values: z.record(z.string(), z.number()),
    aqi: z.int().nullable(),
    category: z.string().nullable(),
    primary: z.array(z.string()),
    dataState: z.string(),
  })
  .nullable();
export const SectionLatest = z
  .object({
    at: z.iso.datetime(),
    values: z.record(z.string(), z.string()),
    heldItems: z.array(z.string()),
    week: z.object({ label: z.string(), waterClass: z.int().nullable(), outcome: z.string() }).nullable(),
  })
  .nullable();
export const OutletLatest = z
  .object({
    label: z.iso.datetime(),
    factors: z.array(
      z.object({ factor: z.string(), name: z.string(), value: z.string().nullable(), mark: z.string().nullable() }),
    ),
    openExceedances: z.int(),
  })
  .nullable();

const Common = Subject.omit({ kind: true, evaluationPoint: true, water: true, limits: true });
export const Station = Common.extend({ evaluationPoint: Subject.shape.evaluationPoint, latest: StationLatest }).meta({
  id: 'Station',
});
export const Section = Common.extend({ water: Subject.shape.water, latest: SectionLatest }).meta({ id: 'Section' });
export const Outlet = Common.extend({ limits: Subject.shape.limits, latest: OutletLatest }).meta({ id: 'Outlet' });

const listOf = <S extends z.ZodType>(item: S, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });
export const StationList = listOf(Station, 'StationList');
export const SectionList = listOf(Section, 'SectionList');
export const OutletList = listOf(Outlet, 'OutletList');

const SaveCommon = Common.omit({ id: true, version: true, retired: true }).extend({
  ...Saving,
  name: z.string().trim().min(1).max(100),
  areaId: z.string().min(1).max(100),
  network: z.string().min(1).max(60),
  silenceAfterHours: Hours.nullable().optional(),
  answersFor: Subject.shape.answersFor.max(20),
});
export const SaveStation = SaveCommon.extend({ evaluationPoint: Subject.shape.evaluationPoint }).meta({
  id: 'SaveStation',
});
export const SaveSection = SaveCommon.extend({ water: Subject.shape.water.unwrap() }).meta({ id: 'SaveSection' });
type Limit = z.infer<typeof Subject>['limits'][number];
/** More than one only where the others say from when. */
const isOnePerAveraging = (limits: readonly Limit[]): boolean =>
  new Set(limits.map(({ factor, averaging = 'hour', from = '' }) => `${factor} ${averaging} ${from}`)).size ===
  limits.length;
/** Values are kept in the unit of the limit, so that all limits of a factor on a day have one. */
const isOneUnitEach = (limits: readonly Limit[]): boolean =>
  limits.every((limit) =>
    limits.every((one) => one.factor !== limit.factor || one.unit === limit.unit || !areTogether(one, limit)),
  );
const hasHoursOfDaysOnly = (limits: readonly Limit[]): boolean =>
  limits.every(({ averaging, fewestHours }) => fewestHours === undefined || averaging === 'day');
export const SaveOutlet = SaveCommon.extend({
  limits: Subject.shape.limits
    .max(200)
    .refine(isOnePerAveraging, 'one limit a factor, averaging time and first day')
    .refine(isOneUnitEach, 'one unit a factor')
    .refine(hasHoursOfDaysOnly, 'fewest hours are of a limit of a day'),
}).meta({ id: 'SaveOutlet' });
export const RecordEvaluationPoint = Subject.shape.evaluationPoint
  .unwrap()
  .extend({ expectedVersion: z.int().nonnegative().optional(), reason: z.string().max(500).optional() })
  .meta({ id: 'RecordEvaluationPoint' });

const OpenSettings = DeviceSettings.omit({ cipherKeys: true });
/** A device as it may be shown: the hash of its password and its cipher keys stay inside. */
export const Device = DeviceState.data
  .omit({ passwordHash: true, settings: true })
  .extend({ settings: OpenSettings.extend({ isEnciphered: z.boolean() }) })
  .meta({ id: 'Device' });
export const DeviceList = listOf(Device, 'DeviceList');
export const SaveDevice = DeviceState.data
  .omit({ id: true, version: true, passwordHash: true, retired: true, settings: true })
  .extend({
    ...Saving,
    mn: z.string().regex(/^[!-%'-+\--:<>-~]{1,40}$/, 'up to 40 visible characters without separators'),
    password: z.string().min(1).max(64).optional(),
    profile: z.object({
      hourLabelOffsetMinutes: z.int().min(-1_440).max(1_440),
      units: z
        .record(z.string().max(20), z.string().max(20))
        .refine((units) => Object.keys(units).length <= 100, 'at most 100 factors'),
    }),
    silenceAfterHours: Hours.nullable(),
    settings: OpenSettings.optional(),
    /** SM4 key, 32 hexadecimal digits: the one in force stays valid beside it; null takes all away, absent leaves them. */
    cipherKey: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .nullable()
      .optional(),
  })
  .meta({ id: 'SaveDevice' });
