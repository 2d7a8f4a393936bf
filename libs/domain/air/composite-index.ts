/**
 * Composite index (环境空气质量综合指数) of monthly and yearly rankings: the sum over six pollutants of the period's value
 * divided by its class 2 limit. Annual limits for the means of SO2, NO2, PM10 and PM2.5, daily limits for the 95th
 * percentile of CO and the 90th of the daily maximum 8-hour O3. HJ 663-2013 Annex C defines another index of the same
 * name; this is not it.
 */
import { type AirEdition, type AreaClass, type Averaging, limitOf } from './edition.js';
import type { PeriodConcentration } from './period-statistics.js';
import { type Concentrations, type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { powerOfTen, roundRatio, scaled, unscaled } from './rounding.js';

const AGAINST: PerPollutant<Averaging> = {
  SO2: 'annual',
  NO2: 'annual',
  CO: 'day',
  O3: 'day',
  PM10: 'annual',
  'PM2.5': 'annual',
};

/** Which statistic of a pollutant enters the index: the mean, the percentile of CO and O3. */
export const compositeStatistic = (pollutant: Pollutant): 'mean' | 'percentile' =>
  AGAINST[pollutant] === 'annual' ? 'mean' : 'percentile';

/** Decimals a limit or a weight of a pack may carry. */
const LIMIT_DECIMALS = 2;
const WEIGHT_DECIMALS = 2;

export interface CompositeTerm {
  readonly pollutant: Pollutant;
  readonly value: number;
  readonly limit: number;
  /** `value / limit`, times its weight; unrounded, for display. */
  readonly term: number;
}

export interface CompositeIndex {
  readonly method: 'RANKING';
  readonly edition: string;
  /** null when a pollutant is missing. */
  readonly index: number | null;
  readonly terms: readonly CompositeTerm[];
  /** Pollutants with the largest term: the period's main ones (首要污染物). Empty when a pollutant is missing. */
  readonly main: readonly Pollutant[];
  readonly missing: readonly Pollutant[];
}

/** What enters the index: means, the percentile for CO and O3. */
export const compositeValues = (period: PerPollutant<PeriodConcentration>): Concentrations => {
  const values: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of POLLUTANTS) {
    const value = period[pollutant][compositeStatistic(pollutant)];
    if (value !== null) values[pollutant] = value;
  }
  return values;
};

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestCommonDivisor(b, a % b));

/**
 * Index from rounded period values; smaller is better. It says nothing of validity: whether the period may be ranked is
 * `shortfallsOf`. Weights are 1 unless given. Throws RangeError when the edition lacks a limit it needs.
 */
export const compositeIndex = (
  values: Concentrations,
  edition: AirEdition,
  options: { readonly areaClass?: AreaClass; readonly weights?: Readonly<Partial<Record<Pollutant, number>>> } = {},
): CompositeIndex => {
  const { decimals, compositeDecimals } = edition.assessment;
  const terms: CompositeTerm[] = [];
  const exact: { numerator: bigint; denominator: bigint }[] = [];
  for (const pollutant of POLLUTANTS) {
    const limit = limitOf(edition, pollutant, AGAINST[pollutant], options.areaClass ?? 2);
    if (limit === null)
      throw new RangeError(`edition ${edition.id} has no ${AGAINST[pollutant]} limit of ${pollutant}`);
    const value = values[pollutant];
    if (value === undefined) continue;
    const weight = options.weights?.[pollutant] ?? 1;
    terms.push({ pollutant, value, limit, term: (value * weight) / limit });
    exact.push({
      numerator: BigInt(
        scaled(value, decimals.period[pollutant]) * scaled(weight, WEIGHT_DECIMALS) * powerOfTen(LIMIT_DECIMALS),
      ),
      denominator: BigInt(
        scaled(limit, LIMIT_DECIMALS) * powerOfTen(decimals.period[pollutant]) * powerOfTen(WEIGHT_DECIMALS),
      ),
    });
  }
  const missing = POLLUTANTS.filter((pollutant) => values[pollutant] === undefined);
  const common = { method: 'RANKING', edition: edition.id, terms, missing } as const;
  if (missing.length > 0) return { ...common, index: null, main: [] };

  // One common denominator: terms add up and compare exactly.
  const denominator = exact.reduce((lcm, { denominator: d }) => (lcm / greatestCommonDivisor(lcm, d)) * d, 1n);
  const numerators = exact.map((term) => term.numerator * (denominator / term.denominator));
  const sum = numerators.reduce((total, numerator) => total + numerator, 0n) * BigInt(powerOfTen(compositeDecimals));
  const divisor = greatestCommonDivisor(sum, denominator);
  const units = roundRatio(Number(sum / divisor), Number(denominator / divisor));
  const largest = numerators.reduce((most, numerator) => (numerator > most ? numerator : most));
  return {
    ...common,
    index: unscaled(units, compositeDecimals),
    main: POLLUTANTS.filter((_, index) => numerators[index] === largest),
  };
};
