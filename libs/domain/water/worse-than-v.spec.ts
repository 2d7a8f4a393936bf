import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WaterClass } from './edition.js';
import { type ExitRule, type ListPeriod, listStanding } from './worse-than-v.js';

const TARGET = 4;
const periods = (...classes: (WaterClass | null)[]): ListPeriod[] =>
  classes.map((waterClass, n) => ({
    period: `p${n + 1}`,
    waterClass,
    isCompliant: waterClass === null ? null : waterClass <= TARGET,
  }));
const COMPLIANT: ExitRule = { periods: 3, needs: 'compliant' };

describe('the list of waters worse than Ⅴ', () => {
  it.each<[string, (WaterClass | null)[], ExitRule, string, boolean, number]>([
    ['never worse', [5, 4, 3], COMPLIANT, '', false, 0],
    ['entered', [5, 6], COMPLIANT, 'p2 entered', true, 0],
    ['two good periods are not enough', [6, 4, 4], COMPLIANT, 'p1 entered', true, 2],
    ['left after three', [6, 4, 4, 3], COMPLIANT, 'p1 entered, p4 left', false, 3],
    ['class Ⅴ beyond the target begins anew', [6, 4, 4, 5, 4], COMPLIANT, 'p1 entered', true, 1],
    ['a setback begins anew', [6, 4, 4, 6, 4, 4, 4], COMPLIANT, 'p1 entered, p7 left', false, 3],
    ['dry periods neither help nor harm', [6, 4, null, 4, null, 4], COMPLIANT, 'p1 entered, p6 left', false, 3],
    ['a relapse', [6, 4, 4, 4, 6], COMPLIANT, 'p1 entered, p4 left, p5 relapsed', true, 0],
    ['by not being 劣Ⅴ alone', [6, 5, 5], { periods: 2, needs: 'notWorseThanV' }, 'p1 entered, p3 left', false, 2],
  ])('%s', (_, classes, rule, events, isListed, goodPeriods) => {
    const outcome = listStanding(periods(...classes), rule);
    expect(outcome.events.map(({ period, event }) => `${period} ${event}`).join(', ')).toBe(events);
    expect([outcome.standing.isListed, outcome.standing.goodPeriods]).toEqual([isListed, goodPeriods]);
  });

  it('has every listed water worse than Ⅴ since it last was off the list', () => {
    const classes = fc.array(fc.constantFrom<WaterClass | null>(null, 3, 4, 5, 6), { maxLength: 30 });
    fc.assert(
      fc.property(classes, fc.integer({ min: 1, max: 4 }), (given, count) => {
        const { standing, events } = listStanding(periods(...given), { periods: count, needs: 'compliant' });
        const names = events.map(({ event }) => event);
        expect(
          names.filter((event) => event !== 'left').length - names.filter((event) => event === 'left').length,
        ).toBe(standing.isListed ? 1 : 0);
        expect(names.every((event, n) => (event === 'left') === (n % 2 === 1))).toBe(true);
        if (given.at(-1) === 6) expect(standing.isListed).toBe(true);
      }),
      { seed: 6 },
    );
  });
});
