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

/** The file as a whole cannot be used: missing, of another form, without a column. Nothing is written then. */
export class FileFault extends Error {
  override readonly name = 'FileFault';

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
  }
}

/** Runs what reads a file, and tells in words what the file system or gzip say of it. */
export const tellFileFaults = async <T>(file: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (why) {
    if (why instanceof FileFault) throw why;
    const { code, message } = why as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new FileFault(file, 'no such file');
    if (code !== undefined || why instanceof RangeError) throw new FileFault(file, `cannot be read: ${message}`);
    throw why;
  }
};
