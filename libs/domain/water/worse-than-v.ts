/** The list of waters worse than class Ⅴ (劣Ⅴ) and how a water leaves it. */
import type { WaterClass } from './edition.js';

/** A water leaves after so many evaluated periods in a row that are `needs`: not 劣Ⅴ any more, or within the target. */
export interface ExitRule {
  readonly periods: number;
  readonly needs: 'notWorseThanV' | 'compliant';
}

export interface ListPeriod {
  readonly period: string;
  /** Null where the period was not evaluated: it neither helps nor harms. */
  readonly waterClass: WaterClass | null;
  readonly isCompliant: boolean | null;
}

export interface ListStanding {
  readonly isListed: boolean;
  /** Period that put it on the list, or took it off; null where it never was on it. */
  readonly since: string | null;
  /** Periods in a row that count towards leaving. */
  readonly goodPeriods: number;
  readonly wasListed: boolean;
}

/** `relapsed` is an entry after having left. */
export type ListEvent = 'entered' | 'relapsed' | 'left';

export const NEVER_LISTED: ListStanding = { isListed: false, since: null, goodPeriods: 0, wasListed: false };

const WORSE_THAN_V = 6;

/** The standing after one more period, and what happened in it. */
export function nextStanding(
  standing: ListStanding,
  { period, waterClass, isCompliant }: ListPeriod,
  rule: ExitRule,
): { readonly standing: ListStanding; readonly event: ListEvent | null } {
  if (waterClass === null) return { standing, event: null };
  if (waterClass === WORSE_THAN_V) {
    if (standing.isListed) return { standing: { ...standing, goodPeriods: 0 }, event: null };
    return {
      standing: { isListed: true, since: period, goodPeriods: 0, wasListed: true },
      event: standing.wasListed ? 'relapsed' : 'entered',
    };
  }
  if (!standing.isListed) return { standing, event: null };
  const goodPeriods = rule.needs === 'compliant' && isCompliant !== true ? 0 : standing.goodPeriods + 1;
  if (goodPeriods < rule.periods) return { standing: { ...standing, goodPeriods }, event: null };
  return { standing: { isListed: false, since: period, goodPeriods, wasListed: true }, event: 'left' };
}

/**
 * Where a water stands after its periods, and every event on the way.
 *
 * @param periods oldest first
 */
export function listStanding(
  periods: readonly ListPeriod[],
  rule: ExitRule,
): {
  readonly standing: ListStanding;
  readonly events: readonly { readonly period: string; readonly event: ListEvent }[];
} {
  let standing = NEVER_LISTED;
  const events: { period: string; event: ListEvent }[] = [];
  for (const period of periods) {
    const next = nextStanding(standing, period, rule);
    standing = next.standing;
    if (next.event !== null) events.push({ period: period.period, event: next.event });
  }
  return { standing, events };
}
