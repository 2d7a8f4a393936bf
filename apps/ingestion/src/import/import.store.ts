import type { EntityManager } from 'typeorm';
import type { ColumnMapping } from '#libs/domain/telemetry/column-mapping.js';
import type { ColumnsLeft } from '#libs/domain/telemetry/import-layout.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { sliceOfLine } from './slice-of-line.js';

export type ImportState =
  | 'waiting'
  | 'checking'
  | 'checked'
  | 'refused'
  | 'failed'
  | 'sending'
  | 'sent'
  | 'assessing'
  | 'taken'
  | 'undoing'
  | 'undone';

export interface ImportWish {
  readonly id: string;
  readonly fileSha256: string;
  readonly fileName: string;
  readonly layout: string;
  readonly dataState: string;
  readonly province: string | null;
  /** The saved mapping it is read by, in the version it had then; null for a layout of the list. */
  readonly mappingId: string | null;
  readonly mappingVersion: number | null;
  readonly mapping: ColumnMapping | null;
  readonly dryRun: boolean;
  readonly takeRest: boolean;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  /** Units whose subjects, and those of the units below them, it may bring values for. */
  readonly reach: readonly string[];
  /** Paths of these units, joined. */
  readonly unitPath: readonly string[];
}

export interface ImportRow extends ImportWish {
  readonly state: ImportState;
  readonly failure: string | null;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  /** Refused rows of which more than the count is kept. */
  readonly rowsKept: number;
  readonly columnsUnread: readonly string[];
  readonly columnsAbsent: readonly string[];
  readonly attempt: number;
  readonly sendingAt: Date | null;
  readonly slices: number;
  readonly slicesSent: number;
  readonly sentAs: string | null;
  readonly finishedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
  readonly undoChanged: number | null;
}

/** An import with what has come back of its slices. */
export interface ImportView extends ImportRow {
  readonly slicesTaken: number;
  readonly rowsTaken: number;
  readonly rowsChanged: number;
}

export const insertImport = async (tx: EntityManager, wish: ImportWish): Promise<void> => {
  await tx.query(
    `insert into import (id, file_sha256, file_name, layout, data_state, province, dry_run, take_rest, requested_at, requested_by,
                         reach, unit_path, mapping_id, mapping_version, mapping, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting')`,
    [
      wish.id,
      wish.fileSha256,
      wish.fileName,
      wish.layout,
      wish.dataState,
      wish.province,
      wish.dryRun,
      wish.takeRest,
      wish.requestedAt,
      wish.requestedBy,
      wish.reach,
      wish.unitPath,
      wish.mappingId,
      wish.mappingVersion,
      wish.mapping === null ? null : JSON.stringify(wish.mapping),
    ],
  );
};

export const lockImport = (tx: EntityManager, id: string): Promise<ImportRow | null> =>
  selectOne<ImportRow>(tx, 'select i.* from import i where i.id = $1 for update', [id]);

const VIEW = `
  select i.*, s.slices_taken, s.rows_taken, s.rows_changed
    from import i,
         lateral (select count(*)::int as slices_taken, coalesce(sum(s.rows - s.refused), 0)::int as rows_taken,
                         coalesce(sum(s.changed), 0)::int as rows_changed
                    from import_slice s where s.import_id = i.id) s`;

export const findImport = (tx: EntityManager, id: string): Promise<ImportView | null> =>
  selectOne<ImportView>(tx, `${VIEW} where i.id = $1`, [id]);

/** The newest first, a page at a time: those of units in the subtrees of `roots`. */
export const importPage = (
  tx: EntityManager,
  page: { roots: readonly string[]; before: { at: Date; id: string } | null; limit: number },
): Promise<ImportView[]> =>
  select<ImportView>(
    tx,
    `${VIEW} where i.unit_path && $4::text[]
        and ($1::timestamptz is null or (i.requested_at, i.id) < ($1::timestamptz, $2::uuid))
      order by i.requested_at desc, i.id desc limit $3`,
    [page.before?.at ?? null, page.before?.id ?? null, page.limit, page.roots],
  );

/** Imports whose file waits to be read or sent, oldest first. */
export const openImports = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select i.id from import i where i.state in ('waiting', 'checking', 'sending') order by i.requested_at limit $1`,
      [limit],
    )
  ).map(({ id }) => id);

/** A file is read from its beginning: what an earlier attempt found is forgotten, and it counts no more. */
export const startChecking = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query('delete from import_refused where import_id = $1', [id]);
  await tx.query('delete from import_refusal where import_id = $1', [id]);
  await tx.query(
    `update import set state = 'checking', attempt = attempt + 1, rows_read = 0, rows_refused = 0, rows_kept = 0,
            columns_unread = '{}', columns_absent = '{}' where id = $1`,
    [id],
  );
};

/** Notes which columns of the file are not read, and which of its layout it does without. */
export const noteColumns = async (tx: EntityManager, id: string, { unread, absent }: ColumnsLeft): Promise<void> => {
  await tx.query('update import set columns_unread = $2, columns_absent = $3 where id = $1', [id, unread, absent]);
};

export const endImport = async (
  tx: EntityManager,
  id: string,
  end: { state: 'checked' | 'refused' | 'failed' | 'taken'; at: Date; failure?: string },
): Promise<void> => {
  await tx.query('update import set state = $2, finished_at = $3, failure = $4 where id = $1', [
    id,
    end.state,
    end.at,
    end.failure ?? null,
  ]);
};

/** One at a time decides whether a file was imported before. */
export const lockFile = async (tx: EntityManager, sha256: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ingestion.import ' || $1, 0))`, [sha256]);
};

