/**
 * Limits of an outlet: what each is averaged over, and when it was in force. A permit is renewed and a standard replaced, and
 * every hour and day is judged by the limits of its own day.
 */
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';

export type Averaging = 'hour' | 'day';

export interface AveragedLimit {
  /** An hour where the register does not say. */
  readonly averaging?: Averaging | undefined;
}

/** Of the limits of an outlet those averaged over an hour, or over a day; one that does not say is of the hour. */
export const limitsOver = <L extends AveragedLimit>(limits: readonly L[], averaging: Averaging): L[] =>
  limits.filter((limit) => (limit.averaging ?? 'hour') === averaging);

export interface DatedLimit {
  /** First and last day it is in force; ever since, and until further notice, where absent. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

const isOn = ({ from = '', to }: DatedLimit, day: CivilDate): boolean => from <= day && (to === undefined || day <= to);

/** Of the limits of an outlet those in force on a day. */
export const limitsOn = <L extends DatedLimit>(limits: readonly L[], day: CivilDate): L[] =>
  limits.filter((limit) => isOn(limit, day));

/** Whether two limits are in force together on some day. */
export const areTogether = (one: DatedLimit, other: DatedLimit): boolean =>
  (one.to === undefined || (other.from ?? '') <= one.to) && (other.to === undefined || (one.from ?? '') <= other.to);

export interface OutletLimit extends AveragedLimit, DatedLimit {
  readonly factor: string;
  /** Decimal text in `unit`. */
  readonly limit: string;
  readonly unit: string;
  readonly basis: string;
  /** Of a limit of a day: usable hours its mean needs, 1 to 24; the policy's where absent. */
  readonly fewestHours?: number | undefined;
}

const kindOf = ({ factor, averaging = 'hour' }: OutletLimit): string => `${factor} ${averaging}`;
const saysSame = (one: OutletLimit, other: OutletLimit): boolean =>
  kindOf(one) === kindOf(other) &&
  one.limit === other.limit &&
  one.unit === other.unit &&
  one.basis === other.basis &&
  one.fewestHours === other.fewestHours;

const endingBefore = <L extends OutletLimit>(limit: L, next: CivilDate): L =>
  limit.to !== undefined && limit.to < next ? limit : { ...limit, to: addDays(next, -1) };

/** When a limit begins that does not say: as the known one it repeats, ever since where it is the first, otherwise today. */
const begun = <L extends OutletLimit>(one: L, known: readonly L[], today: CivilDate): L => {
  if (one.from !== undefined) return one;
  const ofKind = known.filter((other) => kindOf(other) === kindOf(one));
  const same = ofKind.filter((other) => saysSame(other, one));
  if (ofKind.length === 0 || same.some(({ from, to }) => from === undefined && to === one.to)) return one;
  const inForce = limitsOn(same, today)[0];
  return inForce && inForce.from === undefined ? one : { ...one, from: inForce?.from ?? today };
};

/**
 * The limits of an outlet after they were written anew on a day: those that were in force and are left out stay for their
 * days and end the day before their successor begins, or yesterday; one left open ends the day before the next of its
 * factor and averaging time. A limit that says from when replaces what was known from then on, so that a mistake can be
 * corrected back to its day. Throws the refusal OUTLET_LIMIT_DATES where two of one factor and averaging time are in force
 * together, or one ends before it begins.
 */
export const withLimits = <L extends OutletLimit>(
  known: readonly L[],
  written: readonly L[],
  today: CivilDate,
): L[] => {
  const dated = written.map((one) => begun(one, known, today));
  const beginsAfter = (one: L): CivilDate | undefined =>
    dated
      .flatMap((other) => (kindOf(other) === kindOf(one) && (other.from ?? '') > (one.from ?? '') ? [other.from!] : []))
      .sort()[0];
  const ended = dated.map((one) => {
    const next = beginsAfter(one);
    return next === undefined || one.to !== undefined ? one : endingBefore(one, next);
  });
  const kept = known.flatMap((one) => {
    const isReplaced = ended.some((other) => kindOf(other) === kindOf(one) && isOn(other, one.from ?? ''));
    if (isReplaced || (one.from ?? '') >= today) return [];
    return [endingBefore(one, beginsAfter(one) ?? today)];
  });
  const all = [...ended, ...kept];
  const wrong = all.find(
    (one, n) =>
      (one.to !== undefined && one.to < (one.from ?? '')) ||
      all.some((other, m) => m > n && kindOf(other) === kindOf(one) && areTogether(one, other)),
  );
  if (wrong) throw new Refusal('OUTLET_LIMIT_DATES', `the days of the limits of ${kindOf(wrong)} do not fit together`);
  return all;
};
