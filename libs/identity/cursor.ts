import { z } from 'zod';
import { readInput } from './input.js';

/** Where a page of a list ended, opaque to clients: the sort key of its last row as JSON in base64url. */
export const writeCursor = (...key: readonly string[]): string =>
  Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/** The sort key of so many parts in a cursor, null for none; `InvalidInput` for what no list gave out. */
export const readCursor = (cursor: string | undefined, parts: number): string[] | null => {
  if (cursor === undefined) return null;
  let key: unknown = null;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Falls through: the schema names the place.
  }
  return readInput(z.object({ cursor: z.array(z.string()).length(parts) }), { cursor: key }).cursor;
};
