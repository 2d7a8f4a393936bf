/** Items, their limits and their values as forms hold them and as they are sent: pure. */
import { GB3838_2002 } from '#libs/domain/water/edition.js';

const STANDARD_ITEMS = [...Object.values(GB3838_2002.basic), ...Object.values(GB3838_2002.supplementary)];

/** Names of the items of the surface-water standard by their codes. */
export const ITEM_NAMES: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  STANDARD_ITEMS.map(({ item, name }) => [item, name]),
);

export interface LimitRow {
  readonly item: string;
  readonly name: string;
  readonly limit: string;
}
export type ItemLimits = Readonly<Record<string, { readonly name: string; readonly limit: string }>>;
export type ItemValues = Readonly<Record<string, string>>;

/** What is measured: its code and its name. */
export interface MeasuredItem {
  readonly item: string;
  readonly name: string;
  readonly unit?: string;
  /** A potential lies on either side of zero; nothing else does. */
  readonly mayBeNegative?: true;
}

const DECIMAL = /^\d+(\.\d+)?$/;
/** As a laboratory writes it: followed by L where it is below that detection limit. */
const REPORTED = /^\d+(\.\d+)?L?$/;
const SIGNED = /^-?\d+(\.\d+)?$/;

export const limitRows = (limits: ItemLimits): LimitRow[] =>
  Object.entries(limits).map(([item, limit]) => ({ item, ...limit }));

/** Limits by item, of the rows of a form; rows left out altogether are no limits. */
export const limitsOf = (rows: unknown): ItemLimits =>
  Object.fromEntries(
    ((rows ?? []) as readonly LimitRow[]).map(({ item, name, limit }) => [
      item.trim(),
      { name: name.trim(), limit: limit.trim() },
    ]),
  );

/** What is wrong with rows of limits; null where nothing is. */
export const limitFault = (
  rows: readonly LimitRow[],
  isRequired: boolean,
): 'missing' | 'incomplete' | 'twice' | null => {
  if (isRequired && rows.length === 0) return 'missing';
  if (rows.some(({ item, name, limit }) => !item.trim() || !name.trim() || !DECIMAL.test(limit.trim())))
    return 'incomplete';
  return new Set(rows.map(({ item }) => item.trim())).size < rows.length ? 'twice' : null;
};

/** Values of a form without those left empty. */
export const valuesOf = (written: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((written ?? {}) as ItemValues).filter(([, value]) => value !== ''));

/** Codes of the items whose values are none. */
export const wrongValues = (written: unknown, items: readonly MeasuredItem[] = []): string[] => {
  const signed = new Set(items.flatMap(({ item, mayBeNegative }) => (mayBeNegative ? [item] : [])));
  return Object.entries(valuesOf(written)).flatMap(([item, value]) =>
    (signed.has(item) ? SIGNED : REPORTED).test(value) ? [] : [item],
  );
};

/** Items with limits, and behind them what a value was recorded of though the register names it no longer. */
export const limitedItems = (limits: ItemLimits, values: ItemValues = {}): MeasuredItem[] =>
  [...new Set([...Object.keys(limits), ...Object.keys(values)])].map((item) => ({
    item,
    name: limits[item]?.name ?? item,
  }));

/** What may be measured in a sample: of surface water what the standard names, and what the register adds. */
export const sampleItems = (
  source: {
    readonly water: 'river' | 'lake' | 'ground';
    readonly sourceLimits: ItemLimits;
    readonly outletLimits: ItemLimits;
  },
  kind: 'source' | 'outlet',
  values: ItemValues = {},
): MeasuredItem[] => {
  if (kind === 'outlet') return limitedItems(source.outletLimits, values);
  const standard = source.water === 'ground' ? [] : STANDARD_ITEMS;
  const known = new Set<string>(standard.map(({ item }) => item));
  return [
    ...standard.map(({ item, name, unit }) => ({ item, name, unit })),
    ...limitedItems(source.sourceLimits, values).filter(({ item }) => !known.has(item)),
  ];
};
