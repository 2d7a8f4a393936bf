import { describe, expect, it } from '@jest/globals';
import {
  isOwnNetwork,
  voidActionsFor,
  voidedIn,
  type VoidAction,
  type VoidState,
  voidStep,
  withoutVoided,
} from './value-void.js';

const outcome = (state: VoidState, action: VoidAction, by: string): string => {
  const step = voidStep(state, action, by, 'a');
  return 'next' in step ? step.next : step.refusal.code;
};

describe('voiding', () => {
  it.each<[VoidState, VoidAction, string, string]>([
    ['proposed', 'confirm', 'b', 'voided'],
    ['proposed', 'confirm', 'a', 'HOUR_VOID_SAME_PERSON'],
    ['proposed', 'refuse', 'b', 'refused'],
    ['proposed', 'refuse', 'a', 'HOUR_VOID_SAME_PERSON'],
    ['proposed', 'withdraw', 'a', 'withdrawn'],
    ['proposed', 'withdraw', 'b', 'HOUR_VOID_NOT_PROPOSER'],
    ['proposed', 'propose-lift', 'b', 'HOUR_VOID_ILLEGAL_STEP'],
    ['voided', 'propose-lift', 'a', 'lift-proposed'],
    ['voided', 'propose-lift', 'b', 'lift-proposed'],
    ['voided', 'confirm', 'b', 'HOUR_VOID_ILLEGAL_STEP'],
    ['lift-proposed', 'confirm', 'b', 'lifted'],
    ['lift-proposed', 'confirm', 'a', 'HOUR_VOID_SAME_PERSON'],
    ['lift-proposed', 'refuse', 'b', 'voided'],
    ['lift-proposed', 'withdraw', 'a', 'voided'],
    ['lifted', 'confirm', 'b', 'HOUR_VOID_ILLEGAL_STEP'],
    ['refused', 'propose-lift', 'b', 'HOUR_VOID_ILLEGAL_STEP'],
    ['withdrawn', 'confirm', 'b', 'HOUR_VOID_ILLEGAL_STEP'],
  ])('%s, %s by %s: %s', (state, action, by, expected) => {
    expect(outcome(state, action, by)).toBe(expected);
  });

  it('offers each person what that person may do', () => {
    expect(voidActionsFor('proposed', 'a', 'a')).toEqual(['withdraw']);
    expect(voidActionsFor('proposed', 'b', 'a')).toEqual(['confirm', 'refuse']);
    expect(voidActionsFor('lifted', 'b', 'a')).toEqual([]);
  });

  it('is for networks of one’s own; a point of unknown level is none', () => {
    expect(isOwnNetwork('county', ['county', 'township'])).toBe(true);
    expect(isOwnNetwork('national', ['county', 'township'])).toBe(false);
    expect(isOwnNetwork(undefined, ['county'])).toBe(false);
  });

  it('covers whole spans, both ends included, and leaves other pollutants in', () => {
    const at = (hour: number): Date => new Date(Date.UTC(2026, 4, 1, hour));
    const voids = [
      { fromLabel: at(2), untilLabel: at(4), pollutants: ['O3'] as const },
      { fromLabel: at(4), untilLabel: at(5), pollutants: ['O3', 'CO'] as const },
    ];
    expect([1, 2, 4, 5, 6].map((hour) => voidedIn(voids, at(hour)))).toEqual([
      [],
      ['O3'],
      ['O3', 'CO'],
      ['O3', 'CO'],
      [],
    ]);
    expect(withoutVoided({ O3: 10, CO: 0.5, SO2: 0 }, ['O3', 'CO'])).toEqual({ SO2: 0 });
  });
});
