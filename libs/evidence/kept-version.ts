/** Records whose earlier versions are kept beside them, in a table of the same columns with `_past` behind its name. */
import type { EntityManager } from 'typeorm';
import { selectOne } from '#libs/persistence/select.js';

/** Where a record stands, in SQL's words: the row is `r`, its key is asked for by `$1` and on. */
export interface KeptRecord {
  readonly table: string;
  readonly columns: string;
  readonly key: string;
  readonly version: 'version' | 'revision';
}

/** The record in force (`version` null), or as it was in a version; null where that version is not kept. */
export const selectVersion = async <Row extends object>(
  tx: EntityManager,
  { table, columns, key, version: counter }: KeptRecord,
  of: readonly unknown[],
  version: number | null,
): Promise<Row | null> => {
  const find = (from: string, asked: string): Promise<Row | null> =>
    selectOne<Row>(
      tx,
      `select ${columns} from ${from} r where ${key}${asked}`,
      version === null ? [...of] : [...of, version],
    );
  if (version === null) return find(table, '');
  const asked = ` and r.${counter} = $${of.length + 1}`;
  return (await find(table, asked)) ?? find(`${table}_past`, asked);
};
