/**
 * Limits of surface water as data, with the edition they come from.
 * Source: GB 3838-2002 地表水环境质量标准, Table 1 (basic items) and Table 2 (drinking-water sources); in force since
 * 2002-06-01, no newer edition known. Limits are decimal text: a limit such as 0.15 has no exact binary form, and a
 * value equal to its limit belongs to the better class.
 */

/** 1 = Ⅰ (best) … 5 = Ⅴ, 6 = 劣Ⅴ. The national feed uses the same numbers. */
export type WaterClass = 1 | 2 | 3 | 4 | 5 | 6;

/** Rivers and lakes have different limits of total phosphorus. The type is a fixed attribute of a section. */
export type WaterBody = 'river' | 'lake';

/** Basic items of Table 1. */
export type BasicItem =
  | 'wt'
  | 'ph'
  | 'do'
  | 'codmn'
  | 'cod'
  | 'bod5'
  | 'nh3n'
  | 'tp'
  | 'tn'
  | 'cu'
  | 'zn'
  | 'f'
  | 'se'
  | 'as'
  | 'hg'
  | 'cd'
  | 'cr6'
  | 'pb'
  | 'cn'
  | 'vp'
  | 'oil'
  | 'las'
  | 's2'
  | 'fc';

/** Supplementary items of Table 2 for drinking-water sources: pass or fail, no class. */
export type SupplementaryItem = 'so4' | 'cl' | 'no3' | 'fe' | 'mn';

/** Items a station reports beside those of the standard. */
export type AccompanyingItem = 'ec' | 'turbidity';

export type WaterItem = BasicItem | SupplementaryItem | AccompanyingItem;

/** Limits of classes Ⅰ to Ⅴ in this order, as decimal text. */
export type ClassLimits = readonly [string, string, string, string, string];

/** How a value is held against the limits. `reference` items have no class at all. */
export type ItemRule =
  | { readonly kind: 'ceiling'; readonly river: ClassLimits; readonly lake?: ClassLimits }
  | { readonly kind: 'lakeCeiling'; readonly lake: ClassLimits }
  | { readonly kind: 'floor'; readonly river: ClassLimits }
  | { readonly kind: 'range'; readonly low: string; readonly high: string }
  | { readonly kind: 'reference' };

export interface BasicItemEntry {
  readonly item: BasicItem;
  readonly name: string;
  readonly unit: string;
  readonly rule: ItemRule;
  /** Decides the class of a section; the others are reported apart (地表水环境质量评价办法, 21 items). */
  readonly isEvaluated: boolean;
  /** Listed first among the main pollution indicators when it exceeds: cyanide and heavy metals. */
  readonly isListedFirst: boolean;
}

export interface WaterEdition {
  readonly id: string;
  readonly title: string;
  /** First day in force, Asia/Shanghai. */
  readonly effectiveFrom: string;
  readonly basic: Readonly<Record<BasicItem, BasicItemEntry>>;
  readonly supplementary: Readonly<
    Record<
      SupplementaryItem,
      { readonly item: SupplementaryItem; readonly name: string; readonly unit: string; readonly limit: string }
    >
  >;
}

const ceiling = (...river: ClassLimits): ItemRule => ({ kind: 'ceiling', river });

function basicEntry(
  item: BasicItem,
  name: string,
  rule: ItemRule,
  extra: { unit?: string; isEvaluated?: boolean; isListedFirst?: boolean } = {},
): BasicItemEntry {
  return {
    item,
    name,
    unit: extra.unit ?? 'mg/L',
    rule,
    isEvaluated: extra.isEvaluated ?? true,
    isListedFirst: extra.isListedFirst ?? false,
  };
}

const FIRST = { isListedFirst: true };

/**
 * GB 3838-2002. Class Ⅰ of dissolved oxygen is the fixed 7.5 mg/L: the alternative of 90 % saturation is not applied by
 * the national publication. pH has one range for all classes; outside it the item alone makes the section 劣Ⅴ.
 */
