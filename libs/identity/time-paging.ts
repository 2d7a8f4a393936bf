import { z } from 'zod';
import * as keys from './cursor.js';
import { readInput } from './input.js';

export const Limit = z.coerce.number().int().min(1).max(200).default(50);
export const Cursor = z.string().max(300).optional();

/** Where a page by time ended: the instant and the id that tells rows of one instant apart. */
export interface TimeCursor {
  readonly at: Date;
  readonly id: string;
}

const TimeKey = z.object({ cursor: z.tuple([z.iso.datetime(), z.uuid()]) });

/** Reads a cursor a page gave out; what was never given out is refused. */
export const readCursor = (cursor: string | undefined): TimeCursor | null => {
  const key = keys.readCursor(cursor, 2);
  if (!key) return null;
  const [at, id] = readInput(TimeKey, { cursor: key }).cursor;
  return { at: new Date(at), id };
};

/** The cursor behind a page: none when the page was not full. */
export const nextCursor = <T extends { readonly id: string }>(
  rows: readonly T[],
  limit: number,
  at: (row: T) => Date,
): string | null => {
  const last = rows.at(-1);
  return last && rows.length === limit ? keys.writeCursor(at(last).toISOString(), last.id) : null;
};
