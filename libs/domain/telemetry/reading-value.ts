import { Decimal } from 'decimal.js';

/** Why a value is not taken. The rest of its packet or row is. */
export type ValueRefusal = 'NOT_A_NUMBER' | 'NEGATIVE' | 'TOO_LARGE' | 'FACTOR_UNREADABLE';

export interface RefusedValue {
  /** Factor code, with the sub-key where there is one: `w01018-Avg`. */
  readonly factor: string;
  readonly raw: string;
  readonly reason: ValueRefusal;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/;
/** N14.2 with sign and point is the longest number of HJ 212; a few digits more do no harm. */
const LONGEST_NUMBER = 32;
const NO_PLACEHOLDERS: readonly string[] = [];
/** Marks feeds and loggers write where there is no value. */
const ABSENT = new Set(['', '-', '--', '—', '****', '/', '*', 'NA', 'N/A', 'null', 'NULL']);
/** No factor of HJ 524 or HJ 525 comes near; beyond it a logger shows an error code or overflowed. */
export const LARGEST_VALUE = 1e12;

/** Meteorology and water temperature may be below zero; concentrations, flows and indices may not. */
export const mayBeNegative = (factor: string): boolean => /^a01/.test(factor) || factor === 'w01010';

/**
 * A value as it was sent: its trimmed text when it is a number to take, null when there is none, or why it is refused.
 * Negative concentrations are invalid (HJ 212 allows the sign, GB 3838 and GB 3095 evaluation does not).
 *
 * @param placeholders numbers its device sends where it has no value, such as `-9999`: there is none then
 */
export const readValue = (
  factor: string,
  raw: string | undefined,
  placeholders: readonly string[] = NO_PLACEHOLDERS,
): { readonly text: string } | { readonly refused: ValueRefusal } | null => {
  const text = raw === undefined ? '' : raw.trim();
  if (text.length > LONGEST_NUMBER || !NUMBER.test(text)) return ABSENT.has(text) ? null : { refused: 'NOT_A_NUMBER' };
  const value = Number(text);
  if (placeholders.length > 0 && placeholders.some((one) => Number(one) === value)) return null;
  if (Math.abs(value) > LARGEST_VALUE) return { refused: 'TOO_LARGE' };
  if (value < 0 && !mayBeNegative(factor)) return { refused: 'NEGATIVE' };
  return { text };
};

/** Thousandths between the units of a mass in a volume. */
const MASS_UNITS: Readonly<Record<string, number>> = { 'ng/m3': -3, 'µg/m3': 0, 'mg/m3': 3, 'g/m3': 6 };

const plainUnit = (unit: string): string => unit.trim().replaceAll('³', '3').replaceAll('μ', 'µ').replace(/^ug/, 'µg');

/**
 * A mass concentration in another unit, exactly, as plain decimal text; null where one of the units is not known. HJ 212
 * packets carry no units: they stand in the device's profile.
 */
export const convertMass = (text: string, from: string, to: string): string | null => {
  const [source, target] = [MASS_UNITS[plainUnit(from)], MASS_UNITS[plainUnit(to)]];
  if (source === undefined || target === undefined) return null;
  return source === target ? text : new Decimal(text).times(new Decimal(10).pow(source - target)).toFixed();
};
