import { Refusal } from '#libs/domain/refusal.js';

/** A place in a list as clients hand it back; its content is ours alone. */
export const cursorOf = (...parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Reads a cursor of so many parts; null for none. Refuses with CURSOR_INVALID what we did not give out. */
export const readCursor = (cursor: string | undefined, parts: number): string[] | null => {
  if (cursor === undefined) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === parts && read.every((part) => typeof part === 'string')) return read;
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('CURSOR_INVALID', 'this cursor was not given out by this list');
};
