import {
  BASIC_ITEMS,
  GB3838_2002,
  type BasicItem,
  type WaterBody,
  type WaterClass,
  type WaterEdition,
} from './edition.js';
import { GOOD_UP_TO_CLASS, meansOverSections, riverShares, sharePercent, type RiverShares } from './river-quality.js';
import type { DecimalsColumn } from './rounding.js';
import { evaluateSection, type ExceedingItem, type SectionAbsence, type SectionValues } from './section-class.js';

/** One section of a river, basin or water system, with its means of the period. */
export interface SummarySection {
  readonly id: string;
  readonly body: WaterBody;
  readonly values: SectionValues;
  readonly absence?: SectionAbsence;
}

/** An item beyond class Ⅲ at some sections; the share is of all evaluated sections, per cent with one decimal. */
export interface ItemShare {
  readonly item: BasicItem;
  readonly name: string;
  readonly sections: number;
  readonly share: string;
}

export interface RiverSummary {
  /** `means` below five evaluated sections, `shares` from five on, `none` without a class. */
  readonly method: 'means' | 'shares' | 'none';
  readonly evaluated: number;
  readonly notEvaluated: readonly { readonly id: string; readonly state: 'missing' | SectionAbsence }[];
  readonly classCounts: Readonly<Record<WaterClass, number>>;
  /** The means the class is of; null with `shares` and `none`. */
  readonly means: SectionValues | null;
  /** By the means only: from five sections on no average class is stated. */
  readonly waterClass: WaterClass | null;
  readonly word: string | null;
  readonly shares: RiverShares | null;
  /** At most three: with their multiples by the means, with their shares of sections from five on. */
  readonly mainIndicators: readonly (ExceedingItem | ItemShare)[];
}

const MOST_INDICATORS = 3;

/**
 * Quality of a river, basin or water system: under five evaluated sections by the means of their items, from five on by
 * the shares of their classes. Means over rivers and lakes together have no class, since their limits differ: such a
 * small group has none either. The points of one lake are
 * averaged however many there are. Sources: 地表水环境质量评价办法(试行) §二, §三.
 */
export function riverSummary(
  sections: readonly SummarySection[],
  options: { readonly decimals: DecimalsColumn; readonly edition?: WaterEdition; readonly isOneLake?: boolean },
): RiverSummary {
  const { decimals, edition = GB3838_2002, isOneLake = false } = options;
  const all = sections.map((section) => {
    const { body, values, absence } = section;
    return {
      section,
      evaluation: evaluateSection({ values, body, decimals, edition, ...(absence === undefined ? {} : { absence }) }),
    };
  });
  const evaluated = all.filter(({ evaluation }) => evaluation.waterClass !== null);
  const classes = evaluated.map(({ evaluation }) => evaluation.waterClass as WaterClass);
  const classCounts: Record<WaterClass, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };
  for (const waterClass of classes) classCounts[waterClass] += 1;
  const common = {
    evaluated: evaluated.length,
    notEvaluated: all.flatMap(({ section, evaluation: { state } }) =>
      state === 'evaluated' ? [] : [{ id: section.id, state }],
    ),
    classCounts,
  };
  const shares = isOneLake ? null : riverShares(classes);
  if (shares !== null) {
    const items = BASIC_ITEMS.flatMap((item): ItemShare[] => {
      const beyond = evaluated.filter(({ evaluation }) =>
        evaluation.items.some((one) => one.item === item && one.waterClass > GOOD_UP_TO_CLASS),
      ).length;
      const share = sharePercent(beyond, evaluated.length) as string;
      return beyond === 0 ? [] : [{ item, name: edition.basic[item].name, sections: beyond, share }];
    });
    const mainIndicators = items.sort((a, b) => b.sections - a.sections).slice(0, MOST_INDICATORS);
    return { ...common, method: 'shares', means: null, waterClass: null, word: shares.word, shares, mainIndicators };
  }
  const [first] = evaluated;
  if (first === undefined || evaluated.some(({ section }) => section.body !== first.section.body))
    return { ...common, method: 'none', means: null, waterClass: null, word: null, shares: null, mainIndicators: [] };
  const means = meansOverSections(
    evaluated.map(({ section }) => section.values),
    decimals,
  );
  const { waterClass, word, mainIndicators } = evaluateSection({
    values: means.values,
    body: first.section.body,
    decimals: 'none',
    edition,
  });
  return { ...common, method: 'means', means: means.values, waterClass, word, shares: null, mainIndicators };
}
