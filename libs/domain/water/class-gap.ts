import { GB3838_2002, type BasicItem, type WaterBody, type WaterClass, type WaterEdition } from './edition.js';
import { Exact } from './rounding.js';
import { compareWithTarget, limitOfClass, type SectionEvaluation } from './section-class.js';

/** What one item lacks to the required class. */
export interface ItemGap {
  readonly item: BasicItem;
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  /** 溶解氧 and a pH that is too low have to rise. */
  readonly direction: 'fall' | 'rise';
  /** By how much, in the unit of the item. */
  readonly amount: string;
  /** The amount in per cent of the value, one decimal, upwards: a cut by the printed share is enough. Null for pH. */
  readonly percent: string | null;
}

export interface ClassGap {
  /** Classes between the present and the required one; 0 where it is reached. */
  readonly classes: number;
  /** In the order of exceeding items. */
  readonly items: readonly ItemGap[];
}

const limitAndWay = (
  item: BasicItem,
  value: Exact,
  required: WaterClass,
  body: WaterBody,
  edition: WaterEdition,
): { readonly limit: string; readonly direction: ItemGap['direction'] } | null => {
  const { rule } = edition.basic[item];
  if (rule.kind === 'range')
    return value.lt(rule.low) ? { limit: rule.low, direction: 'rise' } : { limit: rule.high, direction: 'fall' };
  const limit = limitOfClass(item, required, body, edition);
  return limit === null ? null : { limit, direction: rule.kind === 'floor' ? 'rise' : 'fall' };
};

/** How far an evaluated section or lake is from a required class, item by item; null where it was not evaluated. */
export function classGap(
  evaluation: SectionEvaluation,
  required: WaterClass,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): ClassGap | null {
  if (evaluation.waterClass === null) return null;
  const values = new Map(evaluation.items.map(({ item, value }) => [item, value]));
  const items = compareWithTarget(evaluation, required, body, edition).exceedingItems.flatMap(({ item, name }) => {
    const value = new Exact(values.get(item) as string);
    const way = limitAndWay(item, value, required, body, edition);
    if (way === null) return [];
    const amount = value.minus(way.limit).abs();
    const percent =
      edition.basic[item].rule.kind === 'range' || value.isZero()
        ? null
        : amount.times(100).div(value).toDecimalPlaces(1, Exact.ROUND_UP).toFixed(1);
    return [{ item, name, value: value.toFixed(), ...way, amount: amount.toFixed(), percent }];
  });
  return { classes: Math.max(0, evaluation.waterClass - required), items };
}
