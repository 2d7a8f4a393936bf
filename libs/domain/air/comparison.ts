/** Comparisons with limits and with other periods, from rounded published values (HJ 663-2013 6.3, A.4). */
import { type AirEdition, type AreaClass, type Averaging, limitOf } from './edition.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';
import { powerOfTen, roundRatio, scaled, unscaled } from './rounding.js';

/** Digits carried by published values: enough for every statistic of an edition and for shares in percent. */
const VALUE_DECIMALS = 4;
const CHANGE_DECIMALS = 1;
const MULTIPLE_DECIMALS = 2;

export interface LimitComparison {
  readonly pollutant: Pollutant;
  readonly value: number;
  readonly limit: number;
  readonly isOver: boolean;
  /** Exceedance multiple (超标倍数), value over limit minus one; null when not over. */
  readonly multiple: number | null;
}

/** Each pollutant that has both a value and a limit of that averaging time, against the limit of GB 3095. */
export const againstLimits = (
  values: Concentrations,
  edition: AirEdition,
  averaging: Averaging,
  areaClass: AreaClass = 2,
): LimitComparison[] =>
  POLLUTANTS.flatMap((pollutant) => {
    const value = values[pollutant];
    const limit = limitOf(edition, pollutant, averaging, areaClass);
    if (value === undefined || limit === null) return [];
    const over = scaled(value, VALUE_DECIMALS) - scaled(limit, VALUE_DECIMALS);
    const multiple = roundRatio(over * powerOfTen(MULTIPLE_DECIMALS), scaled(limit, VALUE_DECIMALS));
    return [
      { pollutant, value, limit, isOver: over > 0, multiple: over > 0 ? unscaled(multiple, MULTIPLE_DECIMALS) : null },
    ];
  });

/** Change against an earlier value in percent, for concentrations and indices; null when the earlier one is 0. */
export const changePercent = (current: number, earlier: number): number | null => {
  const base = scaled(earlier, VALUE_DECIMALS);
  if (base <= 0) return null;
  const change = (scaled(current, VALUE_DECIMALS) - base) * 100 * powerOfTen(CHANGE_DECIMALS);
  return unscaled(roundRatio(change, base), CHANGE_DECIMALS);
};

/** Change of a share in percentage points (百分点). */
export const changePoints = (currentPercent: number, earlierPercent: number): number =>
  unscaled(
    roundRatio(
      (scaled(currentPercent, VALUE_DECIMALS) - scaled(earlierPercent, VALUE_DECIMALS)) * powerOfTen(CHANGE_DECIMALS),
      powerOfTen(VALUE_DECIMALS),
    ),
    CHANGE_DECIMALS,
  );

/** Figures others publish averages of; of all but the share of good days less is better. */
export const AIR_AVERAGES = ['good-day-percent', 'composite-index', ...POLLUTANTS] as const;
export type AirAverage = (typeof AIR_AVERAGES)[number];

/** Where an own figure stands to a published average of it: own less theirs in the unit of the figure, and whether it is worse. */
export const againstAirAverage = (
  own: number,
  average: number,
  measure: AirAverage,
): { readonly difference: number; readonly isWorse: boolean } => {
  const difference = scaled(own, VALUE_DECIMALS) - scaled(average, VALUE_DECIMALS);
  return {
    difference: unscaled(difference, VALUE_DECIMALS),
    isWorse: measure === 'good-day-percent' ? difference < 0 : difference > 0,
  };
};
