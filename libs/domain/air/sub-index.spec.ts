import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BreakpointColumn, INDEX_STEPS } from './edition.js';
import { CN_2012_AMENDED, CN_2026_TRANSITION, NATIONAL_EDITIONS } from './national-editions.js';
import { POLLUTANTS } from './pollutant.js';
import { subIndexOf } from './sub-index.js';

const SEED = { seed: 633 };
const columns = NATIONAL_EDITIONS.flatMap(({ id, index }) =>
  (['hour', 'day'] as const).flatMap((report) =>
    POLLUTANTS.map((pollutant) => ({
      name: `${id} ${report} ${pollutant}`,
      column: index[report][pollutant],
      decimals: index.inputDecimals[pollutant],
    })),
  ),
);

/** The formula in exact fractions. */
const exactSubIndex = (units: number, { concentrations, above }: BreakpointColumn, scale: number): number | null => {
  for (let step = 1; step < concentrations.length; step += 1) {
    const [low, high] = [BigInt(concentrations[step - 1]! * scale), BigInt(concentrations[step]! * scale)];
    if (BigInt(units) > high) continue;
    const [from, to] = [BigInt(INDEX_STEPS[step - 1]!), BigInt(INDEX_STEPS[step]!)];
    const numerator = (to - from) * (BigInt(units) - low);
    return Number(from + (numerator + high - low - 1n) / (high - low));
  }
  return above;
};

describe.each(columns)('$name', ({ column, decimals }) => {
  const scale = 10 ** decimals;
  const top = column.concentrations.at(-1)! * scale;

  it('gives every breakpoint its index exactly', () => {
    column.concentrations.forEach((concentration, step) => {
      expect(subIndexOf(concentration, column, decimals)).toBe(INDEX_STEPS[step]);
    });
    expect(subIndexOf((top + 1) / scale, column, decimals)).toBe(column.above);
  });

  it('is the formula in exact fractions for every value, and never falls', () => {
    let before = 0;
    const wrong: number[] = [];
    for (let units = 0; units <= top; units += 1) {
      const subIndex = subIndexOf(units / scale, column, decimals) as number;
      if (subIndex !== exactSubIndex(units, column, scale) || subIndex < before) wrong.push(units);
      before = subIndex;
    }
    expect(wrong).toEqual([]);
  });
});

describe('sub-index', () => {
  it('rounds up where binary fractions would go one too far', () => {
    expect(subIndexOf(2.2, CN_2026_TRANSITION.index.day.CO, 1)).toBe(55);
  });

  it('can round half up, as the national city feed did', () => {
    const column = CN_2012_AMENDED.index.hour['PM2.5'];
    expect(subIndexOf(139, column, 0, 'HALF_UP')).toBe(184);
    expect(subIndexOf(139, column, 0, 'UP')).toBe(185);
    const [half, low] = [
      { concentrations: [0, 100], above: null },
      { concentrations: [0, 200], above: null },
    ];
    expect(subIndexOf(1, half, 0, 'HALF_UP')).toBe(1);
    expect(subIndexOf(1, low, 0, 'HALF_UP')).toBe(0);
    expect(subIndexOf(1, low, 0, 'UP')).toBe(1);
  });

  it('never depends on digits that input rounding drops', () => {
    const column = CN_2026_TRANSITION.index.day['PM2.5'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -49, max: 49 }), (whole, hundredths) => {
        fc.pre(whole > 0 || hundredths >= 0);
        expect(subIndexOf((whole * 100 + hundredths) / 100, column, 0)).toBe(subIndexOf(whole, column, 0));
      }),
      SEED,
    );
  });

  it.each([-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (value) => {
    expect(() => subIndexOf(value, CN_2026_TRANSITION.index.day.SO2, 0)).toThrow(RangeError);
  });
});
