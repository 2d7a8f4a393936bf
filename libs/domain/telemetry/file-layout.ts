/**
 * Layouts of files of measured values: where a file has what. The one list of them; each publication has one name here,
 * whether it comes through the feed door, as an import or to the command line.
 */
import type { Pollutant } from '../air/pollutant.js';
import { BASIC_ITEMS, GB3838_2002 } from '../water/edition.js';
import { FACTOR_OF_ITEM, FACTOR_OF_POLLUTANT } from './factor-codes.js';
import type { ReadingKind } from './packet-readings.js';

/** Headings one column may have; the first is told where it is missing. */
export type Headings = readonly [string, ...string[]];

/** Which columns of a file are read. */
export interface FileColumns {
  /** Columns whose texts, joined by a slash, name the subject. */
  readonly code: readonly Headings[];
  readonly time: Headings;
  /** Time of day beside a date; the column may be absent, and its cells empty. */
  readonly clock?: Headings;
  /** Tells samples of one place apart, such as before and after a treatment. */
  readonly marks?: Headings;
  /** Stations: column by pollutant, µg/m³, CO mg/m³. */
  readonly pollutants?: Readonly<Partial<Record<Pollutant, Headings>>>;
  /** Column of the 24-hour maximum of ozone, read for hours in which its name was swapped with the hour's. */
  readonly ozoneMaximum?: string;
  /** Sections: column by item, units of GB 3838. */
  readonly items?: Readonly<Record<string, Headings>>;
  /** Items whose columns may be absent: what decides no class. */
  readonly optionalItems?: readonly string[];
  /** Not every column of a pollutant or item is there; one at least is. */
  readonly isPartial?: boolean;
  /** Decimal text a cell is multiplied by, by pollutant or item; 1 where absent. */
  readonly factors?: Readonly<Record<string, string>>;
  /** Hours are written by their start instead of their label. */
  readonly labelsStart?: boolean;
  /** Times may be written in any way tables write them. */
  readonly anyTime?: boolean;
}

export interface FileLayout {
  readonly id: string;
  readonly form: 'csv' | 'workbook';
  readonly subject: 'station' | 'section';
  readonly columns: FileColumns;
  /** Subjects that stand among the others and are none: a city's mean in a list of stations. */
  readonly isAggregate?: (code: string) => boolean;
  /** Single samples people took: a later file's stand for the month instead of an earlier one's. */
  readonly isManual?: boolean;
  /** Read by the command line only: the file does not say which section of the register it is about. */
  readonly isBare?: boolean;
}

/** Headings of items by the names of GB 3838-2002 table 1, with and without the unit. */
const ITEM_HEADINGS: Readonly<Record<string, Headings>> = Object.fromEntries(
  BASIC_ITEMS.map((item) => {
    const { name, unit } = GB3838_2002.basic[item];
    return [item, unit === '' ? [name, `${name}(无量纲)`] : [name, `${name}(${unit})`]] as [string, Headings];
  }),
);

/** Items of an automatic station, in the units of GB 3838-2002. */
const STATION_ITEMS = {
  ph: ['pH(无量纲)', 'pH'],
  do: ['溶解氧(mg/L)', '溶解氧'],
  codmn: ['高锰酸盐指数(mg/L)', '高锰酸盐指数'],
  nh3n: ['氨氮(mg/L)', '氨氮'],
  tp: ['总磷(mg/L)', '总磷'],
} as const satisfies Record<string, Headings>;

