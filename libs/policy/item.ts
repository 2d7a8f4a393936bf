import { z } from 'zod';

/** `YYYY-MM-DD` in the district's zone. */
export const PackDate = z.iso.date();

export const Named = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** Every item of a pack has these: a new version never rewrites what ran under the old one. */
export const ITEM_SHAPE = {
  id: z.string().min(1),
  version: z.int().positive(),
  validFrom: PackDate,
  /** Last day of validity; null while it has no end. */
  validTo: PackDate.nullable(),
} as const;

export const item = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ ...ITEM_SHAPE, name: Named, ...shape });

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const isInForce = (one: Item, date: string): boolean =>
  one.validFrom <= date && (one.validTo === null || date <= one.validTo);

/** The items valid on a civil date; of one id there is at most one. */
export const inForce = <T extends Item>(items: readonly T[], date: string): T[] =>
  items.filter((one) => isInForce(one, date));

/** The item with an id valid on a civil date. Throws when there is none: a pack that passed its check has what it names. */
export const itemInForce = <T extends Item>(items: readonly T[], id: string, date: string): T => {
  const found = items.find((one) => one.id === id && isInForce(one, date));
  if (!found) throw new Error(`the pack has no item ${id} in force on ${date}`);
  return found;
};

/** A given version of an item, whatever the date: what runs keeps the version it began with. */
export const itemVersion = <T extends Item>(items: readonly T[], id: string, version: number): T => {
  const found = items.find((one) => one.id === id && one.version === version);
  if (!found) throw new Error(`the pack has no version ${version} of item ${id}`);
  return found;
};

/** A time limit: working days by the calendar, or calendar days whose last one moves to a working day. */
export const TimeLimit = z.strictObject({
  amount: z.int().positive(),
  unit: z.enum(['WORKING_DAY', 'CALENDAR_DAY']),
});
export type TimeLimit = z.infer<typeof TimeLimit>;

/** Exact quantities: whole numbers, or decimals as text. */
export const Quantity = z.union([z.int(), z.string().regex(/^-?\d+(\.\d+)?$/, 'an exact decimal as text')]);

/** Wall-clock time in the district's zone, `17:00`; `24:00` is not one. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 17:00');

/** ISO weekday, 1 Monday … 7 Sunday. */
export const Weekday = z.int().min(1).max(7);
