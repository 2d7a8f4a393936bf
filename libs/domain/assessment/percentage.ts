/**
 * Shares compared exactly and printed without lying: the printed figure never stands on the other side of a line than
 * the exact one: 99.96 % never prints as 100 %, nor 29.9993 % as 30.0.
 */
import { Decimal } from 'decimal.js';

/** Exact decimal as text, e.g. `449.99`. */
export type DecimalText = string;
/** A count (whole number) or an exact decimal as text. Never a float. */
export type Quantity = number | DecimalText;

/** Sixty digits hold every product of two amounts exactly. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN });

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Throws RangeError for a float, or for text that is no plain decimal. */
export const exactly = (quantity: Quantity): Decimal => {
  if (typeof quantity === 'number' ? !Number.isSafeInteger(quantity) : !DECIMAL.test(quantity))
    throw new RangeError(`not an exact number: ${quantity}`);
  return new Exact(quantity);
};

/** The shortest plain decimal text of a value: no exponent, no trailing zeros. */
export const textOf = (value: Decimal): DecimalText => value.toFixed();

export const sumOf = (quantities: readonly Quantity[]): DecimalText =>
  textOf(quantities.reduce((sum: Decimal, quantity) => sum.plus(exactly(quantity)), new Exact(0)));

/** -1, 0 or 1 as the first is below, equal to or above the second. */
export const compare = (a: Quantity, b: Quantity): -1 | 0 | 1 => exactly(a).cmp(exactly(b)) as -1 | 0 | 1;

/** Where `part / whole` stands to a line in percent, without dividing: -1 below, 0 exactly on it, 1 above. */
export const compareShare = (part: Quantity, whole: Quantity, linePercent: Quantity): -1 | 0 | 1 => {
  const whole_ = exactly(whole);
  if (!whole_.isPositive() || whole_.isZero()) throw new RangeError(`not a whole: ${whole}`);
  return exactly(part).times(100).cmp(exactly(linePercent).times(whole_)) as -1 | 0 | 1;
};

/** "At or above the line" counts as reached: 30.0 reaches 30, 29.9993 does not. */
export const reaches = (part: Quantity, whole: Quantity, linePercent: Quantity): boolean =>
  compareShare(part, whole, linePercent) >= 0;

/**
 * `part / whole` in percent as printed: half to even (GB/T 8170-2008) to `decimals` places, but one step lower when rounding alone would carry
 * it onto or over one of the lines it has not reached. 100 is always a line. Null for an empty whole (no task, no money).
 */
export const percentText = (
  part: Quantity,
  whole: Quantity,
  options: { readonly decimals?: number; readonly lines?: readonly Quantity[] } = {},
): DecimalText | null => {
  const { decimals = 1, lines = [] } = options;
  const whole_ = exactly(whole);
  if (whole_.isNegative()) throw new RangeError(`not a whole: ${whole}`);
  if (whole_.isZero()) return null;
  const step = new Exact(10).pow(-decimals);
  let printed = exactly(part).times(100).div(whole_).toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN);
  for (const line of [...lines, 100]) {
    if (!reaches(part, whole, line) && printed.gte(exactly(line))) printed = printed.minus(step);
  }
  return printed.toFixed(decimals);
};

/** Points from one percentage to another as printed, so that whoever subtracts the printed numbers finds the same. */
export const pointsApart = (from: Quantity, to: Quantity): DecimalText =>
  exactly(percentText(to, 100)!)
    .minus(exactly(percentText(from, 100)!))
    .toFixed(1);
