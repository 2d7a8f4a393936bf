import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classGap } from './class-gap.js';
import type { WaterBody, WaterClass } from './edition.js';
import { Exact } from './rounding.js';
import { evaluateSection, type SectionValues } from './section-class.js';

const gap = (values: SectionValues, required: WaterClass, body: WaterBody = 'river') =>
  classGap(evaluateSection({ values, body, decimals: 'none' }), required, body);

describe('gap to the required class', () => {
  it('of a lake at Ⅴ that has to reach Ⅲ, by item', () => {
    const found = gap({ ph: '8', do: '4', codmn: '7.2', nh3n: '0.3', tp: '0.15' }, 3, 'lake');
    expect(found?.classes).toBe(2);
    expect(found?.items).toEqual([
      { item: 'tp', name: '总磷', value: '0.15', limit: '0.05', direction: 'fall', amount: '0.1', percent: '66.7' },
      {
        item: 'codmn',
        name: '高锰酸盐指数',
        value: '7.2',
        limit: '6',
        direction: 'fall',
        amount: '1.2',
        percent: '16.7',
      },
      { item: 'do', name: '溶解氧', value: '4', limit: '5', direction: 'rise', amount: '1', percent: '25.0' },
    ]);
  });

  it.each<[string, 'fall' | 'rise', string, string]>([
    ['9.4', 'fall', '9', '0.4'],
    ['5.5', 'rise', '6', '0.5'],
  ])('of pH %s', (ph, direction, limit, amount) => {
    expect(gap({ ph }, 3)?.items).toEqual([
      { item: 'ph', name: 'pH', value: new Exact(ph).toFixed(), limit, direction, amount, percent: null },
    ]);
  });

  it('is nothing where the class is reached, and unknown where there was no evaluation', () => {
    expect(gap({ do: '6', tp: '0.1' }, 3)).toEqual({ classes: 0, items: [] });
    expect(gap({}, 3)).toBeNull();
    expect(gap({ nh3n: '3' }, 6)).toEqual({ classes: 0, items: [] });
  });

  it('closes when the printed share is cut', () => {
    const thousandths = fc.integer({ min: 1, max: 20_000 }).map((n) => (n / 1000).toFixed(3));
    fc.assert(
      fc.property(thousandths, fc.constantFrom<WaterClass>(1, 2, 3, 4, 5), (nh3n, required) => {
        const missing = gap({ nh3n }, required)?.items[0];
        if (missing === undefined) return;
        const after = new Exact(nh3n).times(new Exact(100).minus(missing.percent as string)).div(100);
        expect(gap({ nh3n: after.toFixed() }, required)?.items).toEqual([]);
      }),
      { seed: 33 },
    );
  });
});
