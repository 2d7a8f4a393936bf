/** Lists as `.xlsx` files. */
import type { CellObject } from 'write-excel-file/node';
import { epochDay } from '#libs/domain/calendar/shanghai.js';
import { fittedRow, guardedText, LINED, workbookOf } from './workbook.js';

export interface SheetColumn {
  readonly header: string;
  /** Characters. */
  readonly width?: number;
  /** `date` is a civil date, `decimal` an exact decimal as text, printed with its own number of places. */
  readonly type?: 'text' | 'integer' | 'decimal' | 'date';
}
export type SheetValue = string | number | null;

const DAY_MS = 86_400_000;

/** A civil date as a spreadsheet keeps it: a date without a zone. */
export const dateCell = (date: string): CellObject => ({
  value: new Date(epochDay(date) * DAY_MS),
  type: Date,
  format: 'yyyy-mm-dd',
});

/** Numbers wider than this lose digits in a spreadsheet, so they stay text. */
const EXACT_DIGITS = 15;

/** An exact decimal with the places it was given with. */
export const decimalCell = (text: string): CellObject => {
  const places = /^-?\d+(?:\.(\d+))?$/.exec(text);
  if (places === null || text.replaceAll(/\D/g, '').length > EXACT_DIGITS) return { value: guardedText(text) };
  const fraction = places[1]?.length ?? 0;
  return { value: Number(text), type: Number, format: fraction === 0 ? '0' : `0.${'0'.repeat(fraction)}` };
};

const cellOf = (column: SheetColumn, value: SheetValue): CellObject => {
  if (value === null || value === '') return LINED;
  switch (column.type ?? 'text') {
    case 'date':
      return { ...LINED, ...dateCell(String(value)), align: 'center' };
    case 'integer':
      return typeof value === 'number'
        ? { ...LINED, value, type: Number, format: '0' }
        : { ...LINED, value: guardedText(value) };
    case 'decimal':
      return { ...LINED, ...decimalCell(String(value)) };
    case 'text':
      return { ...LINED, value: guardedText(String(value)), type: String, format: '@' };
  }
};

/**
 * A list with one head row, ready to print on A4 (landscape from seven columns). Text is never a formula. RangeError for
 * a date column that holds no date.
 */
export const sheet = (
  columns: readonly SheetColumn[],
  rows: readonly (readonly SheetValue[])[],
  setting: { readonly name?: string; readonly mark?: string } = {},
): Promise<Uint8Array> => {
  const widths = columns.map((column) => column.width ?? 16);
  const head = columns.map((column) => ({
    ...LINED,
    value: column.header,
    fontWeight: 'bold' as const,
    align: 'center' as const,
    backgroundColor: '#EDEDED',
  }));
  const body = rows.map((row) =>
    fittedRow(
      columns.map((column, index) => cellOf(column, row[index] ?? null)),
      widths,
    ),
  );
  return workbookOf([fittedRow(head, widths), ...body], {
    name: setting.name ?? '清单',
    widths,
    paper: 'A4',
    orientation: columns.length > 6 ? 'landscape' : 'portrait',
    headRows: [1, 1],
    ...(setting.mark === undefined ? {} : { mark: setting.mark }),
  });
};
