import { readConcentration, type ReportedValue } from './concentration.js';
import {
  AUTOMATIC_STATION_ITEMS,
  BASIC_ITEMS,
  EVALUATED_ITEMS,
  GB3838_2002,
  WATER_CLASS_LOOKS,
  type BasicItem,
  type ClassLimits,
  type WaterBody,
  type WaterClass,
  type WaterEdition,
} from './edition.js';
import { Exact, roundItem, roundedText, type DecimalsColumn } from './rounding.js';

/** Reported values of one section by item; an absent item was not measured. */
export type SectionValues = Readonly<Partial<Record<BasicItem, ReportedValue>>>;

/** Why a section has no value at all. Neither counts as compliant nor as failing. */
export type SectionAbsence = 'dry' | 'notMonitored';

export interface ItemEvaluation {
  readonly item: BasicItem;
  readonly name: string;
  /** The value that was compared, after rounding. */
  readonly value: string;
  readonly waterClass: WaterClass;
}

/** An item beyond a limit. `multiple` is (C − S) / S with one decimal; pH and 溶解氧 have none. */
export interface ExceedingItem {
  readonly item: BasicItem;
  readonly name: string;
  readonly multiple: string | null;
}

export interface SectionEvaluation {
  readonly state: 'evaluated' | 'missing' | SectionAbsence;
  readonly waterClass: WaterClass | null;
  /** 水质状况: 优, 良好, 轻度污染, 中度污染, 重度污染. */
  readonly word: string | null;
  readonly items: readonly ItemEvaluation[];
  /** 主要污染指标: at most three, none where the section is Ⅰ to Ⅲ; multiples against class Ⅲ. */
  readonly mainIndicators: readonly ExceedingItem[];
  /** Items outside the evaluation that are stated apart: 总氮 of lakes, 粪大肠菌群. */
  readonly reportedApart: readonly ItemEvaluation[];
  /** True where an expected item had no value. */
  readonly isPartial: boolean;
  readonly missingItems: readonly BasicItem[];
}

export interface SectionInput {
  readonly values: SectionValues;
  readonly body: WaterBody;
  /** Rounding before the comparison; means that are rounded already pass `none`. */
  readonly decimals: DecimalsColumn;
  readonly edition?: WaterEdition;
  /** Items that decide the class; the 21 evaluated ones unless a programme says otherwise. */
  readonly decidingItems?: readonly BasicItem[];
  /** Items whose absence makes the evaluation partial; the five of an automatic station by default. */
  readonly expectedItems?: readonly BasicItem[];
  readonly absence?: SectionAbsence;
}

function limitsOf(item: BasicItem, body: WaterBody, edition: WaterEdition): ClassLimits | null {
  const { rule } = edition.basic[item];
  if (rule.kind === 'ceiling') return body === 'lake' && rule.lake !== undefined ? rule.lake : rule.river;
  if (rule.kind === 'lakeCeiling') return body === 'lake' ? rule.lake : null;
  return rule.kind === 'floor' ? rule.river : null;
}

/**
 * Class of one value: the best class whose limit it meets, equality included, 6 where it meets none; null where the
 * item has no class for this kind of water. pH is 1 inside its range and 6 outside. Source: GB 3838-2002 Table 1.
 */
export function classOfItem(
  item: BasicItem,
  value: Exact,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): WaterClass | null {
  const { rule } = edition.basic[item];
  if (rule.kind === 'range') return value.gte(rule.low) && value.lte(rule.high) ? 1 : 6;
  const limits = limitsOf(item, body, edition);
  if (limits === null) return null;
  const met = limits.findIndex((limit) => (rule.kind === 'floor' ? value.gte(limit) : value.lte(limit)));
  return met < 0 ? 6 : ((met + 1) as WaterClass);
}

/** Limit of one class as decimal text; null where the item has none for this water (pH, 总氮 of a river) or for 劣Ⅴ. */
export function limitOfClass(
  item: BasicItem,
  waterClass: WaterClass,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): string | null {
  return limitsOf(item, body, edition)?.[waterClass - 1] ?? null;
}

function multipleOf(
  item: BasicItem,
  value: Exact,
  target: WaterClass,
  body: WaterBody,
  edition: WaterEdition,
): Exact | null {
  const limit = limitOfClass(item, target, body, edition);
  return edition.basic[item].rule.kind !== 'ceiling' || limit === null ? null : value.minus(limit).div(limit);
}

