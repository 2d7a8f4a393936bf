import { parse } from 'csv-parse/sync';
import { plainHeading } from '#libs/domain/table-heading.js';
import { instantOfWallTime } from '#libs/domain/telemetry/feed-time.js';
import { readConcentration } from '#libs/domain/water/concentration.js';
import type { BasicItem } from '#libs/domain/water/edition.js';
import { lineBatches } from '../air/text-lines.js';
import { FileFault, NOT_TEXT, UNREADABLE } from '../file-fault.js';
import type { SectionLayout } from './section-layout.js';
import type { ReadRow } from './section-row.js';

/** What publications write where there is no value. */
const MISSING = ['', '--', '-', '*', '/', 'NA'];
/** A zero is no concentration (below detection is written as such): the item counts as not measured. */
const ZERO = /^[+-]?0*\.?0*$/;

interface Column {
  readonly heading: string;
  readonly at: number;
}
interface Columns {
  readonly headings: readonly string[];
  readonly province: Column | null;
  readonly section: readonly Column[];
  readonly time: Column;
  readonly items: readonly (Column & { readonly item: BasicItem })[];
}

/** Cells of a line; null where its quotes do not match. A quoted cell may hold a comma, never a line end. */
const cellsOf = (line: string): readonly string[] | null => {
  if (!line.includes('"')) return line.split(',');
  try {
    return (parse(line, { relax_column_count: true }) as string[][])[0] ?? [];
  } catch {
    return null;
  }
};

const headingOf = (heading: string): string => plainHeading(heading).toLowerCase();

/** Finds the layout's columns by their headings, in any order; throws a FileFault naming all that are missing or twice. */
const columnsOf = (file: string, head: string, layout: SectionLayout): Columns => {
  if (head.includes(UNREADABLE)) throw new FileFault(file, NOT_TEXT);
  const headings = (cellsOf(head) ?? []).map((heading) => heading.trim());
  const missing: string[] = [];
  const twice: string[] = [];
  const find = (names: readonly string[]): Column => {
    const places = headings.flatMap((heading, at) =>
      names.some((name) => headingOf(name) === headingOf(heading)) ? [at] : [],
    );
    if (places.length === 0) missing.push(names[0]!);
    if (places.length > 1) twice.push(names[0]!);
    return { heading: headings[places[0] ?? -1] ?? '', at: places[0] ?? -1 };
  };
  const columns: Columns = {
    headings,
    province: layout.province === null ? null : find(layout.province),
    section: layout.section.map(find),
    time: find(layout.time),
    items: Object.entries(layout.items).map(([item, names]) => ({ item: item as BasicItem, ...find(names) })),
  };
  if (missing.length > 0) throw new FileFault(file, `column missing: ${missing.join(', ')}`);
  if (twice.length > 0) throw new FileFault(file, `column more than once: ${twice.join(', ')}`);
  return columns;
};

/** `2026-07-09 21:00`; some files write the hour only. */
const isTime = (text: string): boolean =>
  instantOfWallTime(/^\d{4}-\d{2}-\d{2} \d{2}$/.test(text) ? `${text}:00` : text) !== null;

const readLine = (line: string, row: number, columns: Columns): ReadRow => {
  const { headings } = columns;
  const fault = (column: string, problem: string): ReadRow => ({ fault: { row, column, problem } });
  const cells = cellsOf(line);
  if (cells === null)
    return fault(
      headings[line.slice(0, line.indexOf('"')).split(',').length - 1] ?? 'behind the last',
      'its quotes do not match',
    );
  if (cells.length !== headings.length)
    return fault(headings[cells.length] ?? 'behind the last', `${cells.length} cells instead of ${headings.length}`);
  const cell = ({ at }: Column): string => cells[at]!.trim();
  for (const column of [columns.province, ...columns.section])
    if (column !== null && cell(column) === '') return fault(column.heading, 'empty');
  const time = cell(columns.time);
  if (!isTime(time)) return fault(columns.time.heading, `not a time: "${time}"`);
  const values: Partial<Record<BasicItem, string>> = {};
  for (const column of columns.items) {
    const text = cell(column);
    if (MISSING.includes(text) || ZERO.test(text)) continue;
    if (readConcentration(text) === null) return fault(column.heading, `not a concentration: "${text}"`);
    values[column.item] = text;
  }
  return {
    row: {
      province: columns.province === null ? '' : cell(columns.province),
      section: columns.section.map(cell).join(' '),
      time,
      values,
    },
  };
};

/** Rows of a CSV file, plain or gzip, in their order; throws a FileFault where a column is missing. */
export async function* readCsvRows(file: string, layout: SectionLayout): AsyncGenerator<ReadRow> {
  let columns: Columns | null = null;
  let row = 0;
  for await (const lines of lineBatches(file))
    for (const line of lines) {
      row += 1;
      if (columns === null) columns = columnsOf(file, line, layout);
      else if (line !== '') yield readLine(line, row, columns);
    }
  if (columns === null) throw new FileFault(file, 'the file is empty');
}
