import { powerOfTen, roundRatio, scaled, unscaled } from './rounding.js';

/**
 * Percentile of daily values, HJ 663-2013 A.6: k = 1 + (n − 1)·p / 100 in the ascending series, interpolated between
 * its neighbours, rounded once to `decimals`. The values have at most `valueDecimals` digits. Throws RangeError for an
 * empty series or a percentage that is not a whole number of 0 … 100.
 */
export const percentileOf = (
  values: readonly number[],
  percent: number,
  valueDecimals: number,
  decimals: number,
): number => {
  if (values.length === 0) throw new RangeError('no values to take a percentile of');
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) throw new RangeError(`not a percentile: ${percent}`);
  const ascending = values.map((value) => scaled(value, valueDecimals)).sort((a, b) => a - b);
  const position = (ascending.length - 1) * percent;
  const index = Math.floor(position / 100);
  const lower = ascending[index] as number;
  const upper = ascending[index + 1] ?? lower;
  const hundredths = lower * 100 + (upper - lower) * (position % 100);
  return unscaled(roundRatio(hundredths * powerOfTen(decimals), 100 * powerOfTen(valueDecimals)), decimals);
};
