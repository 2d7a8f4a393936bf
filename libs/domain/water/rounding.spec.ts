import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BASIC_ITEMS } from './edition.js';
import { Exact, ITEM_DECIMALS, roundHalfEven, roundItem, roundedText } from './rounding.js';

describe('rounding half to even', () => {
  it.each([
    ['0.025', 2, '0.02'],
    ['0.035', 2, '0.04'],
    ['0.045', 2, '0.04'],
    ['0.0451', 2, '0.05'],
    ['8.5', 0, '8'],
    ['2.5', 0, '2'],
    ['0.0485', 3, '0.048'],
    ['0.0163', 1, '0.02'],
    ['0.04477', 1, '0.04'],
    ['0.01', 1, '0.01'],
    ['0', 1, '0.0'],
    ['1.959', 1, '2.0'],
    ['-0.05', 1, '-0.05'],
    ['1e-7', 2, '0.0000001'],
  ])('%s at %i decimals is %s', (value, decimals, expected) => {
    expect(roundedText(new Exact(value), decimals)).toBe(expected);
  });

  /** Reference on scaled integers: no shared code with the function under test. */
  const reference = (scaled: bigint, dropped: number): bigint => {
    const unit = 10n ** BigInt(dropped);
    const quotient = scaled / unit;
    const twice = (scaled % unit) * 2n;
    if (twice > unit || (twice === unit && quotient % 2n === 1n)) return quotient + 1n;
    return quotient;
  };

  it('agrees with integer arithmetic for any decimal', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 0, max: 6 }), (scaled, decimals) => {
        const value = new Exact(scaled.toString()).div(1_000_000);
        const expected = reference(scaled, 6 - decimals);
        const rounded = roundHalfEven(value, decimals);
        if (expected === 0n && scaled !== 0n) {
          expect(rounded.isZero()).toBe(false);
          expect(rounded.precision()).toBe(1);
        } else expect(rounded.times(10n ** BigInt(decimals) + '').toFixed()).toBe(expected.toString());
      }),
      { seed: 3838 },
    );
  });

  it('leaves a rounded value alone', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 9n),
        fc.constantFrom(...BASIC_ITEMS),
        fc.constantFrom('assess' as const, 'hour' as const, 'none' as const),
        (scaled, item, column) => {
          const once = roundItem(item, new Exact(scaled.toString()).div(1_000_000), column);
          expect(roundItem(item, new Exact(once.text), column).text).toBe(once.text);
        },
      ),
      { seed: 8170 },
    );
  });

  it('compares hourly values without a column as given', () => {
    expect(ITEM_DECIMALS.bod5.hour).toBeUndefined();
    expect(roundItem('bod5', new Exact('4.04999'), 'hour').text).toBe('4.04999');
  });
});
