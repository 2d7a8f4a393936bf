import type { EntityManager } from 'typeorm';
import type { ColumnMapping } from '#libs/domain/telemetry/column-mapping.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface SavedMapping {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly content: ColumnMapping;
  readonly retired: boolean;
  /** Path of the unit whose it is. */
  readonly unitPath: readonly string[];
  readonly savedAt: Date;
  readonly savedBy: string;
}

const COLUMNS = 'm.id, m.version, m.name, m.content, m.retired, m.unit_path, m.saved_at, m.saved_by';

export const findMapping = (tx: EntityManager, id: string): Promise<SavedMapping | null> =>
  selectOne<SavedMapping>(tx, `select ${COLUMNS} from column_mapping m where m.is_current and m.id = $1`, [id]);

export const lockMapping = (tx: EntityManager, id: string): Promise<SavedMapping | null> =>
  selectOne<SavedMapping>(tx, `select ${COLUMNS} from column_mapping m where m.is_current and m.id = $1 for update`, [
    id,
  ]);

/** Versions of a mapping, the newest first. */
export const mappingVersions = (tx: EntityManager, id: string): Promise<SavedMapping[]> =>
  select<SavedMapping>(
    tx,
    `select ${COLUMNS} from column_mapping m where m.id = $1 order by m.version desc limit 200`,
    [id],
  );

/** Mappings in use of units in the subtrees of `roots`, by id, a page at a time. */
export const mappingPage = (
  tx: EntityManager,
  page: { roots: readonly string[]; after: string | null; limit: number },
): Promise<SavedMapping[]> =>
  select<SavedMapping>(
    tx,
    `select ${COLUMNS} from column_mapping m
      where m.is_current and not m.retired and m.unit_path && $1::text[] and ($2::uuid is null or m.id > $2::uuid)
      order by m.id limit $3`,
    [page.roots, page.after, page.limit],
  );

/** Adds a version; the one before it is not in force any more. */
export const insertMapping = async (tx: EntityManager, mapping: SavedMapping): Promise<void> => {
  await tx.query('update column_mapping set is_current = false where is_current and id = $1', [mapping.id]);
  await tx.query(
    `insert into column_mapping (id, version, is_current, name, content, retired, unit_path, saved_at, saved_by)
     values ($1, $2, true, $3, $4, $5, $6, $7, $8)`,
    [
      mapping.id,
      mapping.version,
      mapping.name,
      JSON.stringify(mapping.content),
      mapping.retired,
      mapping.unitPath,
      mapping.savedAt,
      mapping.savedBy,
    ],
  );
};
