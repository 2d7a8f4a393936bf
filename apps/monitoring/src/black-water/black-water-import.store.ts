import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** A file of samples that was taken in. */
export interface BlackWaterImport {
  readonly id: string;
  readonly fileSha256: string;
  readonly fileName: string;
  readonly importedAt: Date;
  readonly importedBy: string;
  readonly reason: string | null;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  /** Samples that were new or corrected. */
  readonly rowsChanged: number;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
  readonly rowsPutBack: number | null;
}

/** A sample an import wrote. */
export interface BroughtSample {
  readonly waterId: string;
  readonly point: string;
  readonly sampledOn: CivilDate;
  readonly version: number;
  /** The version in force before, of one that was put back the one it stands for. Null where there was none in force. */
  readonly versionBefore: number | null;
  /** Its values. */
  readonly itemValuesBefore: Readonly<Record<string, string>> | null;
}

const COLUMNS = `i.id, i.file_sha256, i.file_name, i.imported_at, i.imported_by, i.reason, i.rows_read, i.rows_refused,
  i.rows_changed, i.undone_at, i.undone_by, i.undo_reason, i.rows_put_back`;

export const insertBlackWaterImport = async (
  tx: EntityManager,
  one: Omit<BlackWaterImport, 'undoneAt' | 'undoneBy' | 'undoReason' | 'rowsPutBack'>,
  samples: readonly BroughtSample[],
): Promise<void> => {
  await tx.query(
    `insert into black_water_import (id, file_sha256, file_name, imported_at, imported_by, reason, rows_read, rows_refused,
                                     rows_changed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      one.id,
      one.fileSha256,
      one.fileName,
      one.importedAt,
      one.importedBy,
      one.reason,
      one.rowsRead,
      one.rowsRefused,
      one.rowsChanged,
    ],
  );
  await tx.query(
    `insert into black_water_import_sample (import_id, water_id, point, sampled_on, version, version_before, item_values_before)
     select $1, s.*
       from unnest($2::text[], $3::text[], $4::date[], $5::int[], $6::int[], $7::jsonb[]) as s`,
    [
      one.id,
      samples.map(({ waterId }) => waterId),
      samples.map(({ point }) => point),
      samples.map(({ sampledOn }) => sampledOn),
      samples.map(({ version }) => version),
      samples.map(({ versionBefore }) => versionBefore),
      samples.map(({ itemValuesBefore }) => itemValuesBefore && JSON.stringify(itemValuesBefore)),
    ],
  );
};

export const lockBlackWaterImport = (tx: EntityManager, id: string): Promise<BlackWaterImport | null> =>
  selectOne<BlackWaterImport>(tx, `select ${COLUMNS} from black_water_import i where i.id = $1 for update`, [id]);

/** Waters an import wrote samples of. */
export const watersBrought = async (tx: EntityManager, importId: string): Promise<string[]> =>
  (
    await select<{ waterId: string }>(
      tx,
      'select distinct s.water_id from black_water_import_sample s where s.import_id = $1',
      [importId],
    )
  ).map(({ waterId }) => waterId);

/** Every version imports brought of the samples one of them wrote; that one counts as undone. */
export const versionsBrought = (
  tx: EntityManager,
  importId: string,
): Promise<(BroughtSample & { readonly isUndone: boolean })[]> =>
  select(
    tx,
    `select s.water_id, s.point, s.sampled_on::text as sampled_on, s.version, s.version_before, s.item_values_before,
            i.undone_at is not null or i.id = $1 as is_undone
       from black_water_import_sample own
       join black_water_import_sample s using (water_id, point, sampled_on)
       join black_water_import i on i.id = s.import_id
      where own.import_id = $1 order by s.water_id, s.point, s.sampled_on, s.version`,
    [importId],
  );

export const endBlackWaterImport = async (
  tx: EntityManager,
  id: string,
  undo: { readonly at: Date; readonly by: string; readonly reason: string; readonly putBack: number },
): Promise<void> => {
  await tx.query(
    'update black_water_import set undone_at = $2, undone_by = $3, undo_reason = $4, rows_put_back = $5 where id = $1',
    [id, undo.at, undo.by, undo.reason, undo.putBack],
  );
};

/** Imports, the newest first, a page at a time. */
export const blackWaterImportPage = (
  tx: EntityManager,
  page: { readonly before: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<BlackWaterImport[]> =>
  select<BlackWaterImport>(
    tx,
    `select ${COLUMNS} from black_water_import i
      where $1::timestamptz is null or (i.imported_at, i.id) < ($1::timestamptz, $2::uuid)
      order by i.imported_at desc, i.id desc limit $3`,
    [page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
