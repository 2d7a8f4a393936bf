/**
 * Rounding by GB/T 8170 (四舍六入五成双): a dropped part of exactly one half goes to the even digit, and nothing is ever
 * rounded in two steps. Work is done in whole numbers of the last kept digit, so no binary fraction decides a tie.
 */

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

/** Below this product the error of one multiplication stays far under `NEAR_TIE`. */
const FAST_LIMIT = 1e9;
const NEAR_TIE = 1e-6;

/** 10 to the power of a number of decimals, 0 … 6. */
export const powerOfTen = (decimals: number): number => {
  const power = POWERS[decimals];
  if (power === undefined) throw new RangeError(`decimals not supported: ${decimals}`);
  return power;
};

/** `numerator / denominator` to the nearest whole number, ties to even. Safe integers only, denominator above 0. */
export const roundRatio = (numerator: number, denominator: number): number => {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0) {
    throw new RangeError(`not a ratio of whole numbers: ${numerator} / ${denominator}`);
  }
  const rest = ((numerator % denominator) + denominator) % denominator;
  const floor = (numerator - rest) / denominator;
  // Compared as `rest` against `denominator - rest`: doubling could leave the safe range.
  const above = denominator - rest;
  return rest > above || (rest === above && floor % 2 !== 0) ? floor + 1 : floor;
};

/** The decimal text of a number decides exactly where the product with a power of ten cannot. */
const scaledFromText = (value: number, decimals: number): number => {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) + decimals - fraction.length;
  const digits = BigInt(whole + fraction);
  let rounded: bigint;
  if (shift >= 0) {
    rounded = digits * 10n ** BigInt(shift);
  } else {
    const unit = 10n ** BigInt(-shift);
    const rest = digits % unit;
    rounded = digits / unit;
    if (2n * rest > unit || (2n * rest === unit && rounded % 2n === 1n)) rounded += 1n;
  }
  const scaled = Number(rounded);
  if (!Number.isSafeInteger(scaled)) throw new RangeError(`too large to round: ${value}`);
  return value < 0 ? -scaled || 0 : scaled;
};

/**
 * A decimal number, taken as it prints, in whole units of its last kept digit: `scaled(2.05, 1)` is 20, as 2.05 ends in
 * an exact half. Throws RangeError for what is not a finite number.
 */
export const scaled = (value: number, decimals: number): number => {
  const product = value * powerOfTen(decimals);
  if (product > -FAST_LIMIT && product < FAST_LIMIT) {
    const floor = Math.floor(product);
    const rest = product - floor;
    if (rest < 0.5 - NEAR_TIE) return floor;
    if (rest > 0.5 + NEAR_TIE) return floor + 1;
  }
  if (!Number.isFinite(value)) throw new RangeError(`not a number to round: ${value}`);
  return scaledFromText(value, decimals);
};

/** The number that prints as `units` of the last of `decimals` digits. */
export const unscaled = (units: number, decimals: number): number => units / powerOfTen(decimals);

/** Half to even on the decimal as it prints. */
export const roundHalfEven = (value: number, decimals: number): number => unscaled(scaled(value, decimals), decimals);

/**
 * Mean of decimals that are given with at most `valueDecimals` digits, rounded once to `decimals`. Throws RangeError for
 * an empty list.
 */
export const roundedMean = (values: readonly number[], valueDecimals: number, decimals: number): number => {
  let sum = 0;
  for (const value of values) sum += scaled(value, valueDecimals);
  return unscaled(roundRatio(sum * powerOfTen(decimals), values.length * powerOfTen(valueDecimals)), decimals);
};

/**
 * `part / whole` in percent, rounded once, half to even; null when there is no whole. Both whole numbers. Ratios of days are
 * statistics of the air (HJ 663: rounded by GB/T 8170, and the rounded one enters the next), so, unlike `percentText`, this
 * one may come to a line it has not reached: targets are judged by the rounded ratio (`daysNeededFor`).
 */
export const roundedPercent = (part: number, whole: number, decimals: number): number | null =>
  whole === 0 ? null : unscaled(roundRatio(part * 100 * powerOfTen(decimals), whole), decimals);
