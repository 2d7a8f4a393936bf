import { Exact } from './rounding.js';

/** A value as it was reported: decimal text (`7.50`, `1.41E+07`, `0.025L`) or a number, whose shortest text counts. */
export type ReportedValue = string | number | null | undefined;

export interface Concentration {
  /** The value that enters means and comparisons: below detection it is half the detection limit. */
  readonly effective: Exact;
  readonly isBelowDetection: boolean;
  /** Set below detection only. */
  readonly detectionLimit: Exact | null;
}

const DECIMAL_TEXT = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(L?)$/;

/**
 * Reads a reported concentration, pH value or bacteria count. Null means there is no value: empty, `--`, `*`, text,
 * a negative number, and zero unless the source vouches for its zeros.
 *
 * A result below the detection limit is written as the limit followed by `L` (HJ/T 91-2002) and enters statistics as
 * half of it (2020 年地表水监测数据统计技术规定, point 7). A value already halved by its source carries no `L`.
 */
export function readConcentration(
  reported: ReportedValue,
  options: { readonly keepsZero?: boolean } = {},
): Concentration | null {
  if (reported === null || reported === undefined) return null;
  const match = DECIMAL_TEXT.exec(typeof reported === 'number' ? String(reported) : reported.trim());
  if (match === null) return null;
  const value = new Exact(match[1] as string);
  if (value.isNegative() && !value.isZero()) return null;
  if (value.isZero() && options.keepsZero !== true) return null;
  if (match[2] === 'L') return { effective: value.div(2), isBelowDetection: true, detectionLimit: value };
  return { effective: value, isBelowDetection: false, detectionLimit: null };
}
