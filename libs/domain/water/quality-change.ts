/** Words for how water changed between two periods; only the same sections and items may be compared. */
import { WATER_CLASS_LOOKS, type WaterClass } from './edition.js';
import { Exact } from './rounding.js';

export type QualityChange = '无明显变化' | '有所好转' | '有所下降' | '明显好转' | '明显下降';

const WORDS = ['优', '良好', '轻度污染', '中度污染', '重度污染'];

const changeOf = (size: 'none' | 'some' | 'marked', isBetter: boolean): QualityChange => {
  if (size === 'none') return '无明显变化';
  if (size === 'some') return isBetter ? '有所好转' : '有所下降';
  return isBetter ? '明显好转' : '明显下降';
};

/** Quality words by which one class is worse than another: Ⅰ and Ⅱ share one, so a step between them is none. */
export const wordsWorse = (before: WaterClass, now: WaterClass): number =>
  WORDS.indexOf(WATER_CLASS_LOOKS[now].word) - WORDS.indexOf(WATER_CLASS_LOOKS[before].word);

/**
 * Change of a section or lake by its quality word: Ⅰ and Ⅱ share one, so a step between them is none. One word is some
 * change, two or more a marked one. Source: 地表水环境质量评价办法(试行) §三.
 */
export function sectionChange(before: WaterClass, now: WaterClass): QualityChange {
  const worse = wordsWorse(before, now);
  return changeOf(worse === 0 ? 'none' : Math.abs(worse) === 1 ? 'some' : 'marked', worse < 0);
}

/**
 * Change of a river between two periods: ΔG − ΔD in percentage points, up to 10 none, up to 20 some, beyond it marked.
 * Source: 地表水环境质量评价办法(试行) §三.
 */
export function riverChange(
  before: { readonly goodShare: string; readonly inferiorShare: string },
  now: { readonly goodShare: string; readonly inferiorShare: string },
): { readonly points: string; readonly change: QualityChange } {
  const points = new Exact(now.goodShare)
    .minus(before.goodShare)
    .minus(new Exact(now.inferiorShare).minus(before.inferiorShare));
  const size = points.abs().lte(10) ? 'none' : points.abs().lte(20) ? 'some' : 'marked';
  return { points: points.toFixed(), change: changeOf(size, points.gt(0)) };
}

/**
 * Change of a mean concentration against an earlier one (同比, 环比) in per cent with one decimal, half to even; null
 * where the earlier one is 0. Shares are not compared so: their change is in percentage points.
 */
export function concentrationChange(now: string, before: string): string | null {
  const base = new Exact(before);
  return base.isZero() ? null : new Exact(now).minus(base).div(base).times(100).toDecimalPlaces(1).toFixed(1);
}
