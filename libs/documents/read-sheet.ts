/** Reading `.xlsx` lists that people fill in: units, accounts, problem lists. Every fault names its sheet, row, column. */
import { Decimal } from 'decimal.js';
import { Unzip, UnzipInflate } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { epochDay } from '#libs/domain/calendar/shanghai.js';
import { plainHeading } from '#libs/domain/table-heading.js';
import { Refusal } from '#libs/domain/refusal.js';
import { unguardedText } from './workbook.js';

export interface ReadColumn {
  /** Name of the value in the result. */
  readonly key: string;
  /** Heading in the sheet; spaces, line breaks and a trailing `*` do not matter. */
  readonly header: string;
  readonly otherHeaders?: readonly string[];
  /** `decimal` and `date` come out as text: `449.99`, `2026-05-06`. */
  readonly type?: 'text' | 'integer' | 'decimal' | 'date' | 'choice';
  /** The cell may not be empty. Columns are always required unless `optionalColumn`. */
  readonly required?: boolean;
  readonly optionalColumn?: boolean;
  /** Printed name to code, e.g. 立行立改 to IMMEDIATE. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly longest?: number;
}

export interface SheetProblem {
  readonly sheet: string;
  /** As the spreadsheet program counts, from 1; null for the sheet as a whole. */
  readonly row: number | null;
  /** Heading; null for the row as a whole. */
  readonly column: string | null;
  /** `F12`, where it is about one cell. */
  readonly cell?: string;
  readonly code:
    'COLUMN_MISSING' | 'COLUMN_TWICE' | 'CELL_EMPTY' | 'CELL_WRONG' | 'CELL_LONG' | 'SHEET_EMPTY' | 'ROWS_MANY';
  readonly problem: string;
  /** What the cell holds, where it is about one that is not empty. */
  readonly written?: string;
}
export type ReadValue = string | number | null;
export interface ReadSheet {
  readonly sheet: string;
  /** Rows without a fault, with their numbers in the sheet. */
  readonly rows: readonly { readonly row: number; readonly values: Readonly<Record<string, ReadValue>> }[];
  readonly problems: readonly SheetProblem[];
  /** Letters of the columns found, by key. */
  readonly letters: Readonly<Record<string, string>>;
  /** Headings no column asked for. */
  readonly unknownHeaders: readonly string[];
}

/** The heading row is looked for in this many first rows, under a title or remarks. */
const HEAD_DEPTH = 10;
const MOST_ROWS = 20_000;
const MOST_PROBLEMS = 1_000;
const MOST_INFLATED = 100 * 1024 * 1024;
const SLICE = 64 * 1024;

type Cell = string | number | boolean | Date | null;

const normalHeader = (cell: Cell): string =>
  cell === null
    ? ''
    : plainHeading(String(cell))
        .replace(/[*＊]+$/, '')
        .replace(/^[*＊]+/, '')
        .toLowerCase();

/** Refusal SHEET_UNREADABLE when the archive unpacks to more than any honest sheet, before a reader unpacks it. */
const refuseBomb = (bytes: Uint8Array): void => {
  let inflated = 0;
  const unzip = new Unzip((file) => {
    file.ondata = (error, chunk) => {
      if (error) throw error;
      inflated += chunk.length;
      if (inflated > MOST_INFLATED) throw new RangeError('too large');
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += SLICE)
    unzip.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
};

const civil = (year: number, month: number, day: number): string | null => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  try {
    epochDay(text);
    return text;
  } catch {
    return null;
  }
};

const readDate = (cell: Cell): string | null => {
  if (cell instanceof Date) return civil(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate());
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(String(cell).trim());
  return match === null ? null : civil(Number(match[1]), Number(match[2]), Number(match[3]));
};

const readDecimal = (cell: Cell): string | null => {
  // Fifteen digits are what the program shows; the rest is the binary shadow of a decimal.
  if (typeof cell === 'number') return new Decimal(cell.toPrecision(15)).toFixed();
  const text = String(cell).replaceAll(/[,，\s]/g, '');
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
};

/** A time of day without a day is one of the day before the first the program counts. */
const NO_DAY = '1899-12-30';
/** Times are fractions of a day there, a hair before or after their minute. */
const HALF_A_MINUTE_MS = 30_000;

const plain = (cell: Cell): string => {
  if (cell instanceof Date && cell.toISOString().startsWith(NO_DAY))
    return new Date(cell.getTime() + HALF_A_MINUTE_MS).toISOString().slice(11, 16);
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return unguardedText(String(cell)).trim();
};

type ReadCell =
  | { readonly value: ReadValue }
  | { readonly code: SheetProblem['code']; readonly problem: string; readonly written?: string };

const wrong = (cell: Cell, what: string): ReadCell => ({
  code: 'CELL_WRONG',
  problem: `“${plain(cell)}”${what}`,
  written: plain(cell),
});

const readCell = (column: ReadColumn, cell: Cell): ReadCell => {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) {
    return column.required === true ? { code: 'CELL_EMPTY', problem: '不能为空' } : { value: null };
  }
  switch (column.type ?? 'text') {
    case 'integer': {
      const text = readDecimal(cell);
      const value = text === null ? NaN : Number(text);
      return Number.isSafeInteger(value) ? { value } : wrong(cell, '不是整数');
    }
    case 'decimal': {
      const value = readDecimal(cell);
      return value === null ? wrong(cell, '不是数值') : { value };
    }
    case 'date': {
      const value = readDate(cell);
      return value === null ? wrong(cell, '不是日期（年-月-日）') : { value };
    }
    case 'choice': {
      const value = column.choices?.[plain(cell)];
      return value === undefined
        ? wrong(cell, `不在可选范围：${Object.keys(column.choices ?? {}).join('、')}`)
        : { value };
    }
    case 'text': {
      const value = plain(cell);
      return column.longest !== undefined && value.length > column.longest
        ? { code: 'CELL_LONG', problem: `超过${column.longest}字`, written: value }
        : { value };
    }
  }
};

