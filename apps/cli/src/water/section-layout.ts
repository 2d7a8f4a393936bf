import { AUTOMATIC_STATION_ITEMS, EVALUATED_ITEMS, type BasicItem } from '#libs/domain/water/edition.js';

/** Where a file has what the evaluation reads. The first heading of a list is the one told when the column is missing. */
export interface SectionLayout {
  readonly id: string;
  readonly form: 'csv' | 'workbook';
  /** Null where the layout names no province. */
  readonly province: readonly string[] | null;
  /** Columns whose texts, joined by a space, name the section. */
  readonly section: readonly (readonly string[])[];
  readonly time: readonly string[];
  readonly items: Readonly<Partial<Record<BasicItem, readonly string[]>>>;
  /** Items that may decide the class. */
  readonly decidingItems: readonly BasicItem[];
}

/** Concentrations of an automatic station, in the units of GB 3838-2002. A heading without its unit is taken too. */
const STATION_ITEMS = {
  ph: ['pH(无量纲)', 'pH'],
  do: ['溶解氧(mg/L)', '溶解氧'],
  codmn: ['高锰酸盐指数(mg/L)', '高锰酸盐指数'],
  nh3n: ['氨氮(mg/L)', '氨氮'],
  tp: ['总磷(mg/L)', '总磷'],
};

export const SECTION_LAYOUTS: readonly SectionLayout[] = [
  {
    /** Rows of the national publication of automatic stations: its class is not read. */
    id: 'cnemc-section',
    form: 'csv',
    province: ['省份'],
    section: [['断面名称']],
    time: ['监测时间'],
    items: STATION_ITEMS,
    decidingItems: AUTOMATIC_STATION_ITEMS,
  },
  {
    /** The hours of one station, with city and county instead of a province. */
    id: 'station-hours',
    form: 'csv',
    province: null,
    section: [['站点名称']],
    time: ['检测时间'],
    items: STATION_ITEMS,
    decidingItems: AUTOMATIC_STATION_ITEMS,
  },
  {
    /** A workbook of manual samples. Such workbooks write 高锰酸钾 where the permanganate index is meant. */
    id: 'manual-samples',
    form: 'workbook',
    province: null,
    section: [['河道名称'], ['编号']],
    time: ['取样日期'],
    items: {
      cod: ['COD', '化学需氧量'],
      nh3n: ['氨氮'],
      tp: ['总磷'],
      codmn: ['高锰酸盐指数', '高锰酸钾'],
    },
    decidingItems: EVALUATED_ITEMS,
  },
];
