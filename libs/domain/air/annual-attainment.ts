/**
 * Whether an area attained the limits in a year: HJ 663-2013 5.1, 6.2 and A.4. A pollutant attains with both its annual
 * mean and its percentile within the limits, CO and O3 with the percentile alone; the area attains with all six. An item
 * that is missing or not valid leaves the area not attained, by name.
 */
import { type AirEdition, type AreaClass, limitOf } from './edition.js';
import type { PeriodConcentration, Shortfall } from './period-statistics.js';
import { type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { roundHalfEven } from './rounding.js';

/** Decimals a margin needs: as many as any statistic has. */
const MARGIN_DECIMALS = 4;

export interface AttainmentItem {
  readonly pollutant: Pollutant;
  readonly statistic: 'mean' | 'percentile';
  /** null when there is none. */
  readonly value: number | null;
  readonly limit: number;
  /** Limit minus value: what may still be added before the item fails; negative when it has failed, null without a value. */
  readonly margin: number | null;
}

export interface AnnualAttainment {
  readonly edition: string;
  readonly isAttained: boolean;
  readonly items: readonly AttainmentItem[];
  readonly failed: readonly AttainmentItem[];
  /** Pollutants without a value or with too few valid days. */
  readonly invalid: readonly Pollutant[];
}

/**
 * Verdict of a year from its rounded statistics. `shortfalls` are those of the twelve months and the year. Before the year
 * has ended it says how things stand and how much room is left.
 */
export const annualAttainment = (
  year: PerPollutant<PeriodConcentration>,
  shortfalls: readonly Shortfall[],
  edition: AirEdition,
  areaClass: AreaClass = 2,
): AnnualAttainment => {
  const items = POLLUTANTS.flatMap((pollutant) =>
    (['mean', 'percentile'] as const).flatMap((statistic): AttainmentItem[] => {
      const limit = limitOf(edition, pollutant, statistic === 'mean' ? 'annual' : 'day', areaClass);
      if (limit === null) return [];
      const value = year[pollutant][statistic];
      const margin = value === null ? null : roundHalfEven(limit - value, MARGIN_DECIMALS);
      return [{ pollutant, statistic, value, limit, margin }];
    }),
  );
  const failed = items.filter(({ margin }) => margin !== null && margin < 0);
  const invalid = POLLUTANTS.filter(
    (pollutant) =>
      shortfalls.some((one) => one.pollutant === pollutant) ||
      items.some((one) => one.pollutant === pollutant && one.value === null),
  );
  return { edition: edition.id, isAttained: failed.length === 0 && invalid.length === 0, items, failed, invalid };
};
