import { describe, expect, it } from '@jest/globals';
import { progressAgainstTime, targetGap, targetOn, type TargetVersion } from './target.js';

describe('the version that counts', () => {
  const versions: TargetVersion[] = [
    { version: 1, from: '2026-01-01', value: 310, document: '〔2026〕3号' },
    { version: 3, from: '2026-06-01', value: 300, document: '〔2026〕41号' },
    { version: 2, from: '2026-06-01', value: 305, document: '〔2026〕40号' },
  ];
  it.each([
    ['2025-12-31', null],
    ['2026-01-01', 1],
    ['2026-05-31', 1],
    ['2026-06-01', 3],
    ['2026-12-31', 3],
  ])('on %s is %p', (on, version) => {
    expect(targetOn(versions, on)?.version ?? null).toBe(version);
    expect(targetOn([...versions].reverse(), on)?.version ?? null).toBe(version);
  });

  it('is none of no versions', () => {
    expect(targetOn([], '2026-06-01')).toBeNull();
  });
});

describe('the gap', () => {
  it.each([
    ['34', '32', 'at-most', '2', false],
    ['32', '32', 'at-most', '0', true],
    ['31.5', '32', 'at-most', '-0.5', true],
    ['80.4', '85.0', 'at-least', '-4.6', false],
    ['85.0', '85', 'at-least', '0', true],
    ['312', '311', 'at-least', '1', true],
  ] as const)('of %s to %s (%s) is %s', (value, target, direction, gap, isMet) => {
    expect(targetGap(value, target, direction)).toEqual({ gap, isMet });
  });
});

describe('progress against time', () => {
  const YEAR = { from: '2026-01-01', to: '2026-12-31' };
  it.each([
    // 146 days are exactly 40 % of 365.
    [124, 310, '2026-05-26', 0, '40.0', '40.0', false],
    [123, 310, '2026-05-26', 0, '39.7', '40.0', true],
    [109, 310, '2026-05-26', 5, '35.2', '40.0', false],
    ['108.5', 310, '2026-05-26', 5, '35.0', '40.0', false],
    [108, 310, '2026-05-26', 5, '34.8', '40.0', true],
    [0, 310, '2026-01-01', 0, '0.0', '0.3', true],
    [310, 310, '2026-12-31', 0, '100.0', '100.0', false],
    [320, 310, '2026-12-31', 0, '103.2', '100.0', false],
  ])('%p of %i on %s, margin %i', (done, target, on, margin, progressPct, timePct, lags) => {
    expect(progressAgainstTime(done, target, YEAR, on, margin)).toEqual({ progressPct, timePct, lags });
  });

  it('refuses what has no progress', () => {
    expect(() => progressAgainstTime(1, 0, YEAR, '2026-05-26', 0)).toThrow(RangeError);
    expect(() => progressAgainstTime(1, 10, YEAR, '2027-01-01', 0)).toThrow(RangeError);
    expect(() => progressAgainstTime(1, 10, YEAR, '2025-12-31', 0)).toThrow(RangeError);
  });
});
