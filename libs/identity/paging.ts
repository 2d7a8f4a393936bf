/**
 * How lists are paged: a cursor names the sort key of the last row of a page and is opaque to clients. A page that is not full
 * is the last one.
 */
import { z } from 'zod';
import * as keys from './cursor.js';
import { readInput } from './input.js';

export const Limit = z.coerce.number().int().min(1).max(200).default(50);
/** The key of an id of a hundred characters has room in it; empty and absent are the first page. */
export const Cursor = z.string().max(600).optional();

type KeyTexts<K> = { readonly [P in keyof K]: string };

/** Pages by a sort key of so many texts, each of this shape. */
export const pagedBy = <K extends readonly [z.ZodType, ...z.ZodType[]]>(...parts: K) => {
  const Key = z.object({ cursor: z.tuple(parts as unknown as [z.ZodType, ...z.ZodType[]]) });
  const behind = (key: KeyTexts<K>): string => keys.writeCursor(...(key as unknown as readonly string[]));
  return {
    /** The key behind which a page begins, null for the first page; `InvalidInput` for a cursor no list gave out. */
    after: (cursor: string | undefined): { readonly [P in keyof K]: z.output<K[P]> } | null => {
      const key = keys.readCursor(cursor || undefined, parts.length);
      return key && (readInput(Key, { cursor: key }).cursor as unknown as { [P in keyof K]: z.output<K[P]> });
    },
    /** The cursor that names a key. */
    behind,
    /** The cursor behind a page: none when the page was not full. */
    next: <T>(rows: readonly T[], limit: number, keyOf: (last: T) => KeyTexts<K>): string | null => {
      const last = rows.at(-1);
      return last !== undefined && rows.length === limit ? behind(keyOf(last)) : null;
    },
  };
};

/** Where a page by time ended: the instant and the id that tells rows of one instant apart. */
export interface TimeCursor {
  readonly at: Date;
  readonly id: string;
}

const BY_TIME = pagedBy(z.iso.datetime(), z.uuid());
/** Reads the cursor of a list by time and id. */
export const readCursor = (cursor: string | undefined): TimeCursor | null => {
  const key = BY_TIME.after(cursor);
  return key && { at: new Date(key[0]), id: key[1] };
};
/** The cursor behind a page of a list by time and id. */
export const nextCursor = <T extends { readonly id: string }>(
  rows: readonly T[],
  limit: number,
  at: (row: T) => Date,
): string | null => BY_TIME.next(rows, limit, (row) => [at(row).toISOString(), row.id]);

const BY_INSTANT = pagedBy(z.iso.datetime());
/** Reads the cursor of a list by instants, of which each stands there once. */
export const readInstantCursor = (cursor: string | undefined): Date | null => {
  const key = BY_INSTANT.after(cursor);
  return key && new Date(key[0]);
};
/** The cursor behind a page of a list by instants. */
export const nextInstantCursor = <T>(rows: readonly T[], limit: number, at: (row: T) => Date): string | null =>
  BY_INSTANT.next(rows, limit, (row) => [at(row).toISOString()]);

const BY_ID = pagedBy(z.string());
/** Reads the cursor of a list by id; empty, which stands before every id, for the first page. */
export const readIdCursor = (cursor: string | undefined): string => BY_ID.after(cursor)?.[0] ?? '';
/** The cursor behind a page of a list by id. */
export const nextIdCursor = <T>(rows: readonly T[], limit: number, id: (row: T) => string): string | null =>
  BY_ID.next(rows, limit, (row) => [id(row)]);
