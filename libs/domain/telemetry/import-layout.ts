/**
 * Files of measured values read row by row, by their layout. The door that takes a file in and the service that keeps its
 * rows read them by the same words, so a row refused at the one never reaches the other.
 */
import { Decimal } from 'decimal.js';
import { feedOzone, type FeedValue, feedValueOf } from '../air/national-feed.js';
import { NATIONAL_EDITIONS } from '../air/national-editions.js';
import type { Concentrations, Pollutant } from '../air/pollutant.js';
import { type CivilDate, naturalDayOf } from '../calendar/shanghai.js';
import { plainHeading } from '../table-heading.js';
import { csvCells } from './csv-cells.js';
import { clockText, instantOfFeedTime, instantOfWrittenTime, isPlausible } from './feed-time.js';
import type { FileLayout, Headings } from './file-layout.js';
import { FACTOR_OF_ITEM, FACTOR_OF_POLLUTANT } from './factor-codes.js';
import { LARGEST_VALUE, readValue } from './reading-value.js';

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
const NOON = '12:00';

const fault = (column: string, reason: string): { readonly fault: LineFault } => ({ fault: { column, reason } });

const hasEdition = (label: Date): boolean => {
  const day = naturalDayOf(label);
  return NATIONAL_EDITIONS.some(({ from, to }) => day >= from && (to === null || day <= to));
};

const timeFault = (at: Date | null, layout: FileLayout, readAt: Date): string | null => {
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
  /** What its numbers are multiplied by; null for one. */
  readonly factor: Decimal | null;
}

const times = (text: string, factor: Decimal | null): string =>
  factor === null ? text : new Decimal(text).times(factor).toFixed();

/** One concentration, or why the cell has none; a refusal code for what is neither. */
const concentration = (
  pollutant: Pollutant,
  text: string,
  factor: Decimal | null,
): FeedValue | { readonly refused: string } => {
  const value = feedValueOf(text);
  if (value !== null) return typeof value === 'number' && factor !== null ? Number(times(text, factor)) : value;
  const read = readValue(FACTOR_OF_POLLUTANT[pollutant], text);
  if (read === null) return 'MISSING';
  return 'refused' in read ? read : Number(times(read.text, factor));
};

const stationValues = (
  columns: readonly (Column & { readonly pollutant: Pollutant })[],
  maximum: Column | null,
  cell: CellOf,
  day: CivilDate,
): ReadValues => {
  const concentrations: Partial<Record<Pollutant, number>> = {};
  const exempt: Pollutant[] = [];
  for (const { pollutant, name, place, factor } of columns) {
    let value = concentration(pollutant, cell(place), factor);
    if (typeof value === 'object') return fault(name, value.refused);
    if (pollutant === 'O3' && maximum !== null) {
      const highest = concentration(pollutant, cell(maximum.place), factor);
      if (typeof highest === 'object') return fault(maximum.name, highest.refused);
      value = feedOzone(value, highest, day);
    }
    if (typeof value === 'number') {
      if (value > LARGEST_VALUE) return fault(name, 'TOO_LARGE');
      concentrations[pollutant] = value;
    } else if (value === 'NOT_IN_PLAN') exempt.push(pollutant);
  }
  // The feed blanks PM10 where it reads below PM2.5: such a value never decides the index.
  if (concentrations.PM10 === undefined && concentrations['PM2.5'] !== undefined && !exempt.includes('PM10'))
    exempt.push('PM10');
  return { row: { concentrations, exempt, items: NO_ITEMS } };
};

/** Beyond it a pH is none: the scale ends at 14. */
const HIGHEST_PH = 14;

const sectionValues = (columns: readonly (Column & { readonly item: string })[], cell: CellOf): ReadValues => {
  const items: Record<string, string> = {};
  for (const { item, name, place, factor } of columns) {
    const read = readValue(FACTOR_OF_ITEM[item] ?? item, cell(place));
    if (read === null) continue;
    if ('refused' in read) return fault(name, read.refused);
    if (item === 'ph' && Number(read.text) > HIGHEST_PH) return fault(name, 'TOO_LARGE');
    items[item] = times(read.text, factor);
  }
  return { row: { concentrations: {}, exempt: [], items } };
};

/**
 * Finds columns among the headings of a file: the place of the first of several names a column may have, as written before
 * without regard to capital letters, which count only where two headings differ by nothing else; -1 where there is none.
 */
export const columnFinder = (headings: readonly string[]): ((of: Headings) => number) => {
  const plain = headings.map(plainHeading);
  const lower = plain.map((name) => name.toLowerCase());
  return (of) => {
    const wanted = of.map(plainHeading);
    const places = [
      ...wanted.map((heading) => plain.indexOf(heading)),
      ...wanted.map((heading) => lower.indexOf(heading.toLowerCase())),
    ];
    return places.find((at) => at >= 0) ?? -1;
  };
};

export type RowReader = (cells: readonly string[]) => ReadLine;

/** How the columns of a file and those of its layout meet, besides what is read. */
export interface ColumnsLeft {
  /** Headings nothing is read of, as the file has them. */
  readonly unread: readonly string[];
  /** Columns the layout knows and the file does without, by their first heading. */
  readonly absent: readonly string[];
}

