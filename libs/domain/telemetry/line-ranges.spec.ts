import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLineRanges, writeLineRanges } from './line-ranges.js';

it('come back as they were written', () => {
  const lines = fc.uniqueArray(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 500 });
  fc.assert(
    fc.property(lines, (any) => {
      const sorted = [...any].sort((a, b) => a - b);
      expect(readLineRanges(writeLineRanges(sorted), 500)).toEqual(sorted);
    }),
  );
});

it.each([
  ['2-5,7,9-10', [2, 3, 4, 5, 7, 9, 10]],
  ['7', [7]],
  ['', null],
  ['5-2', null],
  ['2-5,5', null],
  ['2-501', null],
  ['1-', null],
  ['a', null],
])('%s', (text, lines) => expect(readLineRanges(text, 499)).toEqual(lines));
