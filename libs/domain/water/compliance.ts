/** Compliance rates (达标率): who was not evaluated stands in neither numerator nor denominator, and is shown. */
import { Exact } from './rounding.js';
import { sharePercent } from './river-quality.js';

/** One section in one period, or one sample of a plant; `isCompliant` is null where nothing could be evaluated. */
export interface ComplianceOutcome {
  readonly subject: string;
  readonly period: string;
  readonly isCompliant: boolean | null;
}

export interface Compliance {
  readonly compliant: number;
  readonly evaluated: number;
  /** Not evaluated: dry, not monitored, too few rows. */
  readonly skipped: readonly { readonly subject: string; readonly period: string }[];
  /** Per cent with one decimal; null where nothing was evaluated. Never 100.0 while one is not compliant. */
  readonly rate: string | null;
}

/**
 * Rate over any outcomes. Of a quarter, or of a year by its months, it is that of all section-months together: the mean
 * of the monthly rates is another number.
 */
export function compliance(outcomes: readonly ComplianceOutcome[]): Compliance {
  const evaluated = outcomes.filter(({ isCompliant }) => isCompliant !== null);
  const compliant = evaluated.filter(({ isCompliant }) => isCompliant === true).length;
  return {
    compliant,
    evaluated: evaluated.length,
    skipped: outcomes
      .filter(({ isCompliant }) => isCompliant === null)
      .map(({ subject, period }) => ({ subject, period })),
    rate: sharePercent(compliant, evaluated.length),
  };
}

/** Shares of sections others publish averages of: 达标率, 优良比例 (Ⅰ–Ⅲ), 劣Ⅴ比例. */
export const WATER_AVERAGES = ['compliance-rate', 'good-share', 'inferior-share'] as const;
export type WaterAverage = (typeof WATER_AVERAGES)[number];

/**
 * Where a share stands to a published average of it, such as that of the province: points between the printed ones, and
 * whether the exact one is worse: below, but above for the share worse than class Ⅴ. Null without a share.
 *
 * @param average per cent, decimal text
 */
export function againstAverage(
  of: Pick<Compliance, 'compliant' | 'evaluated' | 'rate'>,
  average: string,
  measure: WaterAverage = 'compliance-rate',
): { readonly points: string; readonly isWorse: boolean } | null {
  if (of.rate === null) return null;
  const side = new Exact(of.compliant).times(100).cmp(new Exact(average).times(of.evaluated));
  return {
    points: new Exact(of.rate).minus(average).toFixed(),
    isWorse: measure === 'inferior-share' ? side > 0 : side < 0,
  };
}
