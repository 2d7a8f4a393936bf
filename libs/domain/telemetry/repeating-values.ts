/**
 * Values of a device that repeat: an instrument that stands still, or a logger that sends its last value again and again.
 * They are pointed out, never taken out.
 */
import { convertMass } from './reading-value.js';

/** When equal values of some factors are too many to be measured ones. */
export interface RepeatRule {
  readonly factors: readonly string[];
  /** Equal values running, one an hour at the most. */
  readonly fewestEqual: number;
  /** Values up to this repeat by nature: near zero, at the limit of detection. */
  readonly above: number;
  readonly unit: string;
}

/** What a device said at one time, by factor. */
export interface ValuesAt {
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly values: ReadonlyMap<string, number>;
}

export interface RepeatingValue {
  readonly factor: string;
  readonly value: number;
  /** First and last time of the run, in milliseconds of the epoch. */
  readonly from: number;
  readonly until: number;
  readonly times: number;
}

/** A rule's lowest value as the device counts; taken as it stands where the device names no unit or none of mass. */
const floorIn = ({ above, unit }: RepeatRule, own: string | undefined): number =>
  Number((own === undefined ? null : convertMass(String(above), unit, own)) ?? above);

/**
 * Runs of equal values, by factor in the order of the rules, the oldest first. A time without a value of the factor does not
 * end a run: an instrument that stands still and misses an hour still stands still.
 *
 * @param times ascending, one a time
 * @param units of the device by factor, from its profile
 */
export const repeatingValues = (
  times: readonly ValuesAt[],
  units: Readonly<Record<string, string>>,
  rules: readonly RepeatRule[],
): RepeatingValue[] => {
  const found: RepeatingValue[] = [];
  for (const rule of rules)
    for (const factor of rule.factors) {
      const floor = floorIn(rule, units[factor]);
      let run = null as RepeatingValue | null;
      for (const { at, values } of times) {
        const value = values.get(factor);
        if (value === undefined) continue;
        if (run?.value === value) run = { ...run, until: at, times: run.times + 1 };
        else {
          if (run && run.times >= rule.fewestEqual) found.push(run);
          run = value > floor ? { factor, value, from: at, until: at, times: 1 } : null;
        }
      }
      if (run && run.times >= rule.fewestEqual) found.push(run);
    }
  return found;
};
