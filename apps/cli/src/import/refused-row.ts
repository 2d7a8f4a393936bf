/** Rows an installation did not take, in words for a terminal: where, what stands there, why, and what to do. */
import { csvCells } from '#libs/domain/telemetry/csv-cells.js';
import { lineBatches } from '../air/text-lines.js';

export interface RefusedRow {
  readonly line: number;
  /** Heading, or for a workbook sheet and cell; several of one key joined by `/`. */
  readonly column: string;
  readonly reason: string;
  /** The row as written; of a workbook the cell, where the cell could not be read. */
  readonly text: string;
}

const WORDS: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  NOT_A_NUMBER: ['not a number', 'write a number, or leave the cell empty where there is no value'],
  NEGATIVE: ['a negative value', 'correct it, or leave the cell empty'],
  TOO_LARGE: ['larger than can be', 'check the value and its unit'],
  TIME_IMPOSSIBLE: ['not a time', 'write it like 2026-05-01 13:00'],
  TIME_IMPLAUSIBLE: ['a time in the future, or older than the platform takes', 'correct the time'],
  TIME_NOT_ON_THE_HOUR: ['not on the hour', 'write the full hour'],
  CODE_MISSING: ['no code or name', 'say which station or section the row is about'],
  NOT_A_SUBJECT: ['a mean of several stations, not a station', 'leave the row out'],
  COLUMN_COUNT: ['more or fewer cells than headings', 'give the row as many cells as the heading has'],
  QUOTES_OPEN: ['its quotes do not match', 'close or double the quotes'],
  UNKNOWN_SUBJECT: ['not registered', 'register the station or section first, or write its code or name as registered'],
  SUBJECT_KIND: ['registered as another kind', 'choose the layout for this kind'],
  SUBJECT_AMBIGUOUS: ['a name of several sections', 'write the code instead of the name'],
  OTHER_PROVINCE: ['in another province', 'leave the row out, or say --province'],
  OUT_OF_REACH: ['beyond what the account may deliver', 'use an account of its unit'],
  CELL_WRONG: ['not what the column holds', 'write a day like 2026-05-01, or a number, as the heading asks for'],
  CELL_EMPTY: ['empty', 'fill the cell'],
  CELL_LONG: ['too long', 'shorten it'],
};

const LONGEST = 120;
const shown = (text: string): string => `"${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}"`;

/** Headings of a text file, for finding a cell of a refused row; empty for a workbook. */
export const headingsOf = async (file: string): Promise<readonly string[]> => {
  if (file.toLowerCase().endsWith('.xlsx')) return [];
  for await (const [heading] of lineBatches(file)) return (csvCells(heading ?? '') ?? []).map((name) => name.trim());
  return [];
};

/** `row 3, column 站点: "X9": not registered; register …`; the whole row stands for a cell that cannot be found. */
export const refusedWords = ({ line, column, reason, text }: RefusedRow, headings: readonly string[]): string => {
  const places = column.split('/').map((name) => headings.indexOf(name));
  const cells = csvCells(text);
  const isFound = cells !== null && cells.length === headings.length && !places.includes(-1);
  const value = isFound ? places.map((at) => cells[at]!.trim()).join('/') : text;
  const [why, remedy] = WORDS[reason] ?? [reason, 'see the row in the console, under Imports'];
  return `row ${line}, column ${column}: ${value === '' ? '' : `${shown(value)}: `}${why}; ${remedy}`;
};
