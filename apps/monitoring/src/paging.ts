import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';

export const Limit = z.coerce.number().int().min(1).max(200).default(50);
export const Cursor = z.string().max(300).optional();

/** Where a page by time ended: the instant and the id that tells rows of one instant apart. */
export interface TimeCursor {
  readonly at: Date;
  readonly id: string;
}

export const writeCursor = ({ at, id }: TimeCursor): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Reads a cursor a page gave out; what was never given out is refused. */
export const readCursor = (cursor: string | undefined): TimeCursor | null => {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw new Refusal('CURSOR_INVALID', 'this cursor was not given out by this list');
  return { at: instant, id };
};

/** The cursor behind a page: none when the page was not full. */
export const nextCursor = <T extends { readonly id: string }>(
  rows: readonly T[],
  limit: number,
  at: (row: T) => Date,
): string | null => {
  const last = rows.at(-1);
  return last && rows.length === limit ? writeCursor({ at: at(last), id: last.id }) : null;
};
