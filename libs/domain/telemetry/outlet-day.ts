/**
 * Limits of outlets by the time they are averaged over, and the day means those of a day are held against: GB 18918-2002
 * 4.1.4 judges by day means, GB 18485-2014 by hour and day means. Equal to the limit is within it.
 */
import { Decimal } from 'decimal.js';

export type Averaging = 'hour' | 'day';

export interface AveragedLimit {
  /** An hour where the register does not say. */
  readonly averaging?: Averaging | undefined;
}

/** Of the limits of an outlet those averaged over an hour, or over a day; one that does not say is of the hour. */
export const limitsOver = <L extends AveragedLimit>(limits: readonly L[], averaging: Averaging): L[] =>
  limits.filter((limit) => (limit.averaging ?? 'hour') === averaging);

/** Three quarters of the hours of a day: fewer make no valid day mean (有效日均值, HJ/T 356-2007). */
export const FEWEST_HOURS = 18;

export interface HourOfDay {
  readonly label: Date;
  /** Decimal text; null where the hour is absent or its mark is not normal. */
  readonly value: string | null;
}

export interface OutletDayMean {
  /** Exact; null with too few hours. */
  readonly mean: Decimal | null;
  readonly hours: number;
  /** By the flow of each hour; otherwise every hour counts the same. */
  readonly isWeighted: boolean;
}

/**
 * Mean of the hours of one factor on one day: by flow where every hour has one and any water flowed (HJ/T 356-2007), by
 * hours where not, as for gases.
 */
export const outletDayMean = (hours: readonly HourOfDay[], flow: readonly HourOfDay[]): OutletDayMean => {
  const usable = hours.flatMap(({ label, value }) => (value === null ? [] : [{ label, value: new Decimal(value) }]));
  const flowAt = new Map(flow.flatMap(({ label, value }) => (value === null ? [] : [[+label, new Decimal(value)]])));
  const weights = usable.flatMap(({ label }) => flowAt.get(+label) ?? []);
  const all = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0));
  const isWeighted = usable.length > 0 && weights.length === usable.length && all.gt(0);
  if (usable.length < FEWEST_HOURS) return { mean: null, hours: usable.length, isWeighted };
  const sum = usable.reduce(
    (total, { value }, n) => total.plus(isWeighted ? value.times(weights[n]!) : value),
    new Decimal(0),
  );
  return { mean: sum.div(isWeighted ? all : usable.length), hours: usable.length, isWeighted };
};

/** 超标倍数 of a mean above its limit, two decimals; null where it is within. */
export const multipleAbove = (mean: Decimal, limit: string): string | null =>
  mean.gt(limit) ? mean.div(limit).minus(1).toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN).toFixed() : null;
