import { describe, expect, it } from '@jest/globals';
import { capacityLeft } from './water-capacity.js';

describe('what a water body can still take', () => {
  const of = (allowed: string, current: string, planned?: string) =>
    capacityLeft([{ item: 'cod', allowed, current }], planned === undefined ? {} : { cod: planned })[0];

  it.each([
    ['100', '80', undefined, '20', '80.0', null, false],
    ['100', '80', '20', '20', '80.0', '0', false],
    ['100', '80', '20.1', '20', '80.0', '-0.1', true],
    ['100', '100.5', undefined, '-0.5', '100.5', null, true],
    ['0', '0', undefined, '0', null, null, false],
    ['0.3', '0.1', '0.2', '0.2', '33.3', '0', false],
  ])('%s allowed, %s there, %s planned', (allowed, current, planned, left, usedPercent, leftAfter, isExceeded) => {
    expect(of(allowed, current, planned)).toEqual({ item: 'cod', left, usedPercent, leftAfter, isExceeded });
  });
});
