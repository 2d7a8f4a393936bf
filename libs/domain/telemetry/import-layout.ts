/**
 * Layouts of files people import: where a file has what, read line by line. The door that takes a file in and the service
 * that keeps its rows read them by the same words, so a row refused at the one never reaches the other.
 */
import { feedOzone, type FeedValue, feedValueOf } from '../air/national-feed.js';
import { NATIONAL_EDITIONS } from '../air/national-editions.js';
import { POLLUTANTS, type Concentrations, type PerPollutant, type Pollutant } from '../air/pollutant.js';
import { type CivilDate, naturalDayOf } from '../calendar/shanghai.js';
import { csvCells } from './csv-cells.js';
import { instantOfFeedTime, isPlausible } from './data-time.js';
import { FACTOR_OF_POLLUTANT } from './factor-codes.js';
import { ROW_LAYOUTS } from './feed-rows.js';
import { LARGEST_VALUE, readValue } from './reading-value.js';

/** Which columns of a file are read. */
export interface ImportColumns {
  /** Columns whose texts, joined by a slash, name the subject. */
  readonly code: readonly string[];
  readonly time: string;
  /** Stations: column by pollutant, µg/m³, CO mg/m³. */
  readonly pollutants?: PerPollutant<string>;
  /** Column of the 24-hour maximum of ozone, read for hours in which its name was swapped with the hour's. */
  readonly ozoneMaximum?: string;
  /** Sections: column by item, units of GB 3838. */
  readonly items?: Readonly<Record<string, string>>;
}

export interface ImportLayout {
  readonly id: string;
  readonly subject: 'station' | 'section';
  readonly columns: ImportColumns;
  /** Subjects that stand among the others and are none: a city's mean in a list of stations. */
  readonly isAggregate?: (code: string) => boolean;
}

const AIR_COLUMNS = { SO2: 'so2', NO2: 'no2', CO: 'co', O3: 'o3', PM10: 'pm10', 'PM2.5': 'pm2_5' };

export const IMPORT_LAYOUTS: readonly ImportLayout[] = [
  {
    /** Station hours as the national platform publishes them. */
    id: 'national-hourly',
    subject: 'station',
    columns: { code: ['stationcode'], time: 'timepoint', pollutants: AIR_COLUMNS, ozoneMaximum: 'o3_24h' },
  },
  {
    /** Station hours as a provincial platform publishes them; the code of a district without a station number is its mean. */
    id: 'provincial-hourly',
    subject: 'station',
    columns: {
      code: ['sitecode'],
      time: 'time',
      pollutants: { SO2: 'SO2', NO2: 'NO2', CO: 'CO', O3: 'O3', PM10: 'PM10', 'PM2.5': 'PM25' },
    },
    isAggregate: (code) => /^\d{6}$/.test(code),
  },
  {
    /** Rows of automatic surface-water stations; a section is named by province and name, since names repeat. */
    id: 'national-sections',
    subject: 'section',
    columns: {
      code: ['省份', '断面名称'],
      time: '监测时间',
      items: {
        wt: '水温(℃)',
        ph: 'pH(无量纲)',
        do: '溶解氧(mg/L)',
        ec: '电导率(μS/cm)',
        turbidity: '浊度(NTU)',
        codmn: '高锰酸盐指数(mg/L)',
        nh3n: '氨氮(mg/L)',
        tp: '总磷(mg/L)',
        tn: '总氮(mg/L)',
      },
    },
  },
];

export const importLayout = (id: string): ImportLayout | null => IMPORT_LAYOUTS.find((one) => one.id === id) ?? null;

/** What a line says. Of `concentrations` and `items` the one that is not the layout's is empty. */
export interface ImportedRow {
  readonly code: string;
  /** Stations: label of the hour. Sections: instant of the observation. */
  readonly at: Date;
  readonly concentrations: Concentrations;
  /** Pollutants whose absence does not withhold the index of the hour. */
  readonly exempt: readonly Pollutant[];
  /** Decimal text by item. */
  readonly items: Readonly<Record<string, string>>;
}

/** Why a line is not taken: the column, and a code. */
export interface LineFault {
  readonly column: string;
  readonly reason: string;
}
export type ReadLine = { readonly row: ImportedRow } | { readonly fault: LineFault };

const HOUR_MS = 3_600_000;
const BEHIND = '(behind the last)';
const NO_ITEMS = {};

const fault = (column: string, reason: string): { readonly fault: LineFault } => ({ fault: { column, reason } });

const hasEdition = (label: Date): boolean => {
  const day = naturalDayOf(label);
  return NATIONAL_EDITIONS.some(({ from, to }) => day >= from && (to === null || day <= to));
};

const timeFault = (at: Date | null, layout: ImportLayout, readAt: Date): string | null => {
  if (at === null) return 'TIME_IMPOSSIBLE';
  if (!isPlausible(at, readAt)) return 'TIME_IMPLAUSIBLE';
  if (layout.subject === 'section') return null;
  if (at.getTime() % HOUR_MS !== 0) return 'TIME_NOT_ON_THE_HOUR';
  return hasEdition(at) ? null : 'TIME_IMPLAUSIBLE';
};

type ReadValues = { readonly row: Pick<ImportedRow, 'concentrations' | 'exempt' | 'items'> } | { fault: LineFault };
/** Text of a column in the line being read. */
type CellOf = (place: number) => string;

