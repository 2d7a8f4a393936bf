import { pointsApart } from '#libs/domain/assessment/percentage.js';

/**
 * Amounts are exact decimal text in 万元. They are only grouped here, and their trailing zeros left out beyond two places;
 * no arithmetic.
 */
export const moneyText = (amount: string): string => {
  const [whole = '0', fraction = ''] = amount.replace(/^-/, '').split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${amount.startsWith('-') ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${kept}`;
};

/**
 * Percentage points a payment is behind what is expected, between both as the page prints them; `0` when it is not behind,
 * null without a budget.
 */
export const pointsBehindLine = ({
  expectedPct,
  executionRate,
}: {
  readonly expectedPct: string | null;
  readonly executionRate: string | null;
}): string | null => {
  if (expectedPct === null || executionRate === null) return null;
  const points = pointsApart(executionRate, expectedPct);
  return Number(points) > 0 ? points : '0';
};
