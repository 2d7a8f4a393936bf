import { z } from 'zod';
import { ColumnMapping } from '#libs/contracts/ingestion.events.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { FACTOR_OF_ITEM } from '#libs/domain/telemetry/factor-codes.js';
import { BASIC_ITEMS } from '#libs/domain/water/edition.js';

const KEYS: Readonly<Record<'station' | 'section', readonly string[]>> = {
  station: POLLUTANTS,
  section: [...new Set([...BASIC_ITEMS, ...Object.keys(FACTOR_OF_ITEM)])],
};

/** A mapping as people save it: every column once, every value one this kind of subject has. */
const Written = ColumnMapping.refine(({ subject, values }) => values.every(({ key }) => KEYS[subject].includes(key)), {
  message: 'names a pollutant or item the subject does not have',
  path: ['values'],
}).refine(({ values }) => new Set(values.map(({ key }) => key)).size === values.length, {
  message: 'names a pollutant or item twice',
  path: ['values'],
});

export const SaveMapping = z
  .object({
    name: z.string().trim().min(1).max(100),
    mapping: Written,
    retired: z.boolean().default(false),
    /** 0 for a new one. */
    expectedVersion: z.int().min(0),
  })
  .meta({ id: 'SaveColumnMapping' });
export type SaveMapping = z.infer<typeof SaveMapping>;

export const MappingView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    mapping: ColumnMapping,
    retired: z.boolean(),
    savedAt: z.iso.datetime(),
    savedBy: z.string(),
  })
  .meta({ id: 'ColumnMapping' });
export const MappingList = z
  .object({ items: z.array(MappingView), nextCursor: z.string().nullable() })
  .meta({ id: 'ColumnMappingList' });
/** Versions of a mapping, the newest first. */
export const MappingVersions = z.object({ items: z.array(MappingView) }).meta({ id: 'ColumnMappingVersions' });
