import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

export interface RefusedLine {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
  readonly text: string;
}
const LONGEST_TEXT = 1_000;
const CELL_ROW = /(![A-Z]{1,3})\d+/g;
/** Refused rows kept of an import with their text; of the others only how many there are of each kind. */
export const MOST_KEPT = 10_000;

const keepRefused = async (tx: EntityManager, id: string, refused: readonly RefusedLine[]): Promise<void> => {
  await tx.query(
    `insert into import_refused (import_id, line, place, reason, text)
     select $1, n.line, n.place, n.reason, n.text
       from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as n (line, place, reason, text)
     on conflict on constraint import_refused_pkey do nothing`,
    [
      id,
      refused.map((r) => r.line),
      refused.map((r) => r.column),
      refused.map((r) => r.reason),
      refused.map((r) => r.text.replaceAll('\u0000', '').slice(0, LONGEST_TEXT)),
    ],
  );
};

const countRefused = async (tx: EntityManager, id: string, refused: readonly RefusedLine[]): Promise<void> => {
  const kinds = new Map<string, { reason: string; column: string; rows: number }>();
  for (const { reason, column: place } of refused) {
    // Cells of a workbook are counted by their column.
    const column = place.replaceAll(CELL_ROW, '$1');
    const kind = kinds.get(`${reason} ${column}`) ?? { reason, column, rows: 0 };
    kinds.set(`${reason} ${column}`, { ...kind, rows: kind.rows + 1 });
  }
  const list = [...kinds.values()];
  await tx.query(
    `insert into import_refusal as r (import_id, reason, place, rows)
     select $1, n.reason, n.place, n.rows from unnest($2::text[], $3::text[], $4::int[]) as n (reason, place, rows)
     on conflict on constraint import_refusal_pkey do update set rows = r.rows + excluded.rows`,
    [id, list.map((k) => k.reason), list.map((k) => k.column), list.map((k) => k.rows)],
  );
};

/**
 * Notes rows read and those of them that are not taken. With `attempt` only while that reading of the file is the one that
 * counts; false where it is overtaken.
 */
export const noteRows = async (
  tx: EntityManager,
  id: string,
  of: { readonly read: number; readonly refused: readonly RefusedLine[]; readonly attempt: number | null },
): Promise<boolean> => {
  const { read, refused, attempt } = of;
  const found = await selectOne<{ attempt: number; state: string; rowsKept: number }>(
    tx,
    'select i.attempt, i.state, i.rows_kept from import i where i.id = $1 for update',
    [id],
  );
  if (!found || (attempt !== null && (found.attempt !== attempt || found.state !== 'checking'))) return false;
  const kept = refused.slice(0, Math.max(0, MOST_KEPT - found.rowsKept));
  await tx.query(
    'update import set rows_read = rows_read + $2, rows_refused = rows_refused + $3, rows_kept = rows_kept + $4 where id = $1',
    [id, read, refused.length, kept.length],
  );
  if (kept.length > 0) await keepRefused(tx, id, kept);
  if (refused.length > 0) await countRefused(tx, id, refused);
  return true;
};

/** Rows not taken in the order of the file, after a line. */
export const refusedPage = (
  tx: EntityManager,
  of: { importId: string; after: number; limit: number },
): Promise<RefusedLine[]> =>
  select<RefusedLine>(
    tx,
    `select r.line, r.place as "column", r.reason, r.text from import_refused r
      where r.import_id = $1 and r.line > $2 order by r.line limit $3`,
    [of.importId, of.after, of.limit],
  );

/** A kind of refusal and how many rows it met. */
export interface RefusalKind {
  readonly reason: string;
  readonly column: string;
  readonly rows: number;
}

/** Kinds of refusals of an import, the most frequent first. */
export const refusalKinds = (tx: EntityManager, importId: string): Promise<RefusalKind[]> =>
  select<RefusalKind>(
    tx,
    `select r.reason, r.place as "column", r.rows from import_refusal r
      where r.import_id = $1 order by r.rows desc, r.reason, r.place limit 1000`,
    [importId],
  );
