import { expect, it } from '@jest/globals';
import type { DataState } from './data-state.js';
import { standingWithout } from './without-import.js';

const revision = (text: string, dataState: DataState = 'realtime') => ({
  values: Object.fromEntries([...text.matchAll(/([a-z])(\d)/g)].map(([, key, n]) => [key!, Number(n)])),
  dataState,
  isTakenBack: text.endsWith('!'),
  isEcho: text.startsWith('='),
});

it.each([
  ['nothing was there before', ['a1!'], null],
  ['what was there before stands again', ['a1', 'a2!'], 'a1'],
  ['a value nobody else brought goes', ['a1', 'a1b2!'], 'a1'],
  ['what came since stays, without what was taken back', ['a1', 'a1b2!', 'a3b2'], 'a3'],
  ['a later correction of the same value stays', ['a1!', 'a2'], 'a2'],
  ['both of two imports, either first', ['a1', 'a2!', 'a3!'], 'a1'],
  ['the second of two', ['a1', 'a2', 'a3!'], 'a2'],
  ['what another one brought too stays', ['a1b2!', '=a1b2'], 'a1b2'],
  ['of what another one brought too only that', ['a1b2!', '=a1'], 'a1'],
  ['an echo of what is taken back goes with it', ['a1!', '=a1!'], null],
  ['a correction after an echo stays on it', ['a1b2!', '=a1b2', 'a3b2'], 'a3b2'],
  ['what an undo wrote brings nothing', ['a1', 'a2!', 'a1!', 'a1b5'], 'a1b5'],
])('%s', (_says, revisions, expected) => {
  const found = standingWithout(revisions.map((text) => revision(text)));
  expect(found && Object.entries(found.values).flat().join('')).toBe(expected);
});

it('gives back the earlier data state with the values a review had struck', () => {
  const kept = [revision('a1b2'), revision('a1!', 'reviewed')];
  expect(standingWithout(kept)).toEqual({ values: { a: 1, b: 2 }, dataState: 'realtime', last: 0 });
});

it('a review that came after what is taken back stands as it was', () => {
  const kept = [revision('a1!'), revision('a1b3', 'reviewed')];
  expect(standingWithout(kept)).toEqual({ values: { a: 1, b: 3 }, dataState: 'reviewed', last: 1 });
});

it('an echo of an earlier data state shows only where the later one goes', () => {
  expect(standingWithout([revision('a1', 'reviewed'), revision('=a1b2')])).toMatchObject({ values: { a: 1 } });
  expect(standingWithout([revision('a1!', 'reviewed'), revision('=a1b2')])).toEqual({
    values: { a: 1, b: 2 },
    dataState: 'realtime',
    last: 1,
  });
});
