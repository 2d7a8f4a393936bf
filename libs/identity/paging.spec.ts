import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InvalidInput } from './input.js';
import { nextCursor, nextIdCursor, pagedBy, readCursor, readIdCursor } from './paging.js';

const by = pagedBy(z.iso.date(), z.enum(['a', 'b']));

describe('a list paged by its sort key', () => {
  it('goes on behind the last row of a full page', () => {
    const cursor = by.next([['2026-05-01', 'a'] as const, ['2026-05-02', 'b'] as const], 2, (row) => row);
    expect(by.after(cursor!)).toEqual(['2026-05-02', 'b']);
  });

  it.each([
    ['a page that is not full', [['2026-05-01', 'a']] as const],
    ['an empty page', []],
  ])('ends with %s', (_what, rows) => expect(by.next<readonly [string, string]>(rows, 2, (row) => row)).toBeNull());

  it.each([[undefined], ['']])('begins where the cursor is %p', (cursor) => {
    expect(by.after(cursor)).toBeNull();
    expect(readIdCursor(cursor)).toBe('');
  });

  it.each([
    ['no base64url of JSON', 'nonsense'],
    ['the key of another list', nextIdCursor(['W1'], 1, (id) => id)!],
    ['a key of another shape', Buffer.from('["2026-05-01","c"]').toString('base64url')],
  ])('refuses %s', (_what, cursor) => expect(() => by.after(cursor)).toThrow(InvalidInput));
});

it('carries an id of a hundred characters of any script within its length', () => {
  const id = '\u{20000}'.repeat(100);
  const cursor = nextIdCursor([id], 1, (one) => one)!;
  expect(cursor.length).toBeLessThanOrEqual(600);
  expect(readIdCursor(cursor)).toBe(id);
});

it('tells rows of one instant apart by their ids', () => {
  const [at, id] = [new Date('2026-05-01T00:00:00.000Z'), '0190b5f0-5c3e-7a63-9a51-3c1b2a4d5e6f'];
  expect(readCursor(nextCursor([{ id, at }], 1, (row) => row.at)!)).toEqual({ at, id });
});
