import type { Readable } from 'node:stream';
import { csvCells } from '#libs/domain/telemetry/csv-cells.js';
import { Refusal } from '#libs/domain/refusal.js';
import { textLines } from '#libs/files/text-lines.js';

const ROWS = 10;
const LONGEST_CELL = 100;

const cellsOf = (line: string): string[] =>
  (csvCells(line) ?? [line]).map((cell) => cell.trim().slice(0, LONGEST_CELL));

/** Headings and first rows of a comma-separated file. Refuses with IMPORT_FILE_INVALID what is no such text. */
export const previewOf = async (bytes: Readable): Promise<{ headings: string[]; rows: string[][] }> => {
  const lines: string[] = [];
  try {
    for await (const texts of textLines(bytes)) {
      lines.push(...texts.filter((text) => text !== ''));
      if (lines.length > ROWS) break;
    }
  } catch (why) {
    throw new Refusal('IMPORT_FILE_INVALID', `the file cannot be read: ${(why as Error).message}`);
  }
  if (lines.some((line) => line.includes('\u0000')))
    throw new Refusal('IMPORT_FILE_INVALID', 'the file is no comma-separated text');
  const [heading = '', ...rows] = lines.slice(0, ROWS + 1);
  return { headings: cellsOf(heading), rows: rows.map(cellsOf) };
};
