import { expect, it } from '@jest/globals';
import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { progressState } from './progress-state.js';

const REPORT = {} as ItemLagDetails['reports'][number];

it.each([
  ['unreported', '0.0', '0.0', 0],
  ['reported', '0.0', '0.0', 1],
  ['reported', '45.0', '0.0', 1],
  ['reported', '45.0', '35.0', 2],
  ['confirmed', '35.0', '35.0', 2],
] as const)('is %s with %s reported, %s confirmed and %s reports', (state, reportedPct, confirmedPct, reports) => {
  const details = { reportedPct, confirmedPct, reports: Array.from({ length: reports }, () => REPORT) };
  expect(progressState(details)).toBe(state);
});