/**
 * Opens a table by its headings: a reader of the cells of its rows, or the columns it lacks. Columns are found by name;
 * columns no layout asks for are passed over and named. `readAt` is the instant the file was handed in: what lies beyond it is
 * not believed.
 */
export const openTable = (
  layout: FileLayout,
  headings: readonly string[],
  readAt: Date,
): { readonly read: RowReader; readonly left: ColumnsLeft } | { readonly lacking: readonly string[] } => {
  const names = headings.map((name) => name.trim());
  const placeOf = columnFinder(names);
  const { code, time, clock, pollutants, items, optionalItems, isPartial, factors, labelsStart, anyTime } =
    layout.columns;
  const find = (of: Headings): Column | null => {
    const place = placeOf(of);
    return place < 0 ? null : { name: names[place]!, place, factor: null };
  };
  const valued = <K extends string>(of: Readonly<Record<string, Headings>>, as: K) =>
    Object.entries(of).flatMap(([key, heading]) => {
      const found = find(heading);
      const factor = factors?.[key] === undefined ? null : new Decimal(factors[key]);
      return found ? [{ ...found, factor, [as]: key } as Column & Record<K, never>] : [];
    });
  const needed = [...code, time];
  const headingsOf = (isOptional: boolean): Headings[] =>
    Object.entries<Headings>({ ...pollutants, ...items }).flatMap(([key, heading]) =>
      (optionalItems?.includes(key) ?? false) === isOptional ? [heading] : [],
    );
  const [values, optional] = [headingsOf(false), headingsOf(true)];
  const isThere = (heading: Headings): boolean => find(heading) !== null;
  const lacking = [...needed, ...(isPartial && values.some(isThere) ? [] : values)].filter((one) => !isThere(one));
  if (lacking.length > 0) return { lacking: lacking.map(([first]) => first) };
  const codes = code.map((one) => find(one)!);
  const timeColumn = find(time)!;
  const clockColumn = clock ? find(clock) : null;
  const air = pollutants ? valued(pollutants, 'pollutant') : null;
  const water = valued(items ?? {}, 'item');
  const { ozoneMaximum } = layout.columns;
  const maximum = ozoneMaximum === undefined ? null : find([ozoneMaximum]);
  const instantOf = anyTime || layout.form === 'workbook' ? instantOfWrittenTime : instantOfFeedTime;
  const readPlaces = new Set(
    [...codes, timeColumn, clockColumn, ...(air ?? []), ...water, maximum].flatMap((column) => column?.place ?? []),
  );
  const known = [...values, ...optional, ...(clock ? [clock] : [])];
  let last: { readonly text: string; readonly at: Date; readonly day: CivilDate } | null = null;
  return {
    left: {
      unread: names.filter((name, place) => name !== '' && !readPlaces.has(place)),
      absent: known.filter((heading) => !isThere(heading)).map(([first]) => first),
    },
    read: (cells) => {
      if (cells.length !== names.length) return fault(names[cells.length] ?? BEHIND, 'COLUMN_COUNT');
      const cell: CellOf = (place) => cells[place]!.trim();
      const empty = codes.find(({ place }) => cell(place) === '');
      if (empty !== undefined) return fault(empty.name, 'CODE_MISSING');
      const name = codes.map(({ place }) => cell(place)).join('/');
      if (layout.isAggregate?.(name)) return fault(codes[0]!.name, 'NOT_A_SUBJECT');
      const clockTime = clockColumn ? clockText(cell(clockColumn.place)) : '';
      if (clockTime === null) return fault(clockColumn!.name, 'TIME_IMPOSSIBLE');
      const date = cell(timeColumn.place);
      // A sample without its time of day lies in the middle of its day.
      const text = clock ? `${date} ${clockTime || NOON}` : date;
      // Files of hours repeat one time hundreds of times running.
      if (last?.text !== text) {
        const read = instantOf(text);
        const at = read && labelsStart ? new Date(read.getTime() + HOUR_MS) : read;
        const wrong = timeFault(at, layout, readAt);
        if (at === null || wrong !== null) return fault(timeColumn.name, wrong ?? 'TIME_IMPOSSIBLE');
        last = { text, at, day: naturalDayOf(at) };
      }
      const found = air ? stationValues(air, maximum, cell, last.day) : sectionValues(water, cell);
      return 'fault' in found ? found : { row: { code: name, at: last.at, ...found.row } };
    },
  };
};

/** The same for lines of comma-separated text. */
export const openImport = (
  layout: FileLayout,
  heading: string,
  readAt: Date,
):
  | { readonly read: (line: string) => ReadLine; readonly left: ColumnsLeft }
  | { readonly lacking: readonly string[] } => {
  const names = (csvCells(heading) ?? []).map((name) => name.trim());
  const opened = openTable(layout, names, readAt);
  if ('lacking' in opened) return opened;
  return {
    left: opened.left,
    read: (line) => {
      const cells = csvCells(line);
      if (cells === null)
        return fault(names[line.slice(0, line.indexOf('"')).split(',').length - 1] ?? BEHIND, 'QUOTES_OPEN');
      return opened.read(cells);
    },
  };
};
