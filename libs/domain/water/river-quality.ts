import type { WaterClass } from './edition.js';
import { periodMeans, type PeriodMeans } from './period-mean.js';
import { Exact, type DecimalsColumn } from './rounding.js';
import type { SectionValues } from './section-class.js';

/** Fewer sections than this are averaged item by item; from here on the shares of classes decide. */
export const FEWEST_SECTIONS_FOR_SHARES = 5;

export type RiverWord = '优' | '良好' | '轻度污染' | '中度污染' | '重度污染';

export interface RiverShares {
  readonly evaluated: number;
  readonly goodCount: number;
  readonly inferiorCount: number;
  /** Share of Ⅰ to Ⅲ in per cent, one decimal. */
  readonly goodShare: string;
  /** Share of 劣Ⅴ in per cent, one decimal. */
  readonly inferiorShare: string;
  readonly word: RiverWord;
}

/** A share in per cent with one decimal, half to even; null without a denominator. */
export function sharePercent(part: number, whole: number): string | null {
  return whole === 0 ? null : new Exact(part).times(100).div(whole).toDecimalPlaces(1).toFixed(1);
}

/**
 * Quality of a river, basin or water system by the shares of its section classes (断面水质类别比例法); sections without
 * a class are left out. Null with fewer than five evaluated sections: use `meansOverSections` there. The word follows
 * the exact shares, not the printed ones. Source: 地表水环境质量评价办法(试行); of its edge G = 60 %, D = 40 % the worse.
 */
export function riverShares(classes: readonly (WaterClass | null)[]): RiverShares | null {
  const evaluated = classes.filter((waterClass) => waterClass !== null);
  if (evaluated.length < FEWEST_SECTIONS_FOR_SHARES) return null;
  const goodCount = evaluated.filter((waterClass) => waterClass <= 3).length;
  const inferiorCount = evaluated.filter((waterClass) => waterClass === 6).length;
  const good = goodCount * 100;
  const inferior = inferiorCount * 100;
  const whole = evaluated.length;
  let word: RiverWord;
  if (good >= 90 * whole) word = '优';
  else if (good >= 75 * whole) word = '良好';
  else if (inferior < 20 * whole) word = '轻度污染';
  else if (inferior < 40 * whole) word = '中度污染';
  else word = '重度污染';
  return {
    evaluated: whole,
    goodCount,
    inferiorCount,
    goodShare: sharePercent(goodCount, whole) as string,
    inferiorShare: sharePercent(inferiorCount, whole) as string,
    word,
  };
}

/** Item means over the sections of a small river or the points of a lake; the class comes from these means. */
export function meansOverSections(sections: readonly SectionValues[], decimals: DecimalsColumn): PeriodMeans {
  return periodMeans(sections, decimals);
}

export type QualityChange = '无明显变化' | '有所好转' | '有所下降' | '明显好转' | '明显下降';

/**
 * Change of a river between two periods with the same sections and items: ΔG − ΔD in percentage points, up to 10 none,
 * up to 20 some, beyond it marked. Source: 地表水环境质量评价办法(试行) §三.
 */
export function riverChange(
  before: { readonly goodShare: string; readonly inferiorShare: string },
  now: { readonly goodShare: string; readonly inferiorShare: string },
): { readonly points: string; readonly change: QualityChange } {
  const points = new Exact(now.goodShare)
    .minus(before.goodShare)
    .minus(new Exact(now.inferiorShare).minus(before.inferiorShare));
  const size = points.abs();
  if (size.lte(10)) return { points: points.toFixed(), change: '无明显变化' };
  if (size.lte(20)) return { points: points.toFixed(), change: points.gt(0) ? '有所好转' : '有所下降' };
  return { points: points.toFixed(), change: points.gt(0) ? '明显好转' : '明显下降' };
}