export const FILE_LAYOUTS = [
  {
    /** Station hours as the national platform publishes them. */
    id: 'cnemc-hourly',
    form: 'csv',
    subject: 'station',
    columns: {
      code: [['stationcode']],
      time: ['timepoint'],
      pollutants: { SO2: ['so2'], NO2: ['no2'], CO: ['co'], O3: ['o3'], PM10: ['pm10'], 'PM2.5': ['pm2_5'] },
      ozoneMaximum: 'o3_24h',
    },
  },
  {
    /** Station hours as a provincial platform publishes them; the code of a district without a station number is its mean. */
    id: 'provincial-hourly',
    form: 'csv',
    subject: 'station',
    columns: {
      code: [['sitecode']],
      time: ['time'],
      pollutants: { SO2: ['SO2'], NO2: ['NO2'], CO: ['CO'], O3: ['O3'], PM10: ['PM10'], 'PM2.5': ['PM25'] },
    },
    isAggregate: (code: string): boolean => /^\d{6}$/.test(code),
  },
  {
    /** Rows of automatic surface-water stations; a section is named by province and name, since names repeat. */
    id: 'cnemc-section',
    form: 'csv',
    subject: 'section',
    columns: {
      code: [['省份'], ['断面名称']],
      time: ['监测时间'],
      items: {
        wt: ['水温(℃)', '水温'],
        ph: STATION_ITEMS.ph,
        do: STATION_ITEMS.do,
        ec: ['电导率(μS/cm)', '电导率'],
        turbidity: ['浊度(NTU)', '浊度'],
        codmn: STATION_ITEMS.codmn,
        nh3n: STATION_ITEMS.nh3n,
        tp: STATION_ITEMS.tp,
        tn: ['总氮(mg/L)', '总氮'],
      },
      optionalItems: ['wt', 'ec', 'turbidity', 'tn'],
    },
  },
  {
    /** The hours of one automatic station, with city and county instead of a province. */
    id: 'station-hours',
    form: 'csv',
    subject: 'section',
    columns: { code: [['站点名称']], time: ['检测时间'], items: STATION_ITEMS },
    isBare: true,
  },
  {
    /** A workbook of manual samples. Such workbooks write COD, and 高锰酸钾 where the permanganate index is meant. */
    id: 'manual-samples',
    form: 'workbook',
    subject: 'section',
    columns: {
      code: [['河道名称', '断面名称', '点位名称']],
      time: ['取样日期', '采样日期', '监测日期'],
      clock: ['取样时间', '采样时间'],
      marks: ['编号'],
      items: {
        ...ITEM_HEADINGS,
        cod: ['COD', '化学需氧量', '化学需氧量(mg/L)'],
        codmn: ['高锰酸盐指数', '高锰酸盐指数(mg/L)', '高锰酸钾'],
      },
      isPartial: true,
    },
    isManual: true,
  },
] as const satisfies readonly FileLayout[];

export type FileLayoutId = (typeof FILE_LAYOUTS)[number]['id'];

/** The layout of that id, null where there is none. */
export const fileLayout = (id: string): FileLayout | null => FILE_LAYOUTS.find((one) => one.id === id) ?? null;

/** Layouts of which a file can be imported: each row says whom of the register it is about. */
export const IMPORT_LAYOUTS: readonly FileLayout[] = FILE_LAYOUTS.filter((one: FileLayout) => !one.isBare);

/** Layouts a public platform publishes; the feed door takes them as they are. */
export const PUBLICATIONS: readonly FileLayout[] = IMPORT_LAYOUTS.filter(({ form }) => form === 'csv');

/**
 * A table written for the feed door: the subject's id under `code`, the wall time of Shanghai under `time`, and a column for
 * each factor. Its rows travel as they are written, column by column.
 */
export interface PlainLayout {
  readonly id: string;
  readonly kind: ReadingKind;
  readonly subject: FileLayout['subject'];
  /** Factor code by column; each of them has to be there. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that travel along where they are there, and are no reading. */
  readonly alongside: readonly string[];
  /** What stands in the cell of a value that is missing. */
  readonly missing: readonly string[];
}

/** Hourly values of the six pollutants, gases and particles in µg/m³, CO in mg/m³; the time is the hour's label. */
const PLAIN_AIR_HOURS = {
  kind: 'hour',
  subject: 'station',
  columns: {
    so2: FACTOR_OF_POLLUTANT.SO2,
    no2: FACTOR_OF_POLLUTANT.NO2,
    co: FACTOR_OF_POLLUTANT.CO,
    o3: FACTOR_OF_POLLUTANT.O3,
    pm10: FACTOR_OF_POLLUTANT.PM10,
    pm2_5: FACTOR_OF_POLLUTANT['PM2.5'],
  },
  alongside: ['aqi', 'primary'],
  missing: ['', 'NA', '--', '/'],
} as const;

/** The tables the feed door takes beside publications. */
export const PLAIN_LAYOUTS: readonly PlainLayout[] = [
  { id: 'national-hourly', ...PLAIN_AIR_HOURS },
  { id: 'reviewed-hourly', ...PLAIN_AIR_HOURS },
  {
    /** What an automatic station of surface water measures at an instant; units of GB 3838-2002. */
    id: 'sections',
    kind: 'observation',
    subject: 'section',
    columns: FACTOR_OF_ITEM,
    alongside: ['feed_class', 'chla', 'algae'],
    missing: ['', '--', '*'],
  },
];
