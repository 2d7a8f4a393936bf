import { describe, expect, it } from '@jest/globals';
import { groupFigures, type GroupSection } from './section-group.js';

const NH3N: Readonly<Record<number, string>> = { 1: '0.1', 2: '0.4', 3: '0.9', 4: '1.3', 5: '1.8', 6: '2.5' };
const valuesOf = (waterClass: number | null | undefined) =>
  waterClass ? { ph: '7', do: '8', nh3n: NH3N[waterClass] ?? null, tp: '0.02' } : null;
const sections = (
  now: readonly (number | null)[],
  before: readonly (number | null)[] = [],
  more: Partial<GroupSection> = {},
): GroupSection[] =>
  now.map((waterClass, n) => ({
    id: `s${n + 1}`,
    body: 'river',
    target: 3,
    values: valuesOf(waterClass),
    absence: null,
    valuesBefore: valuesOf(before[n]),
    ...more,
  }));

describe('sections together', () => {
  it('R03: from five on by the shares of their classes', () => {
    const figures = groupFigures(sections([...Array<number>(14).fill(3), 6, 6, 6, 4, 4, 4]));
    expect(figures).toMatchObject({
      goodShare: '70.0',
      inferiorShare: '15.0',
      summary: { method: 'shares', word: '轻度污染', waterClass: null, means: null },
      attainment: { compliant: 14, evaluated: 20, rate: '70.0' },
    });
  });

  it('R07: below five by their means, which are told', () => {
    const few = sections([2, 2, 2, 2]).map((one, n) => ({
      ...one,
      values: { ...one.values, nh3n: n === 3 ? '3.3' : '0.5' },
    }));
    expect(groupFigures(few).summary).toMatchObject({
      method: 'means',
      waterClass: 4,
      word: '轻度污染',
      means: { nh3n: '1.20' },
    });
  });

  it('C02: leave a dry section out of numerator and denominator', () => {
    const ten = sections([3, 3, 3, 3, 3, 3, 3, 3, 5, null]).map((one) =>
      one.values === null ? { ...one, absence: 'dry' as const } : one,
    );
    expect(groupFigures(ten)).toMatchObject({
      attainment: { compliant: 8, evaluated: 9, rate: '88.9', skipped: [{ subject: 's10' }] },
      summary: { notEvaluated: [{ id: 's10', state: 'dry' }] },
    });
  });

  it('R08: are compared over those evaluated both times, in percentage points', () => {
    // Of ten compared seven were good and one 劣Ⅴ, now eight and none; the eleventh has no past.
    const before = [3, 3, 3, 3, 3, 3, 3, 4, 4, 6, null];
    const now = [3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 6];
    expect(groupFigures(sections(now, before)).change).toEqual({
      change: '有所好转',
      points: '20',
      compared: 10,
      goodShareBefore: '70.0',
      inferiorShareBefore: '10.0',
    });
    expect(groupFigures(sections([2, 5], [2, 3])).change).toMatchObject({ points: null, compared: 2 });
    expect(groupFigures(sections([2, 5])).change).toBeNull();
  });

  it('are one lake where they are its points, however many', () => {
    const points = sections([1, 1, 1, 1, 1, 1], [], { body: 'lake' });
    expect(groupFigures(points).summary.method).toBe('shares');
    expect(groupFigures(points, { isOneLake: true }).summary).toMatchObject({ method: 'means', evaluated: 6 });
  });
});
