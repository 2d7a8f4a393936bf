import { describe, expect, it } from '@jest/globals';
import type { WaterClass } from './edition.js';
import { outboundStanding } from './outbound-section.js';

describe('an outbound section that has to keep class Ⅱ', () => {
  it.each<[string, (WaterClass | null)[], WaterClass | null, string[], boolean, boolean | null]>([
    ['keeps it', [1, 2, 2], 2, [], false, true],
    ['breaks it once, while the year holds', [2, 3, 2], 2, ['p2'], false, true],
    ['is broken now', [2, 2, 3], 2, ['p3'], true, true],
    ['is broken still where the newest period is dry', [2, 3, null], 2, ['p2'], true, true],
    ['breaks it over the year', [3, 3, 4], 3, ['p1', 'p2', 'p3'], true, false],
    ['was never evaluated', [null], null, [], false, null],
  ])('%s', (_, classes, year, breaches, isBroken, holdsOverYear) => {
    const standing = outboundStanding(
      2,
      classes.map((waterClass, n) => ({ period: `p${n + 1}`, waterClass })),
      year,
    );
    expect(standing.breaches.map(({ period }) => period)).toEqual(breaches);
    expect([standing.isBroken, standing.holdsOverYear]).toEqual([isBroken, holdsOverYear]);
  });
});
