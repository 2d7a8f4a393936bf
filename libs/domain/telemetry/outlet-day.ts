/**
 * Day means of outlets, and the limits of a day they are held against: GB 18918-2002 4.1.4 judges by day means, GB 18485-2014
 * by hour and day means. Equal to the limit is within it.
 */
import { Decimal } from 'decimal.js';

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

/** What is discharged: codes of HJ 212 begin with `a` for waste gas, with `w` for waste water. */
export const mediumOf = (factor: string): 'gas' | 'water' => (factor.startsWith('a') ? 'gas' : 'water');

/**
 * Mean of the hours of one factor on one day: by flow where every hour has one and any water flowed (HJ/T 356-2007), by
 * hours where not, as for gases. Fewer usable hours than `fewestHours` make none.
 */
export const outletDayMean = (
  hours: readonly HourOfDay[],
  flow: readonly HourOfDay[],
  fewestHours: number,
): OutletDayMean => {
  const usable = hours.flatMap(({ label, value }) => (value === null ? [] : [{ label, value: new Decimal(value) }]));
  const flowAt = new Map(flow.flatMap(({ label, value }) => (value === null ? [] : [[+label, new Decimal(value)]])));
  const weights = usable.flatMap(({ label }) => flowAt.get(+label) ?? []);
  const all = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0));
  const isWeighted = usable.length > 0 && weights.length === usable.length && all.gt(0);
  if (usable.length === 0 || usable.length < fewestHours) return { mean: null, hours: usable.length, isWeighted };
  const sum = usable.reduce(
    (total, { value }, n) => total.plus(isWeighted ? value.times(weights[n]!) : value),
    new Decimal(0),
  );
  return { mean: sum.div(isWeighted ? all : usable.length), hours: usable.length, isWeighted };
};

export interface HeldMean {
  /** As it is reported, and as it is judged. */
  readonly mean: string;
  /** 超标倍数; null where the mean is within its limit. */
  readonly multiple: string | null;
}

const MULTIPLE_DECIMALS = 2;

/** Two decimals, or as many as it takes to show that it is more than nothing. */
const multipleOf = (mean: Decimal, limit: Decimal): string => {
  const exact = mean.div(limit).minus(1);
  const rounded = exact.toDecimalPlaces(MULTIPLE_DECIMALS, Decimal.ROUND_HALF_EVEN);
  return (rounded.isZero() ? exact.toSignificantDigits(1, Decimal.ROUND_HALF_EVEN) : rounded).toFixed();
};

/**
 * A mean beside its limit, rounded once (GB/T 8170) to the decimals it is reported by, never to fewer than the limit has:
 * what is shown is what is judged. A limit of nothing has no multiple but the mean itself.
 */
export const heldMean = (mean: Decimal, limit: string, decimals: number): HeldMean => {
  const line = new Decimal(limit);
  const reported = mean.toDecimalPlaces(Math.max(decimals, line.decimalPlaces()), Decimal.ROUND_HALF_EVEN);
  const isBeyond = reported.gt(line);
  return {
    mean: reported.toFixed(),
    multiple: !isBeyond ? null : line.isZero() ? reported.toFixed() : multipleOf(reported, line),
  };
};
