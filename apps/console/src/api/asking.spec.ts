import { expect, it } from '@jest/globals';
import { everyMs, isRefused } from './asking.js';
import { ApiProblem } from './client.js';

const stateOf = (error: unknown, data?: unknown) => ({ state: { error, data } });

it.each([
  [401, false, true],
  [403, true, true],
  [404, true, true],
  [409, false, false],
  [429, false, false],
  [503, false, false],
])('an answer of %s is refused for good: %s; nothing is asked anew: %s', (status, refused, ended) => {
  const error = new ApiProblem({ status, code: 'ANY' });
  expect(isRefused(error)).toBe(refused);
  expect(everyMs(5_000).refetchInterval(stateOf(error))).toBe(ended ? false : 5_000);
});

it('what got no answer, and what got one, is asked anew', () => {
  expect(isRefused(new TypeError('fetch failed'))).toBe(false);
  expect(everyMs(5_000).refetchInterval(stateOf(null))).toBe(5_000);
});

it('what is waited for is asked for until it is there, or nobody is told any more', () => {
  const { refetchInterval } = everyMs<readonly number[]>(5_000, (list) => list.some((percent) => percent < 100));
  const waiting = [100, 40];
  expect(refetchInterval({ state: { error: null, data: undefined } })).toBe(false);
  expect(refetchInterval({ state: { error: null, data: waiting } })).toBe(5_000);
  expect(refetchInterval({ state: { error: null, data: [100, 100] } })).toBe(false);
  expect(refetchInterval({ state: { error: new ApiProblem({ status: 503, code: 'ANY' }), data: waiting } })).toBe(
    5_000,
  );
  for (const status of [401, 403])
    expect(refetchInterval({ state: { error: new ApiProblem({ status, code: 'ANY' }), data: waiting } })).toBe(false);
});
