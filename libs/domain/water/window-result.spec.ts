import { describe, expect, it } from '@jest/globals';
import { windowResult, windowState } from './window-result.js';

describe('a result over any days', () => {
  it.each([
    ['2026-07-14', null, 'provisional'],
    ['2026-07-14', '2026-06', 'provisional'],
    ['2026-07-14', '2026-07', 'final'],
    ['2026-07-31', '2026-07', 'final'],
    ['2026-08-01', '2026-07', 'provisional'],
  ])('up to %s, months closed through %s: %s', (to, closedThrough, state) => {
    expect(windowState({ from: '2026-07-01', to }, closedThrough)).toBe(state);
  });

  const rows = ['2026-07-01T08:00:00+08:00', '2026-07-02T08:00:00+08:00'].map((at, n) => ({
    at: new Date(at),
    values: { do: '6', nh3n: n === 0 ? '0.9' : '1.2' },
  }));
  const options = { body: 'river', target: 3, closedThrough: null, decimals: 'assess' } as const;

  it('has the class of its means, held against the target, and says how many days it rests on', () => {
    const result = windowResult(rows, { from: '2026-07-01', to: '2026-07-14' }, options);
    expect(result).toMatchObject({
      state: 'provisional',
      means: { values: { nh3n: '1.05' } },
      evaluation: { waterClass: 4 },
      comparison: { isCompliant: false, exceedingItems: [{ name: '氨氮', multiple: '0.05' }] },
      coverage: { days: 2, expected: 14 },
    });
  });

  it('follows the limits of lakes for a lake, and compares with no target where there is none', () => {
    const window = { from: '2026-07-01', to: '2026-07-01' };
    const row = { at: new Date('2026-07-01T08:00:00+08:00'), values: { tp: '0.06' } };
    const of = (body: 'river' | 'lake') => windowResult([row], window, { ...options, body, target: null });
    expect([of('river').evaluation.waterClass, of('lake').evaluation.waterClass]).toEqual([2, 4]);
    expect(of('lake').comparison).toBeNull();
    expect(windowResult([], window, options).comparison?.isCompliant).toBeNull();
  });
});
