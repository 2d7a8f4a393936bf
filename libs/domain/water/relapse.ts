/** Water that falls back (水质反弹) after it had stood better. */
import type { WaterClass } from './edition.js';
import { wordsWorse } from './quality-change.js';
import { GOOD_UP_TO_CLASS } from './river-quality.js';

export interface RelapsePeriod {
  readonly period: string;
  /** Null where the period was not evaluated: it neither begins nor ends a relapse. */
  readonly waterClass: WaterClass | null;
  /** Against the target; null where there is none, and class Ⅲ stands for it. */
  readonly isCompliant: boolean | null;
}

export interface Relapse {
  /** Quality words by which the water is worse than before its fall; 0 where there is none, null without an evaluation. */
  readonly words: number | null;
  /** The last evaluated period before the fall. */
  readonly from: { readonly period: string; readonly waterClass: WaterClass } | null;
  readonly since: string | null;
}

const NONE = { words: 0, from: null, since: null } as const;

/**
 * The relapse after each period. One begins with an evaluated period whose quality word is worse than that of the one
 * before and which misses its target; it lasts until a period meets the target or is back at the word the water fell from.
 * A fall within the target is a change, and told as such; it is no relapse.
 *
 * @param periods oldest first
 */
export function relapses(periods: readonly RelapsePeriod[]): Relapse[] {
  let before: Relapse['from'] = null;
  let standing: Relapse = NONE;
  return periods.map(({ period, waterClass, isCompliant }) => {
    if (waterClass === null) return { ...standing, words: null };
    const from = standing.from ?? before;
    const words = from === null ? 0 : wordsWorse(from.waterClass, waterClass);
    const isMissed = isCompliant === null ? waterClass > GOOD_UP_TO_CLASS : !isCompliant;
    standing = isMissed && words > 0 ? { words, from, since: standing.since ?? period } : NONE;
    before = { period, waterClass };
    return standing;
  });
}
