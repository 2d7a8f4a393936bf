import { BASIC_ITEMS, GB3838_2002 } from '#libs/domain/water/edition.js';
import { fact, type Fact } from './fact.js';

interface NamedItem {
  readonly name: string;
  readonly unit?: string;
}

/** GB 3838-2002 tables 1 and 2, and what automatic stations measure beside them (HJ 525-2009). */
const ITEMS: Readonly<Record<string, NamedItem | undefined>> = {
  ...GB3838_2002.basic,
  ...GB3838_2002.supplementary,
  ec: { name: '电导率', unit: 'µS/cm' },
  turbidity: { name: '浑浊度', unit: 'NTU' },
};

/** Name of an item of the standard or of an automatic station; the item itself for one it does not know. */
export const itemName = (item: string): string => ITEMS[item]?.name ?? item;

/** Unit of an item of the standard or of an automatic station; undefined for one it does not know. */
export const itemUnit = (item: string): string | undefined => ITEMS[item] && (ITEMS[item].unit ?? 'mg/L');

const PLACES = new Map<string, number>(BASIC_ITEMS.map((item, place) => [item, place]));
const placeOf = (item: string): number => PLACES.get(item) ?? PLACES.size;

/**
 * Values of a sample, a row or a mean by item, in the order of the standard, each with its name and unit; `registered` names
 * items outside the standard, in mg/L where it says no unit, as the limits of registers are.
 */
export const itemFacts = (
  values: Readonly<Record<string, unknown>>,
  registered: Readonly<Record<string, NamedItem>> = {},
): Fact[] =>
  Object.entries(values)
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .flatMap(([item, value]) => {
      const { name, unit = 'mg/L' } = ITEMS[item] ?? registered[item] ?? { name: item };
      return fact(name, value, unit);
    });
