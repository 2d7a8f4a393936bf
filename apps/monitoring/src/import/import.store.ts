import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

/** An import somebody wants taken back. */
export interface ImportUndo {
  readonly importId: string;
  readonly requestedAt: Date;
  readonly reason: string;
  readonly doneAt: Date | null;
}

const UNDO = 'u.import_id, u.requested_at, u.reason, u.done_at';

/** Notes the wish once, however often it is told. */
export const wishUndo = async (tx: EntityManager, undo: Omit<ImportUndo, 'doneAt'>): Promise<void> => {
  await tx.query(
    'insert into import_undo (import_id, requested_at, reason) values ($1, $2, $3) on conflict do nothing',
    [undo.importId, undo.requestedAt, undo.reason],
  );
};

export const findUndo = (tx: EntityManager, importId: string): Promise<ImportUndo | null> =>
  selectOne<ImportUndo>(tx, `select ${UNDO} from import_undo u where u.import_id = $1`, [importId]);

export const lockUndo = (tx: EntityManager, importId: string): Promise<ImportUndo | null> =>
  selectOne<ImportUndo>(tx, `select ${UNDO} from import_undo u where u.import_id = $1 for update`, [importId]);

export const finishUndo = async (tx: EntityManager, importId: string, changed: number, at: Date): Promise<void> => {
  await tx.query('update import_undo set changed = $2, done_at = $3 where import_id = $1', [importId, changed, at]);
};

export const openUndos = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      'select u.import_id as id from import_undo u where u.done_at is null order by u.requested_at limit $1',
      [limit],
    )
  ).map(({ id }) => id);

/** Numbers of the sources that stand for imports taken back, or being taken back. */
export const undoneSources = async (tx: EntityManager): Promise<ReadonlySet<number>> =>
  new Set(
    (
      await select<{ no: number }>(
        tx,
        `select s.no from import_undo u join source s on s.door = 'import' and s.code = u.import_id::text`,
      )
    ).map(({ no }) => no),
  );

/** Packets of a source, in the order they came. */
export const packetsOfSource = async (tx: EntityManager, sourceNo: number): Promise<string[]> =>
  (
    await select<{ id: string }>(tx, 'select p.id from raw_packet p where p.source_no = $1 order by p.id', [sourceNo])
  ).map(({ id }) => id);
