import { type BreakpointColumn, INDEX_STEPS } from './edition.js';
import { powerOfTen, scaled } from './rounding.js';

/** `UP` is the standard (全部向上进位取整); `HALF_UP` is what the national city feed did up to 2020, for checking it. */
export type IndexRounding = 'UP' | 'HALF_UP';

/**
 * Sub-index (IAQI) of a concentration by a breakpoint column: the linear formula of HJ 633-2012 4.2 and HJ 633-2026
 * 4.2.4 in whole numbers. The concentration is first rounded to `decimals` (HJ 633-2026 4.2.2), half to even. Returns
 * null where the column gives no sub-index. Throws RangeError for a negative or non-finite concentration: such a value
 * is invalid and has to be left out before.
 */
export const subIndexOf = (
  concentration: number,
  column: BreakpointColumn,
  decimals: number,
  rounding: IndexRounding = 'UP',
): number | null => {
  if (!(concentration >= 0)) throw new RangeError(`not a concentration: ${concentration}`);
  const scale = powerOfTen(decimals);
  const value = scaled(concentration, decimals);
  const { concentrations } = column;
  let low = 0;
  for (let step = 1; step < concentrations.length; step += 1) {
    const high = (concentrations[step] as number) * scale;
    if (value <= high) {
      const lowIndex = INDEX_STEPS[step - 1] as number;
      const numerator = ((INDEX_STEPS[step] as number) - lowIndex) * (value - low);
      const range = high - low;
      // Both operands are small whole numbers: the quotient is exact when it is whole and never crosses one otherwise.
      const part = rounding === 'UP' ? Math.ceil(numerator / range) : Math.floor((2 * numerator + range) / (2 * range));
      return lowIndex + part;
    }
    low = high;
  }
  return column.above;
};