/** `A` for the first column, `AA` for the twenty-seventh. */
const columnLetter = (place: number): string =>
  (place >= 26 ? columnLetter(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26));

interface Head {
  /** Index of the heading row. */
  readonly at: number;
  /** Index of each column found. */
  readonly places: ReadonlyMap<string, number>;
  readonly twice: readonly string[];
  readonly unknown: readonly string[];
}

const headersOf = (column: ReadColumn): string[] => [column.header, ...(column.otherHeaders ?? [])].map(normalHeader);

const readHead = (row: readonly Cell[], at: number, columns: readonly ReadColumn[]): Head => {
  const places = new Map<string, number>();
  const twice: string[] = [];
  const unknown: string[] = [];
  row.forEach((cell, index) => {
    const name = normalHeader(cell);
    if (name === '') return;
    const column = columns.find((one) => headersOf(one).includes(name));
    if (column === undefined) unknown.push(String(cell).trim());
    else if (places.has(column.key)) twice.push(column.header);
    else places.set(column.key, index);
  });
  return { at, places, twice, unknown };
};

const findHead = (data: readonly (readonly Cell[])[], columns: readonly ReadColumn[]): Head => {
  let best = readHead(data[0] ?? [], 0, columns);
  data.slice(1, HEAD_DEPTH).forEach((row, index) => {
    const head = readHead(row, index + 1, columns);
    if (head.places.size > best.places.size) best = head;
  });
  return best;
};

/**
 * Reads one sheet (the first, or the one named). Rows with a fault are left out of `rows` and listed in `problems`; with
 * a column missing or twice there are no rows. Refusals: SHEET_UNREADABLE (no `.xlsx`, or one that unpacks to more than
 * 100 MB), SHEET_NOT_FOUND.
 */
export const readSheet = async (
  bytes: Uint8Array,
  columns: readonly ReadColumn[],
  sheetName?: string,
): Promise<ReadSheet> => {
  let sheets: { readonly sheet: string; readonly data: readonly (readonly Cell[])[] }[];
  try {
    refuseBomb(bytes);
    // The package declares dates as the constructor instead of its instances.
    sheets = (await readWorkbook(Buffer.from(bytes))) as unknown as typeof sheets;
  } catch (error) {
    throw new Refusal('SHEET_UNREADABLE', '不是可读取的 .xlsx 文件', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  const found = sheetName === undefined ? sheets[0] : sheets.find((one) => one.sheet === sheetName);
  if (found === undefined) {
    throw new Refusal('SHEET_NOT_FOUND', `没有名为“${sheetName ?? ''}”的工作表`, {
      sheets: sheets.map((one) => one.sheet),
    });
  }
  const { sheet, data } = found;
  const head = findHead(data, columns);
  const problems: SheetProblem[] = [];
  for (const column of columns) {
    if (!head.places.has(column.key) && column.optionalColumn !== true) {
      problems.push({ sheet, row: head.at + 1, column: column.header, code: 'COLUMN_MISSING', problem: '缺少该列' });
    }
  }
  for (const column of head.twice) {
    problems.push({ sheet, row: head.at + 1, column, code: 'COLUMN_TWICE', problem: '该列出现两次' });
  }
  const letters = Object.fromEntries([...head.places].map(([key, place]) => [key, columnLetter(place)]));
  const done = (rows: ReadSheet['rows']): ReadSheet => ({
    ...{ sheet, rows, problems, letters },
    unknownHeaders: head.unknown,
  });
  if (problems.length > 0) return done([]);
  const body = data.slice(head.at + 1);
  if (body.length > MOST_ROWS) {
    problems.push({ sheet, row: null, column: null, code: 'ROWS_MANY', problem: `超过${MOST_ROWS}行` });
    return done([]);
  }
  const rows: { row: number; values: Record<string, ReadValue> }[] = [];
  body.forEach((cells, index) => {
    const row = head.at + 2 + index;
    if (cells.every((cell) => cell === null || String(cell).trim() === '')) return;
    const values: Record<string, ReadValue> = {};
    let isWhole = true;
    for (const column of columns) {
      const place = head.places.get(column.key);
      const read = readCell(column, place === undefined ? null : (cells[place] ?? null));
      if ('value' in read) values[column.key] = read.value;
      else {
        isWhole = false;
        if (problems.length < MOST_PROBLEMS) {
          const cell = place === undefined ? {} : { cell: `${columnLetter(place)}${row}` };
          problems.push({ sheet, row, column: column.header, ...cell, ...read });
        }
      }
    }
    if (isWhole) rows.push({ row, values });
  });
  if (rows.length === 0 && problems.length === 0) {
    problems.push({ sheet, row: null, column: null, code: 'SHEET_EMPTY', problem: '没有数据行' });
  }
  return done(rows);
};