export const GB3838_2002: WaterEdition = {
  id: 'GB3838-2002',
  title: 'GB 3838-2002 地表水环境质量标准',
  effectiveFrom: '2002-06-01',
  basic: {
    wt: basicEntry('wt', '水温', { kind: 'reference' }, { unit: '℃', isEvaluated: false }),
    ph: basicEntry('ph', 'pH', { kind: 'range', low: '6', high: '9' }, { unit: '' }),
    do: basicEntry('do', '溶解氧', { kind: 'floor', river: ['7.5', '6', '5', '3', '2'] }),
    codmn: basicEntry('codmn', '高锰酸盐指数', ceiling('2', '4', '6', '10', '15')),
    cod: basicEntry('cod', '化学需氧量', ceiling('15', '15', '20', '30', '40')),
    bod5: basicEntry('bod5', '五日生化需氧量', ceiling('3', '3', '4', '6', '10')),
    nh3n: basicEntry('nh3n', '氨氮', ceiling('0.15', '0.5', '1.0', '1.5', '2.0')),
    tp: basicEntry('tp', '总磷', {
      kind: 'ceiling',
      river: ['0.02', '0.1', '0.2', '0.3', '0.4'],
      lake: ['0.01', '0.025', '0.05', '0.1', '0.2'],
    }),
    tn: basicEntry(
      'tn',
      '总氮',
      { kind: 'lakeCeiling', lake: ['0.2', '0.5', '1.0', '1.5', '2.0'] },
      { isEvaluated: false },
    ),
    cu: basicEntry('cu', '铜', ceiling('0.01', '1.0', '1.0', '1.0', '1.0')),
    zn: basicEntry('zn', '锌', ceiling('0.05', '1.0', '1.0', '2.0', '2.0')),
    f: basicEntry('f', '氟化物', ceiling('1.0', '1.0', '1.0', '1.5', '1.5')),
    se: basicEntry('se', '硒', ceiling('0.01', '0.01', '0.01', '0.02', '0.02')),
    as: basicEntry('as', '砷', ceiling('0.05', '0.05', '0.05', '0.1', '0.1'), FIRST),
    hg: basicEntry('hg', '汞', ceiling('0.00005', '0.00005', '0.0001', '0.001', '0.001'), FIRST),
    cd: basicEntry('cd', '镉', ceiling('0.001', '0.005', '0.005', '0.005', '0.01'), FIRST),
    cr6: basicEntry('cr6', '铬(六价)', ceiling('0.01', '0.05', '0.05', '0.05', '0.1'), FIRST),
    pb: basicEntry('pb', '铅', ceiling('0.01', '0.01', '0.05', '0.05', '0.1'), FIRST),
    cn: basicEntry('cn', '氰化物', ceiling('0.005', '0.05', '0.2', '0.2', '0.2'), FIRST),
    vp: basicEntry('vp', '挥发酚', ceiling('0.002', '0.002', '0.005', '0.01', '0.1')),
    oil: basicEntry('oil', '石油类', ceiling('0.05', '0.05', '0.05', '0.5', '1.0')),
    las: basicEntry('las', '阴离子表面活性剂', ceiling('0.2', '0.2', '0.2', '0.3', '0.3')),
    s2: basicEntry('s2', '硫化物', ceiling('0.05', '0.1', '0.2', '0.5', '1.0')),
    fc: basicEntry('fc', '粪大肠菌群', ceiling('200', '2000', '10000', '20000', '40000'), {
      unit: '个/L',
      isEvaluated: false,
    }),
  },
  supplementary: {
    so4: { item: 'so4', name: '硫酸盐', unit: 'mg/L', limit: '250' },
    cl: { item: 'cl', name: '氯化物', unit: 'mg/L', limit: '250' },
    no3: { item: 'no3', name: '硝酸盐', unit: 'mg/L', limit: '10' },
    fe: { item: 'fe', name: '铁', unit: 'mg/L', limit: '0.3' },
    mn: { item: 'mn', name: '锰', unit: 'mg/L', limit: '0.1' },
  },
};

/** All items of Table 1 in the order of the standard. */
export const BASIC_ITEMS = Object.keys(GB3838_2002.basic) as readonly BasicItem[];

/** The 21 evaluated items: Table 1 without 水温, 总氮 and 粪大肠菌群 (地表水环境质量评价办法(试行), 环办〔2011〕22号). */
export const EVALUATED_ITEMS: readonly BasicItem[] = BASIC_ITEMS.filter((item) => GB3838_2002.basic[item].isEvaluated);

/** The five items that decide the class at an automatic station: nothing else a nine-parameter station measures does. */
export const AUTOMATIC_STATION_ITEMS: readonly BasicItem[] = ['ph', 'do', 'codmn', 'nh3n', 'tp'];

/** What a class is called and how it is coloured: words and map colours of the evaluation method of 2011. */
export interface WaterClassLook {
  readonly numeral: string;
  readonly word: string;
  readonly mapColour: string;
  /** Colour on the national publication page. */
  readonly screenColour: string;
}

export const WATER_CLASS_LOOKS: Readonly<Record<WaterClass, WaterClassLook>> = {
  1: { numeral: 'Ⅰ', word: '优', mapColour: '蓝', screenColour: '#CCFFFF' },
  2: { numeral: 'Ⅱ', word: '优', mapColour: '蓝', screenColour: '#00CCFF' },
  3: { numeral: 'Ⅲ', word: '良好', mapColour: '绿', screenColour: '#00FF00' },
  4: { numeral: 'Ⅳ', word: '轻度污染', mapColour: '黄', screenColour: '#FFFF00' },
  5: { numeral: 'Ⅴ', word: '中度污染', mapColour: '橙', screenColour: '#FF9B00' },
  6: { numeral: '劣Ⅴ', word: '重度污染', mapColour: '红', screenColour: '#FF0000' },
};
