import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { CivilDate, spanUpTo } from './shapes.js';

const Span = z.object({ from: CivilDate, to: CivilDate }).refine(...spanUpTo(31));
const faults = (from: string, to: string): string[] =>
  (Span.safeParse({ from, to }).error?.issues ?? []).map(({ path }) => path.join('.'));

it.each([
  ['2026-01-01', '2026-01-01', []],
  ['2026-01-01', '2026-01-31', []],
  ['2026-01-01', '2026-02-01', ['to']],
  ['2026-01-02', '2026-01-01', ['to']],
  ['2026-02-30', '2026-03-01', ['from']],
  ['2026-03-01', '2026-02-30', ['to']],
  ['yesterday', 'today', ['from', 'to']],
])('a span from %s to %s has faults at %j', (from, to, expected) => {
  expect(faults(from, to)).toEqual(expected);
});
