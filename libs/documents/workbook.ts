/** Spreadsheets as files: one sheet, its print set-up, and cells no spreadsheet program takes for a formula. */
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import { unzipSync } from 'fflate';
import writeExcelFile, { type CellObject, type Feature, type SheetData } from 'write-excel-file/node';
import { Refusal } from '#libs/domain/refusal.js';
import { archiveOf, packPart } from './archive.js';
import { emsOf } from './chinese-writing.js';

export interface WorkbookPage {
  /** Name on the tab: at most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  /** Column widths in characters. */
  readonly widths: readonly number[];
  readonly paper: 'A3' | 'A4';
  readonly orientation: 'landscape' | 'portrait';
  /** First and last row repeated on every printed page, counted from 1; also kept in view while scrolling. */
  readonly headRows: readonly [number, number];
  /** Columns kept in view while scrolling. */
  readonly fixedColumns?: number;
  /** Printed at the top right of every page, e.g. 样例. */
  readonly mark?: string;
}

/** Codes of ECMA-376-1, 18.3.1.63. */
const PAPER = { A3: 8, A4: 9 } as const;
const FONT = '宋体';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One page wide and as many pages long as needed, head rows on each, page numbers at the foot. */
const printSetUp = (page: WorkbookPage): Feature<Stream | Buffer | Blob> => {
  const mark =
    page.mark === undefined ? '' : `<oddHeader>&amp;R&amp;14${escaped(page.mark.replaceAll('&', '&&'))}</oddHeader>`;
  const footer = `<headerFooter>${mark}<oddFooter>&amp;C第&amp;P页　共&amp;N页</oddFooter></headerFooter>`;
  const [from, to] = page.headRows;
  const titles = `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'${escaped(page.name.replaceAll("'", "''"))}'!$${from}:$${to}</definedName></definedNames>`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml) =>
            xml
              .replace(/<sheetViews/, '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews')
              .replace(/<pageMargins[^>]*\/>/, '')
              .replace(
                /<pageSetup[^>]*\/>/,
                '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
                  `<pageSetup paperSize="${PAPER[page.paper]}" orientation="${page.orientation}" fitToWidth="1" fitToHeight="0"/>${footer}`,
              ),
        },
        'xl/workbook.xml': {
          transform: (xml) => xml.replace(/<definedNames\s*\/>|<definedNames><\/definedNames>/, titles),
        },
      },
    },
  };
};

/** A workbook of one sheet; the same cells give the same bytes. Refusal SHEET_NAME for a name no program accepts. */
export const workbookOf = async (data: SheetData, page: WorkbookPage): Promise<Uint8Array> => {
  if (page.name.trim() === '' || page.name.length > 31 || /[[\]:*?/\\]/.test(page.name)) {
    throw new Refusal('SHEET_NAME', `“${page.name}” cannot name a sheet`);
  }
  const written = await writeExcelFile(
    data,
    {
      sheet: page.name,
      columns: page.widths.map((width) => ({ width })),
      // The writer knows only landscape; the set-up above puts the right one in its place.
      orientation: 'landscape',
      stickyRowsCount: page.headRows[1],
      ...(page.fixedColumns === undefined ? {} : { stickyColumnsCount: page.fixedColumns }),
    },
    { fontFamily: FONT, fontSize: 10, features: [printSetUp(page)] },
  ).toBuffer();
  return archiveOf(Object.entries(unzipSync(written)).map(([name, content]) => packPart(name, content)));
};

/** Also after spaces or quotes, which some programs drop before they look for a formula. */
const LOOKS_LIKE_FORMULA = /^[\s"'“”]*[=+\-@＝＋－＠\t\r]/;

/**
 * Text a spreadsheet program will show as it is: what could be taken for a formula (beginning with `=`, `+`, `-`, `@`,
 * TAB or CR, also in full width) gets an apostrophe in front. Numbers belong into number cells and need none.
 */
export const guardedText = (text: string): string => (LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text);

/** The text as it was before `guardedText`; other leading apostrophes stay. */
export const unguardedText = (text: string): string =>
  text.startsWith("'") && LOOKS_LIKE_FORMULA.test(text.slice(1)) ? text.slice(1) : text;

export const LINED = { borderStyle: 'thin', borderColor: '#000000', alignVertical: 'center', wrap: true } as const;

/** A cell over several columns, with the empty cells the writer wants under it. */
export const spanning = (cell: CellObject, columns: number): (CellObject | null)[] => [
  { ...cell, columnSpan: columns },
  ...Array.from({ length: columns - 1 }, () => null),
];

const TYPE_POINTS = 10;
const LINE_POINTS = 14.5;
/** No spreadsheet program takes a higher row. */
const HIGHEST_ROW = 409;

/**
 * Points a row needs so that every wrapped text shows whole: programs fit rows by themselves on screen, but not all of
 * them in print. A column of width n holds n half-width characters less the cell's own margins.
 */
export const rowHeight = (cells: readonly (CellObject | null)[], widths: readonly number[]): number => {
  const lines = cells.map((cell, index) => {
    const value = cell?.value;
    if (typeof value !== 'string') return 1;
    const room = Math.max(1, ((widths[index] ?? 1) - 1.5) / 2);
    return value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(emsOf(line) / room)), 0);
  });
  return Math.min(HIGHEST_ROW, Math.max(1, ...lines) * LINE_POINTS + TYPE_POINTS / 2);
};

/** The row with the height its texts need. */
export const fittedRow = (cells: readonly CellObject[], widths: readonly number[]): CellObject[] => {
  const height = rowHeight(cells, widths);
  return cells.map((cell) => ({ ...cell, height }));
};
