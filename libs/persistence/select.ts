import type { EntityManager } from 'typeorm';
import { camel } from './snake-naming.js';

/** Runs SQL in the caller's transaction and returns its rows with camelCase keys. `jsonb` values are left as they are. */
export const select = async <T extends object>(
  tx: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> => {
  const answer: unknown = await tx.query(sql, parameters as unknown[]);
  // TypeORM answers [rows, count] for update and delete, and plain rows otherwise.
  const rows = (
    Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number'
      ? answer[0]
      : answer
  ) as Record<string, unknown>[];
  const first = rows[0];
  if (!first) return [];
  const keys = Object.keys(first).map((key) => [key, camel(key)] as const);
  return rows.map((row) => Object.fromEntries(keys.map(([from, to]) => [to, row[from]])) as T);
};

/** The first row, or null. */
export const selectOne = async <T extends object>(
  tx: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T | null> => (await select<T>(tx, sql, parameters))[0] ?? null;

/**
 * All rows of a query that a figure is made of. Where there are more than `most` it throws: a list cut short would give a
 * wrong number and no sign of it. The query brings no `limit` of its own.
 */
export const selectWhole = async <T extends object>(
  tx: EntityManager,
  most: number,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> => {
  const rows = await select<T>(tx, `${sql} limit ${most + 1}`, parameters);
  if (rows.length > most) throw new RangeError(`more than ${most} rows for: ${sql.trim().slice(0, 200)}`);
  return rows;
};
