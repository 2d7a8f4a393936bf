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

const NUMERALS: readonly (readonly [RegExp, WaterClass])[] = [
  [/^(?:Ⅰ|I|1|一)$/, 1],
  [/^(?:Ⅱ|II|2|二)$/, 2],
  [/^(?:Ⅲ|III|3|三)$/, 3],
  [/^(?:Ⅳ|IV|4|四)$/, 4],
  [/^(?:Ⅴ|V|5|五)$/, 5],
  [/^(?:劣Ⅴ|劣V|劣5|劣五|6)$/, 6],
];

/**
 * The class a paper asks for, as papers write it: `Ⅲ`, `III类`, `达到或优于Ⅲ类`, `Ⅳ类及以上`. "And above" means that class or
 * better, so the class itself is what is required. Null for anything else, such as `优于Ⅲ类`, which is no class.
 */
export function readClassPhrase(phrase: string): WaterClass | null {
  const core = phrase
    .replaceAll(/\s/g, '')
    .replace(/^(?:达到或优于|优于或达到|达到|不低于)/, '')
    .replace(/(?:及以上|或以上|以上|标准|水质)*$/, '')
    .replace(/类(?:及以上|或以上|以上)?$/, '');
  return NUMERALS.find(([form]) => form.test(core))?.[1] ?? null;
}
