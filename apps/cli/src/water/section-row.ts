import type { SectionValues } from '#libs/domain/water/section-class.js';

/** One row of a file, as far as the evaluation reads it. Texts are as written. */
export interface SectionRow {
  readonly province: string;
  readonly section: string;
  readonly time: string;
  readonly values: SectionValues;
}

/** What cannot be read of a row, counted as the spreadsheet program counts rows: the heading is row 1. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly problem: string;
}

export type ReadRow = { readonly row: SectionRow } | { readonly fault: RowFault };
