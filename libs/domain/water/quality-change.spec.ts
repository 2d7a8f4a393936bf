import { describe, expect, it } from '@jest/globals';
import type { WaterClass } from './edition.js';
import { concentrationChange, type QualityChange, riverChange, sectionChange } from './quality-change.js';

describe('change of a section', () => {
  it.each<[WaterClass, WaterClass, QualityChange]>([
    [1, 2, '无明显变化'],
    [2, 1, '无明显变化'],
    [3, 3, '无明显变化'],
    [2, 3, '有所下降'],
    [4, 3, '有所好转'],
    [6, 5, '有所好转'],
    [1, 4, '明显下降'],
    [5, 3, '明显好转'],
    [6, 1, '明显好转'],
  ])('from class %i to %i: %s', (before, now, change) => {
    expect(sectionChange(before, now)).toBe(change);
  });
});

describe('change of a river', () => {
  it.each([
    ['R08', '70', '78', '8', '5', '11', '有所好转'],
    ['ten points are no change', '70', '80', '5', '5', '10', '无明显变化'],
    ['twenty points are some change', '70', '50', '5', '5', '-20', '有所下降'],
    ['beyond twenty', '70', '85', '15', '9.9', '20.1', '明显好转'],
    ['and down', '70', '60', '5', '15.1', '-20.1', '明显下降'],
  ])('%s', (_id, goodBefore, goodNow, inferiorBefore, inferiorNow, points, change) => {
    expect(
      riverChange(
        { goodShare: goodBefore, inferiorShare: inferiorBefore },
        { goodShare: goodNow, inferiorShare: inferiorNow },
      ),
    ).toEqual({ points, change });
  });
});

describe('change of a concentration', () => {
  it.each([
    ['1.2', '1.0', '20.0'],
    ['0.9', '1.2', '-25.0'],
    ['0.5', '0.5', '0.0'],
    ['0.5', '0', null],
  ])('%s after %s is %s', (now, before, percent) => {
    expect(concentrationChange(now, before)).toBe(percent);
  });
});