/** An earlier import of the same file in the same sense that stands, by the id its packets carry. */
export const standingImport = async (tx: EntityManager, like: ImportWish): Promise<string | null> =>
  (
    await selectOne<{ id: string }>(
      tx,
      `select i.id from import i
        where i.file_sha256 = $1 and i.layout = $2 and i.data_state = $3 and i.province is not distinct from $4
          and i.mapping is not distinct from $6::jsonb
          and i.id <> $5 and i.sent_as = i.id and i.state in ('sending', 'sent', 'assessing', 'taken')
        order by i.requested_at limit 1`,
      [
        ...[like.fileSha256, like.layout, like.dataState, like.province, like.id],
        like.mapping === null ? null : JSON.stringify(like.mapping),
      ],
    )
  )?.id ?? null;

export const startSending = async (
  tx: EntityManager,
  id: string,
  of: { readonly sentAs: string; readonly slices: number; readonly at: Date },
): Promise<void> => {
  await tx.query(
    `update import set state = 'sending', sent_as = $2, slices = $3, slices_sent = 0, sending_at = $4 where id = $1`,
    [id, of.sentAs, of.slices, of.at],
  );
};

/** Notes how many slices were sent; false where the import is not being sent any more. */
export const noteSent = async (tx: EntityManager, id: string, slices: number, isAll: boolean): Promise<boolean> =>
  (
    await select<{ id: string }>(
      tx,
      `with noted as (update import set slices_sent = $2, state = case when $3 then 'sent' else state end,
            -- A restart may read with another register: what was sent is what is waited for.
            slices = case when $3 then $2 else slices end
      where id = $1 and state = 'sending' returning id)
      select id from noted`,
      [id, slices, isAll],
    )
  ).length > 0;

/** Places of the slices that have been answered. */
export const answeredSlices = async (tx: EntityManager, id: string): Promise<ReadonlySet<number>> =>
  new Set(
    (await select<{ sliceNo: number }>(tx, 'select s.slice_no from import_slice s where s.import_id = $1', [id])).map(
      ({ sliceNo }) => sliceNo,
    ),
  );

export const countAnswered = async (tx: EntityManager, id: string): Promise<number> =>
  (await selectOne<{ n: number }>(tx, 'select count(*)::int as n from import_slice s where s.import_id = $1', [id]))
    ?.n ?? 0;

/** All slices are in; what rests on them is being worked out. */
export const startAssessing = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query(`update import set state = 'assessing' where id = $1`, [id]);
};

export interface TakenSlice {
  readonly importId: string;
  readonly firstLine: number;
  readonly rows: number;
  readonly changed: number;
  readonly refused: number;
}

/** Notes what became of slices. Answers the first lines of those not known before. */
export const insertSlices = async (tx: EntityManager, slices: readonly TakenSlice[]): Promise<ReadonlySet<string>> => {
  const fresh = await select<{ importId: string; sliceNo: number }>(
    tx,
    `with fresh as (
     insert into import_slice (import_id, slice_no, rows, changed, refused)
     select n.* from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[]) as n (import_id, slice_no, rows, changed, refused)
     on conflict on constraint import_slice_pkey do nothing returning import_id, slice_no)
     select import_id, slice_no from fresh`,
    [
      slices.map((s) => s.importId),
      // By the place of the slice in the file: its first good line may be another one after a restart.
      slices.map((s) => sliceOfLine(s.firstLine)),
      slices.map((s) => s.rows),
      slices.map((s) => s.changed),
      slices.map((s) => s.refused),
    ],
  );
  const known = new Set(fresh.map(({ importId, sliceNo }) => `${importId} ${sliceNo}`));
  return new Set(
    slices
      .filter(({ importId, firstLine }) => known.has(`${importId} ${sliceOfLine(firstLine)}`))
      .map(({ importId, firstLine }) => `${importId} ${firstLine}`),
  );
};

/** States in which values of an import may be in force, all or some. */
export const WITH_VALUES: readonly ImportState[] = ['sending', 'sent', 'assessing', 'taken'];

/** The import and its repetitions, whose packets are the same. */
export const startUndo = async (
  tx: EntityManager,
  id: string,
  undo: { at: Date; by: string; reason: string },
): Promise<void> => {
  await tx.query(
    `update import set state = 'undoing', undone_at = $2, undone_by = $3, undo_reason = $4
      where sent_as = $1 and state = any($5)`,
    [id, undo.at, undo.by, undo.reason, WITH_VALUES],
  );
};

export const endUndo = async (tx: EntityManager, id: string, changed: number): Promise<void> => {
  await tx.query(`update import set state = 'undone', undo_changed = $2 where sent_as = $1 and state = 'undoing'`, [
    id,
    changed,
  ]);
};
