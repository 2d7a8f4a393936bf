/** Percentages as papers print them (`percentage.ts`), without a last zero behind the point. */
import { exactly, percentText, pointsApart } from '#libs/domain/assessment/percentage.js';

const short = (printed: string): string => printed.replace(/\.0$/, '').replace(/^-0$/, '0');

/** Percent with at most one decimal, half to even: `15.0` as `15`, `99.96` as `99.9`, never up to 100. */
export const shortPercent = (decimal: string): string => short(percentText(decimal, 100)!);

/**
 * Percentage points behind a plan, at most one decimal; negative when ahead. They are those between the plan and the work
 * as printed, as on the weekly sheet: 33.36 planned and 20.04 done stand as 33.4 and 20, and are 13.4 apart.
 */
export const pointsBehind = ({
  plannedPct,
  lagPoints,
}: {
  readonly plannedPct: string;
  readonly lagPoints: string;
}): string => short(pointsApart(exactly(plannedPct).minus(exactly(lagPoints)).toFixed(), plannedPct));
