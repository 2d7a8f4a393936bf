import { z } from 'zod';
import { readInput } from '#libs/identity/input.js';

/** A keyset cursor, opaque to clients: the sort key of the last row as JSON in base64url. */
export const writeCursor = (key: readonly string[]): string =>
  Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/** The sort key in a cursor; `InvalidInput` for text that is none. */
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
