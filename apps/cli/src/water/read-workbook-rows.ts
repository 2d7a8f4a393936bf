import { readFile } from 'node:fs/promises';
import { readSheet, type ReadColumn, type ReadValue, type SheetProblem } from '#libs/documents/read-sheet.js';
import { Refusal } from '#libs/domain/refusal.js';
import { clockText } from '#libs/domain/telemetry/feed-time.js';
import type { BasicItem } from '#libs/domain/water/edition.js';
import { FileFault, NO_ROWS } from '../file-fault.js';
import type { SectionLayout } from './section-layout.js';
import type { ReadRow } from './section-row.js';

/** The time of day stands in a column of its own, and is left empty often. */
const CLOCK: ReadColumn = { key: 'clock', header: '取样时间', optionalColumn: true };

const column = (key: string, names: readonly string[], more: Partial<ReadColumn>): ReadColumn => ({
  key,
  header: names[0]!,
  otherHeaders: names.slice(1),
  ...more,
});

/** The reader speaks as the console does; a terminal is spoken to in English. */
const wordsOf = ({ code, column: heading, written }: SheetProblem, columns: readonly ReadColumn[]): string => {
  switch (code) {
    case 'CELL_EMPTY':
      return 'empty';
    case 'CELL_WRONG': {
      const isDay = columns.some(({ header, type }) => header === heading && type === 'date');
      return `${isDay ? 'not a day' : 'not a concentration'}: "${written}"`;
    }
    case 'CELL_LONG':
      return 'too long';
    case 'COLUMN_MISSING':
      return 'column missing';
    case 'COLUMN_TWICE':
      return 'column more than once';
    case 'ROWS_MANY':
      return 'more rows than a workbook may have';
    case 'SHEET_EMPTY':
      return NO_ROWS;
  }
};

type NumberedRow = { readonly at: number } & ReadRow;

const readValues = (at: number, values: Readonly<Record<string, ReadValue>>, layout: SectionLayout): NumberedRow => {
  const fault = (heading: string, problem: string): NumberedRow => ({
    at,
    fault: { row: at, column: heading, problem },
  });
  const clock = clockText(values['clock'] ?? null);
  if (clock === null) return fault(CLOCK.header, `not a time of day: "${values['clock']}"`);
  const items = Object.keys(layout.items) as BasicItem[];
  const negative = items.find((item) => String(values[item] ?? '').startsWith('-'));
  if (negative !== undefined) return fault(layout.items[negative]![0]!, `not a concentration: "${values[negative]}"`);
  const section = layout.section.map((_, n) => values[`section${n}`] ?? '').filter((text) => text !== '');
  return {
    at,
    row: {
      province: '',
      section: section.join(' '),
      time: `${values['date']} ${clock}`.trim(),
      values: Object.fromEntries(items.map((item) => [item, values[item] ?? null])),
    },
  };
};

/** Rows of the first sheet of an `.xlsx` workbook, in their order; throws a FileFault where a column is missing. */
export async function* readWorkbookRows(file: string, layout: SectionLayout): AsyncGenerator<ReadRow> {
  const columns = [
    ...layout.section.map((names, n) => column(`section${n}`, names, { required: n === 0 })),
    column('date', layout.time, { type: 'date', required: true }),
    CLOCK,
    ...Object.entries(layout.items).map(([item, names]) =>
      column(item, names, { type: 'decimal', optionalColumn: layout.isPartial }),
    ),
  ];
  const { rows, problems } = await readSheet(await readFile(file), columns).catch((why: unknown) => {
    throw why instanceof Refusal ? new FileFault(file, 'not a workbook (.xlsx) that can be read') : why;
  });
  const missing = problems.filter(({ code }) => code === 'COLUMN_MISSING').map(({ column: heading }) => heading);
  if (missing.length > 0) throw new FileFault(file, `column missing: ${missing.join(', ')}`);
  const whole = problems.find(({ row, code }) => row === null || code === 'COLUMN_TWICE');
  if (whole) throw new FileFault(file, `${wordsOf(whole, columns)}${whole.column === null ? '' : `: ${whole.column}`}`);
  const faults = problems.map((problem): NumberedRow => ({
    at: problem.row ?? 0,
    fault: { row: problem.row ?? 0, column: problem.column ?? '', problem: wordsOf(problem, columns) },
  }));
  yield* [...rows.map(({ row, values }) => readValues(row, values, layout)), ...faults].sort((a, b) => a.at - b.at);
}
