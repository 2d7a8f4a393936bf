import { expect, it } from '@jest/globals';
import { everyMs, isRefused } from './asking.js';
import { ApiProblem } from './client.js';

it.each([
  [403, true],
  [404, true],
  [409, false],
  [429, false],
  [503, false],
])('an answer of %s is refused for good: %s', (status, refused) => {
  const error = new ApiProblem({ status, code: 'ANY' });
  expect(isRefused(error)).toBe(refused);
  expect(everyMs(5_000).refetchInterval({ state: { error } })).toBe(refused ? false : 5_000);
});

it('what got no answer, and what got one, is asked anew', () => {
  expect(isRefused(new TypeError('fetch failed'))).toBe(false);
  expect(everyMs(5_000).refetchInterval({ state: { error: null } })).toBe(5_000);
});
