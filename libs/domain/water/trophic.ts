import { readConcentration, type ReportedValue } from './concentration.js';
import { Exact, roundHalfEven, roundedText } from './rounding.js';

/** Inputs of the trophic index: chlorophyll a in mg/m³ (the national feed gives mg/L), SD in m, the others in mg/L. */
export type TrophicItem = 'chla' | 'tp' | 'tn' | 'sd' | 'codmn';

export type TrophicGrade = '贫营养' | '中营养' | '轻度富营养' | '中度富营养' | '重度富营养';

export interface TrophicState {
  /** TLI(Σ) with two decimals. */
  readonly index: string;
  readonly grade: TrophicGrade;
  readonly parts: Readonly<Partial<Record<TrophicItem, string>>>;
  /** False where an item was missing and the weights were spread over the others. */
  readonly isStandard: boolean;
}

/** Correlation with chlorophyll a, and TLI(j) = 10 · (offset + slope · ln value). */
const ITEMS: Readonly<Record<TrophicItem, { readonly r: string; readonly offset: string; readonly slope: string }>> = {
  chla: { r: '1', offset: '2.5', slope: '1.086' },
  tp: { r: '0.84', offset: '9.436', slope: '1.624' },
  tn: { r: '0.82', offset: '5.453', slope: '1.694' },
  sd: { r: '-0.83', offset: '5.118', slope: '-1.94' },
  codmn: { r: '0.83', offset: '0.109', slope: '2.661' },
};

const TROPHIC_ITEMS = Object.keys(ITEMS) as readonly TrophicItem[];

/** Grade of a published index: 30 and 50 still belong to 中营养, 60 to 轻度, 70 to 中度. */
export function trophicGrade(index: string): TrophicGrade {
  const value = new Exact(index);
  if (value.lt(30)) return '贫营养';
  if (value.lte(50)) return '中营养';
  if (value.lte(60)) return '轻度富营养';
  return value.lte(70) ? '中度富营养' : '重度富营养';
}

/**
 * Comprehensive trophic state index (综合营养状态指数): TLI(Σ) = Σ Wj · TLI(j), Wj = rj² / Σ rj². Null without values.
 * Source: 湖泊(水库)富营养化评价方法及分级技术规定, 总站生字〔2001〕090号. The grade follows the rounded index, so that a
 * paper never shows 50.00 under a grade of above 50.
 */
export function trophicState(values: Readonly<Partial<Record<TrophicItem, ReportedValue>>>): TrophicState | null {
  const parts: Partial<Record<TrophicItem, string>> = {};
  let weighted = new Exact(0);
  let weights = new Exact(0);
  for (const item of TROPHIC_ITEMS) {
    const concentration = readConcentration(values[item]);
    if (concentration === null) continue;
    const { r, offset, slope } = ITEMS[item];
    const part = concentration.effective.ln().times(slope).plus(offset).times(10);
    const weight = new Exact(r).pow(2);
    parts[item] = roundHalfEven(part, 2).toFixed(2);
    weighted = weighted.plus(part.times(weight));
    weights = weights.plus(weight);
  }
  if (weights.isZero()) return null;
  const index = roundedText(weighted.div(weights), 2);
  return { index, grade: trophicGrade(index), parts, isStandard: Object.keys(parts).length === TROPHIC_ITEMS.length };
}
