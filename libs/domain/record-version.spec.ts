import { expect, it } from '@jest/globals';
import { isSameState, requireVersion } from './record-version.js';

it('refuses a version other than the one seen, and names both', () => {
  expect(() => requireVersion('plan p', 3, 3)).not.toThrow();
  expect(() => requireVersion('plan p', 3, 2)).toThrow(/plan p is at version 3, not 2/);
});

it('compares states without their version, whatever the order of their keys', () => {
  expect(isSameState({ version: 1, a: 1, b: [1, 2] }, { b: [1, 2], a: 1, version: 2 })).toBe(true);
  expect(isSameState({ version: 1, b: [1, 2] }, { b: [2, 1], version: 1 })).toBe(false);
});
