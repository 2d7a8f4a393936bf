import { describe, expect, it } from '@jest/globals';
import type { WaterClass } from './edition.js';
import { periodMeans } from './period-mean.js';
import { meansOverSections, riverShares, sharePercent } from './river-quality.js';
import { evaluateSection } from './section-class.js';

const classes = (good: number, inferior: number, total: number): (WaterClass | null)[] => [
  ...Array<WaterClass>(good).fill(3),
  ...Array<WaterClass>(inferior).fill(6),
  ...Array<WaterClass>(total - good - inferior).fill(4),
];

describe('quality of a river', () => {
  it.each([
    ['exactly five sections', 4, 1, 5, '80.0', '20.0', '良好'],
    ['R01', 9, 0, 10, '90.0', '0.0', '优'],
    ['R02', 15, 0, 20, '75.0', '0.0', '良好'],
    ['R03', 14, 3, 20, '70.0', '15.0', '轻度污染'],
    ['R04', 14, 4, 20, '70.0', '20.0', '中度污染'],
    ['R05', 5, 4, 10, '50.0', '40.0', '重度污染'],
    ['R06', 6, 4, 10, '60.0', '40.0', '重度污染'],
  ])('%s: %i Ⅰ–Ⅲ and %i 劣Ⅴ of %i', (_id, good, inferior, total, goodShare, inferiorShare, word) => {
    expect(riverShares([...classes(good, inferior, total), null])).toMatchObject({
      evaluated: total,
      goodShare,
      inferiorShare,
      word,
    });
  });

  it('decides by the exact share, and prints none that would say otherwise', () => {
    const shares = riverShares(classes(1799, 0, 2000));
    expect([shares?.goodShare, shares?.word]).toEqual(['89.9', '良好']);
    const inferior = riverShares(classes(0, 3999, 20_000));
    expect([inferior?.inferiorShare, inferior?.word]).toEqual(['19.9', '轻度污染']);
  });

  it('takes the mean of a lake over time first, then over its points', () => {
    const points = [[{ tp: '0.02' }, { tp: '0.04' }], [{ tp: '0.09' }]];
    const ofPoints = points.map((samples) => periodMeans(samples, 'none').values);
    expect(meansOverSections(ofPoints, 'assess').values.tp).toBe('0.060');
    expect(meansOverSections(points.flat(), 'assess').values.tp).toBe('0.050');
  });

  it('R07: fewer than five sections are averaged', () => {
    const section = { ph: '7', do: '7', codmn: '3', tp: '0.08' };
    const sections = ['0.5', '0.5', '0.5', '3.3'].map((nh3n) => ({ ...section, nh3n }));
    expect(riverShares([2, 2, 2, 6])).toBeNull();
    const means = meansOverSections(sections, 'assess');
    expect(means.values.nh3n).toBe('1.20');
    const river = evaluateSection({ values: means.values, body: 'river', decimals: 'none' });
    expect([river.waterClass, river.word]).toEqual([4, '轻度污染']);
  });

  it.each([
    ['C01 April', 47, 60, '78.3'],
    ['C01 May', 48, 60, '80.0'],
    ['C01 June', 45, 60, '75.0'],
    ['C01 quarter, pooled', 140, 180, '77.8'],
    ['C02 one section dry', 8, 9, '88.9'],
    ['no section at all', 0, 0, null],
    ['one of two thousand fails', 1999, 2000, '99.9'],
    ['all comply', 2000, 2000, '100.0'],
    ['a half goes to the even digit', 1, 16, '6.2'],
  ])('%s: %i of %i', (_id, part, whole, expected) => {
    expect(sharePercent(part, whole)).toBe(expected);
  });
});
