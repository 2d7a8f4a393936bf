/** The rows of an uploaded file as lines of comma-separated text: a text file as it stands, a workbook written out. */
import type { Readable } from 'node:stream';
import { readSheet, type ReadColumn, type ReadValue, type SheetProblem } from '#libs/documents/read-sheet.js';
import type { FileLayout, Headings } from '#libs/domain/telemetry/file-layout.js';
import { textLines } from '#libs/files/text-lines.js';
import { Refusal } from '#libs/domain/refusal.js';
import { FileFault } from './file-fault.js';
import type { RefusedLine } from './refused.store.js';

export interface TableLines {
  readonly lines: readonly { readonly line: number; readonly text: string }[];
  /** Rows that cannot be written as a line. */
  readonly refused: readonly RefusedLine[];
  /** Where a cell stands, by heading and line: `Sheet1!F12`; the heading itself for text. */
  readonly placeOf: (heading: string, line: number) => string;
  /** Headings that are not among the lines, since no column of the layout asks for them. */
  readonly leftOut: readonly string[];
}

const plainText = async function* (bytes: Readable): AsyncGenerator<TableLines> {
  let line = 0;
  const placeOf = (heading: string): string => heading;
  for await (const texts of textLines(bytes))
    yield { lines: texts.map((text) => ({ line: ++line, text })), refused: [], placeOf, leftOut: [] };
};

const cellText = (value: ReadValue): string => {
  const text = String(value ?? '').replaceAll(/[\r\n]+/g, ' ');
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const columnOf = (key: string, [header, ...otherHeaders]: Headings, more: Partial<ReadColumn>): ReadColumn => ({
  key,
  header,
  otherHeaders,
  ...more,
});

const columnsOf = ({ columns: { code, time, clock, items = {} } }: FileLayout): ReadColumn[] => [
  ...code.map((heading, n) => columnOf(`code${n}`, heading, { required: true })),
  columnOf('time', time, { type: 'date', required: true }),
  ...(clock ? [columnOf('clock', clock, { optionalColumn: true })] : []),
  ...Object.entries(items).map(([item, heading]) => columnOf(item, heading, { type: 'text', optionalColumn: true })),
];

/** Of a sheet as a whole, in the door's own language. */
const WHOLE: Readonly<Partial<Record<SheetProblem['code'], string>>> = {
  SHEET_EMPTY: 'no row below the headings',
  ROWS_MANY: 'more rows than a workbook may have',
};

const cellOf = ({ sheet, cell, column, row }: SheetProblem): string =>
  `${sheet}!${cell ?? `${column ?? ''}${row ?? ''}`}`;

/** Rows of the first sheet, under the first of each column's headings; numbers are written as the program shows them. */
const workbook = async function* (bytes: Readable, layout: FileLayout): AsyncGenerator<TableLines> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes as AsyncIterable<Buffer>) chunks.push(chunk);
  const columns = columnsOf(layout);
  const read = await readSheet(Buffer.concat(chunks), columns).catch((why: unknown) => {
    throw why instanceof Refusal ? new FileFault('FILE_UNREADABLE: not a workbook (.xlsx) that can be read') : why;
  });
  const { sheet, letters, rows, problems, unknownHeaders: leftOut } = read;
  const whole = problems.filter(
    ({ code, row }) => row === null || code === 'COLUMN_MISSING' || code === 'COLUMN_TWICE',
  );
  if (whole.length > 0)
    throw new FileFault(whole.map(({ code, column }) => `${code}: ${column ?? WHOLE[code]}`).join('; '));
  const there = columns.filter(({ key }) => letters[key] !== undefined);
  const letterOf = new Map(there.map(({ key, header }) => [header, letters[key]!]));
  const refused = new Map<number, RefusedLine>();
  for (const problem of problems) {
    const { row, code, written: text = '' } = problem;
    if (row !== null && !refused.has(row)) refused.set(row, { line: row, column: cellOf(problem), reason: code, text });
  }
  yield {
    lines: [
      { line: 1, text: there.map(({ header }) => cellText(header)).join(',') },
      ...rows.map(({ row, values }) => ({
        line: row,
        text: there.map(({ key }) => cellText(values[key] ?? null)).join(','),
      })),
    ],
    refused: [...refused.values()],
    leftOut,
    placeOf: (heading, line) => (letterOf.has(heading) ? `${sheet}!${letterOf.get(heading)}${line}` : heading),
  };
};

/** The lines of a file in batches, the heading first. Throws FileFault where it is no such file. */
export const tableLines = (bytes: Readable, layout: FileLayout): AsyncGenerator<TableLines> =>
  layout.form === 'workbook' ? workbook(bytes, layout) : plainText(bytes);
