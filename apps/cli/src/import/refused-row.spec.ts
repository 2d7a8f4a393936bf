import { expect, it } from '@jest/globals';
import { refusedWords } from './refused-row.js';
import { requireMapping } from './require-mapping.js';

const HEADINGS = ['province', 'name', 'time', 'pm10'];
const row = (column: string, reason: string, text: string) => ({ line: 3, column, reason, text });

it.each([
  [row('pm10', 'NEGATIVE', 'p,n,t,-4'), '"-4": a negative value; correct it, or leave the cell empty'],
  [row('province/name', 'SUBJECT_AMBIGUOUS', 'p,n,t,4'), '"p/n": a name of several sections; write the code'],
  [row('name', 'CODE_MISSING', 'p,,t,4'), 'no code or name; say which station'],
  [row('time', 'COLUMN_COUNT', 'p,n'), '"p,n": more or fewer cells than headings; give the row'],
  [row('S!A6', 'CELL_WRONG', '约46'), '"约46": not what the column holds; write a day'],
  [row('pm10', 'NEW_CODE', 'p,n,t,4'), '"4": NEW_CODE; see the row in the console'],
])('%j', (refused, words) => {
  expect(refusedWords(refused, HEADINGS)).toContain(`row 3, column ${refused.column}: ${words}`);
});

const there = (...items: { id: string; name: string }[]) => ({
  call: <T>(): Promise<T> => Promise.resolve({ items, nextCursor: null } as T),
});

it('names the mappings there are where the one asked for is none', async () => {
  await requireMapping(there({ id: 'a-1', name: '甲表' }), 'clerk', 'a-1');
  await expect(requireMapping(there({ id: 'a-1', name: '甲表' }), 'clerk', 'x')).rejects.toThrow(
    '--mapping x: no such mapping; there are a-1 (甲表)',
  );
  await expect(requireMapping(there(), 'clerk', 'x')).rejects.toThrow('none has been saved yet');
});