/** A column and where the file has it. */
interface Column {
  readonly name: string;
  readonly place: number;
}

/** One concentration, or why the cell has none; a refusal code for what is neither. */
const concentration = (pollutant: Pollutant, text: string): FeedValue | { readonly refused: string } => {
  const value = feedValueOf(text);
  if (value !== null) return value;
  const read = readValue(FACTOR_OF_POLLUTANT[pollutant], text);
  if (read === null) return 'MISSING';
  return 'refused' in read ? read : Number(read.text);
};

const mapPollutants = <T>(of: (pollutant: Pollutant) => T): PerPollutant<T> =>
  Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, of(pollutant)])) as PerPollutant<T>;

const stationValues = (
  columns: PerPollutant<Column>,
  maximum: Column | null,
  cell: CellOf,
  day: CivilDate,
): ReadValues => {
  const concentrations: Partial<Record<Pollutant, number>> = {};
  const exempt: Pollutant[] = [];
  for (const pollutant of POLLUTANTS) {
    const column = columns[pollutant];
    let value = concentration(pollutant, cell(column.place));
    if (typeof value === 'object') return fault(column.name, value.refused);
    if (pollutant === 'O3' && maximum !== null) {
      const highest = concentration(pollutant, cell(maximum.place));
      if (typeof highest === 'object') return fault(maximum.name, highest.refused);
      value = feedOzone(value, highest, day);
    }
    if (typeof value === 'number') {
      if (value > LARGEST_VALUE) return fault(column.name, 'TOO_LARGE');
      concentrations[pollutant] = value;
    } else if (value === 'NOT_IN_PLAN') exempt.push(pollutant);
  }
  // The feed blanks PM10 where it reads below PM2.5: such a value never decides the index.
  if (concentrations.PM10 === undefined && concentrations['PM2.5'] !== undefined && !exempt.includes('PM10'))
    exempt.push('PM10');
  return { row: { concentrations, exempt, items: NO_ITEMS } };
};

const SECTION_FACTORS = ROW_LAYOUTS['sections']?.columns ?? {};

const sectionValues = (columns: readonly (Column & { readonly item: string })[], cell: CellOf): ReadValues => {
  const items: Record<string, string> = {};
  for (const { item, name, place } of columns) {
    const read = readValue(SECTION_FACTORS[item] ?? item, cell(place));
    if (read === null) continue;
    if ('refused' in read) return fault(name, read.refused);
    items[item] = read.text;
  }
  return { row: { concentrations: {}, exempt: [], items } };
};

/**
 * Opens a file by its heading: a reader of its lines, or the columns it lacks. Columns are found by name; columns no
 * layout asks for are passed over. `readAt` is the instant the file was handed in: what lies beyond it is not believed.
 */
export const openImport = (
  layout: ImportLayout,
  heading: string,
  readAt: Date,
): { readonly read: (line: string) => ReadLine } | { readonly lacking: readonly string[] } => {
  const names = (csvCells(heading) ?? []).map((name) => name.trim());
  const { code, time, pollutants, items } = layout.columns;
  const needed = [...code, time, ...Object.values(pollutants ?? {}), ...Object.values(items ?? {})];
  const lacking = needed.filter((name) => !names.includes(name));
  if (lacking.length > 0) return { lacking };
  const columnOf = (name: string): Column => ({ name, place: names.indexOf(name) });
  const codes = code.map(columnOf);
  const timeAt = columnOf(time).place;
  const air = pollutants && mapPollutants((pollutant) => columnOf(pollutants[pollutant]));
  const water = Object.entries(items ?? {}).map(([item, name]) => ({ item, ...columnOf(name) }));
  const { ozoneMaximum } = layout.columns;
  const maximum = ozoneMaximum !== undefined && names.includes(ozoneMaximum) ? columnOf(ozoneMaximum) : null;
  let last: { readonly text: string; readonly at: Date; readonly day: CivilDate } | null = null;
  return {
    read: (line) => {
      const cells = csvCells(line);
      if (cells === null)
        return fault(names[line.slice(0, line.indexOf('"')).split(',').length - 1] ?? BEHIND, 'QUOTES_OPEN');
      if (cells.length !== names.length) return fault(names[cells.length] ?? BEHIND, 'COLUMN_COUNT');
      const cell: CellOf = (place) => cells[place]!.trim();
      const empty = codes.find(({ place }) => cell(place) === '');
      if (empty !== undefined) return fault(empty.name, 'CODE_MISSING');
      const name = codes.map(({ place }) => cell(place)).join('/');
      if (layout.isAggregate?.(name)) return fault(code[0]!, 'NOT_A_SUBJECT');
      const text = cell(timeAt);
      // Files of hours repeat one time hundreds of times running.
      if (last?.text !== text) {
        const at = instantOfFeedTime(text);
        const wrong = timeFault(at, layout, readAt);
        if (at === null || wrong !== null) return fault(time, wrong ?? 'TIME_IMPOSSIBLE');
        last = { text, at, day: naturalDayOf(at) };
      }
      const values = air ? stationValues(air, maximum, cell, last.day) : sectionValues(water, cell);
      return 'fault' in values ? values : { row: { code: name, at: last.at, ...values.row } };
    },
  };
};
