import { percentText, type Quantity } from '../assessment/percentage.js';
import type { WaterClass } from './edition.js';
import { periodMeans, type PeriodMeans } from './period-mean.js';
import { Exact, type DecimalsColumn } from './rounding.js';
import type { SectionValues } from './section-class.js';

/** Fewer sections than this are averaged item by item; from here on the shares of classes decide. */
export const FEWEST_SECTIONS_FOR_SHARES = 5;

/** The last class that counts as good (优良). */
export const GOOD_UP_TO_CLASS = 3;

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

/**
 * A share in per cent with one decimal by the rule of `percentText`; null without a denominator. One failing section of
 * 2,000 is not 100.0. Throws RangeError for a negative denominator.
 */
export function sharePercent(
  part: number | Exact,
  whole: number | Exact,
  lines: readonly Quantity[] = [],
): string | null {
  return percentText(new Exact(part).toFixed(), new Exact(whole).toFixed(), { lines });
}

/**
 * Quality of a river, basin or water system by the shares of its section classes (断面水质类别比例法); sections without
 * a class are left out. Null with fewer than five evaluated sections: use `meansOverSections` there. The word follows
 * the exact shares, and no printed share stands on the other side of a line. Source: 地表水环境质量评价办法(试行); of its edge G = 60 %, D = 40 % the worse.
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
    goodShare: sharePercent(goodCount, whole, [75, 90]) as string,
    inferiorShare: sharePercent(inferiorCount, whole, [20, 40]) as string,
    word,
  };
}

/**
 * Item means over the sections of a small river or the points of a lake; the class comes from these means. What goes in are
 * the means of each over time, not rounded (`decimals: 'none'`): first over time, then over the points, rounded once.
 * Source: 地表水环境质量评价办法(试行), lakes and reservoirs.
 */
export function meansOverSections(sections: readonly SectionValues[], decimals: DecimalsColumn): PeriodMeans {
  return periodMeans(sections, decimals);
}
