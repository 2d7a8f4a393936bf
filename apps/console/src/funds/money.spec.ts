import { expect, it } from '@jest/globals';
import { pointsBehindLine } from './money.js';

it.each([
  // 45.1 expected and 33.4 paid are on the page.
  ['45.05', '33.4', '11.6'],
  ['45.06', '33.4', '11.7'],
  ['100', '99.9', '0.1'],
  ['30', '30.0', '0'],
  ['30', '42.5', '0'],
])('%s %% expected and %s %% paid are %s points behind', (expectedPct, executionRate, points) => {
  expect(pointsBehindLine({ expectedPct, executionRate })).toBe(points);
});

it('without a budget nothing is behind', () => {
  expect(pointsBehindLine({ expectedPct: null, executionRate: null })).toBeNull();
});
