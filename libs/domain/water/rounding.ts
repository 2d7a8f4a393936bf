import { Decimal } from 'decimal.js';
import type { WaterItem } from './edition.js';

/**
 * Decimal arithmetic of its own precision, so that no other part of a program can change it. Sixty digits make the
 * rounding of a mean safe: with up to a million samples a quotient is either a tie or farther from one than 1e-50.
 */
export const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -60,
  toExpPos: 60,
});
export type Exact = Decimal;

/** Which column of decimals a value is rounded to before it is compared; `none` compares it as given. */
export type DecimalsColumn = 'assess' | 'hour' | 'none';

interface ItemDecimals {
  readonly assess: number;
  /** Absent where hourly values of the item are not published. */
  readonly hour?: number;
}

/**
 * Decimals of values under assessment and of hourly values. The first rows match the displayed decimals of the national
 * publication (`assess` those of 2025, `hour` those of 2026).
 */
export const ITEM_DECIMALS: Readonly<Record<WaterItem, ItemDecimals>> = {
  ph: { assess: 0, hour: 2 },
  do: { assess: 1, hour: 2 },
  codmn: { assess: 1, hour: 2 },
  nh3n: { assess: 2, hour: 3 },
  tp: { assess: 3, hour: 3 },
  tn: { assess: 2, hour: 2 },
  cod: { assess: 1, hour: 2 },
  bod5: { assess: 1 },
  cu: { assess: 3, hour: 4 },
  zn: { assess: 3, hour: 4 },
  f: { assess: 3, hour: 4 },
  se: { assess: 4, hour: 5 },
  as: { assess: 4, hour: 5 },
  hg: { assess: 5, hour: 6 },
  cd: { assess: 5, hour: 6 },
  cr6: { assess: 3, hour: 4 },
  pb: { assess: 3, hour: 4 },
  cn: { assess: 3, hour: 4 },
  vp: { assess: 4, hour: 5 },
  oil: { assess: 2, hour: 3 },
  las: { assess: 2, hour: 3 },
  s2: { assess: 3, hour: 4 },
  fc: { assess: 0, hour: 0 },
  wt: { assess: 1, hour: 1 },
  ec: { assess: 1, hour: 1 },
  turbidity: { assess: 1, hour: 1 },
  so4: { assess: 2, hour: 2 },
  cl: { assess: 2, hour: 2 },
  no3: { assess: 2, hour: 2 },
  fe: { assess: 3, hour: 3 },
  mn: { assess: 4, hour: 4 },
};

/**
 * Rounds once, half to even (GB/T 8170-2008, 四舍六入五成双). Where a value other than zero would become zero, one
 * significant digit is kept instead: 0.0163 at one decimal is 0.02.
 */
export function roundHalfEven(value: Exact, decimals: number): Exact {
  const rounded = value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN);
  return rounded.isZero() && !value.isZero() ? value.toSignificantDigits(1, Decimal.ROUND_HALF_EVEN) : rounded;
}

/** The text of a rounded value: fixed decimals, more where one significant digit had to be kept. */
export function roundedText(value: Exact, decimals: number): string {
  const rounded = roundHalfEven(value, decimals);
  return rounded.toFixed(Math.max(decimals, rounded.decimalPlaces()));
}

/** Rounds the value of an item to its column. Without decimals in that column the value stays as given. */
export function roundItem(item: WaterItem, value: Exact, column: DecimalsColumn): { value: Exact; text: string } {
  const decimals = column === 'none' ? undefined : ITEM_DECIMALS[item][column];
  if (decimals === undefined) return { value, text: value.toFixed() };
  return { value: roundHalfEven(value, decimals), text: roundedText(value, decimals) };
}