/**
 * Items worse than a class, in the order of the 2011 method: cyanide and heavy metals first, then the worse class, then
 * the larger multiple; of equal class an item without multiple stands last.
 */
function exceedingItems(
  items: readonly ItemEvaluation[],
  target: WaterClass,
  body: WaterBody,
  edition: WaterEdition,
): ExceedingItem[] {
  return items
    .filter((entry) => entry.waterClass > target)
    .map((entry) => ({ entry, multiple: multipleOf(entry.item, new Exact(entry.value), target, body, edition) }))
    .sort((a, b) => {
      const first =
        Number(edition.basic[b.entry.item].isListedFirst) - Number(edition.basic[a.entry.item].isListedFirst);
      if (first !== 0) return first;
      if (a.entry.waterClass !== b.entry.waterClass) return b.entry.waterClass - a.entry.waterClass;
      if (a.multiple === null || b.multiple === null) return Number(a.multiple === null) - Number(b.multiple === null);
      return b.multiple.comparedTo(a.multiple);
    })
    .map(({ entry, multiple }) => ({
      item: entry.item,
      name: entry.name,
      multiple: multiple === null ? null : roundedText(multiple, 1),
    }));
}

/**
 * Evaluates one section for one period by the single-factor method (单因子评价): its class is the worst class among the
 * deciding items that have a value. Sources: GB 3838-2002 clause 5.1; 地表水环境质量评价办法(试行), 环办〔2011〕22号.
 */
export function evaluateSection(input: SectionInput): SectionEvaluation {
  const edition = input.edition ?? GB3838_2002;
  const deciding = input.decidingItems ?? EVALUATED_ITEMS;
  const expected = input.expectedItems ?? AUTOMATIC_STATION_ITEMS;
  const items: ItemEvaluation[] = [];
  const reportedApart: ItemEvaluation[] = [];
  const measured = new Set<BasicItem>();
  if (input.absence === undefined) {
    for (const item of BASIC_ITEMS) {
      const concentration = readConcentration(input.values[item]);
      if (concentration === null) continue;
      const { value, text } = roundItem(item, concentration.effective, input.decimals);
      const waterClass = classOfItem(item, value, input.body, edition);
      if (waterClass === null) continue;
      const evaluation: ItemEvaluation = { item, name: edition.basic[item].name, value: text, waterClass };
      if (deciding.includes(item)) {
        items.push(evaluation);
        measured.add(item);
      } else if (!edition.basic[item].isEvaluated) reportedApart.push(evaluation);
    }
  }
  const missingItems = expected.filter((item) => !measured.has(item));
  if (items.length === 0) {
    const state = input.absence ?? 'missing';
    return {
      state,
      waterClass: null,
      word: null,
      items,
      mainIndicators: [],
      reportedApart,
      isPartial: true,
      missingItems,
    };
  }
  const waterClass = Math.max(...items.map((entry) => entry.waterClass)) as WaterClass;
  return {
    state: 'evaluated',
    waterClass,
    word: WATER_CLASS_LOOKS[waterClass].word,
    items,
    mainIndicators: exceedingItems(items, 3, input.body, edition).slice(0, 3),
    reportedApart,
    isPartial: missingItems.length > 0,
    missingItems,
  };
}

export interface TargetComparison {
  /** Null where the section was not evaluated: it stands in neither numerator nor denominator. */
  readonly isCompliant: boolean | null;
  /** All items worse than the target; multiples against the limit of the target class, not of class Ⅲ. */
  readonly exceedingItems: readonly ExceedingItem[];
}

/** Holds an evaluated section against its target class (水质目标): compliant where its class is no worse. */
export function compareWithTarget(
  evaluation: SectionEvaluation,
  target: WaterClass,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): TargetComparison {
  if (evaluation.waterClass === null) return { isCompliant: null, exceedingItems: [] };
  return {
    isCompliant: evaluation.waterClass <= target,
    exceedingItems: exceedingItems(evaluation.items, target, body, edition),
  };
}

/** 氨氮(1.3), or 溶解氧 where there is no multiple. */
export function exceedingItemText(entry: ExceedingItem): string {
  return entry.multiple === null ? entry.name : `${entry.name}(${entry.multiple})`;
}
