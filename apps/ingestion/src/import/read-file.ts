/** An imported file read line by line, by its layout and the register. */
import type { Readable } from 'node:stream';
import { layoutOfMapping } from '#libs/domain/telemetry/column-mapping.js';
import { type FileLayout, fileLayout } from '#libs/domain/telemetry/file-layout.js';
import { type ColumnsLeft, openImport } from '#libs/domain/telemetry/import-layout.js';
import { subjectFinder } from '#libs/domain/telemetry/import-subject.js';
import type { ReachedRegister } from '../reach.js';
import { FileFault } from './file-fault.js';
import type { ImportWish } from './import.store.js';
import type { RefusedLine } from './refused.store.js';
import { tableLines } from './table-lines.js';

/** Spreadsheet programs write rows somebody has emptied as commas. */
const EMPTY_ROW = /^[\s,]*$/;
/** Headings that are named of a file: one of thousands of columns is none of measured values. */
const MOST_HEADINGS = 100;
const LONGEST_HEADING = 60;
/** Stands in text whose bytes are none in its encoding. */
const UNREADABLE = '\uFFFD';

export interface GoodLine {
  readonly line: number;
  readonly text: string;
}

export interface ReadBatch {
  readonly heading: string;
  readonly left: ColumnsLeft;
  readonly good: readonly GoodLine[];
  readonly refused: readonly RefusedLine[];
}

/** The layout a file is read by: one of the list, or what somebody mapped its columns to. */
export const layoutOfImport = ({ layout, mapping }: Pick<ImportWish, 'layout' | 'mapping'>): FileLayout | null =>
  mapping === null ? fileLayout(layout) : layoutOfMapping(mapping);

const unreadable = (why: unknown): unknown => {
  const { code = '', message } = why as NodeJS.ErrnoException;
  return why instanceof RangeError || code.startsWith('Z_') ? new FileFault(`FILE_UNREADABLE: ${message}`) : why;
};

/**
 * The lines of a file behind its heading, in batches: those that are right, and those that are not with column and reason.
 * Empty lines, and rows of empty cells, are passed over. Throws FileFault where the file cannot be unpacked, is no text, has no line, lacks columns or has more
 * lines than `most`.
 */
export const readFile = async function* (
  bytes: Readable,
  wish: ImportWish,
  register: ReachedRegister,
  most: number,
): AsyncGenerator<ReadBatch> {
  const layout = layoutOfImport(wish);
  if (!layout) throw new FileFault(`LAYOUT_UNKNOWN: ${wish.layout}`);
  const find = subjectFinder(register.subjects, layout.subject, wish.province);
  const codes = layout.columns.code.map(([first]) => first);
  let heading: string | null = null;
  let opened: Extract<ReturnType<typeof openImport>, { readonly read: unknown }> | null = null;
  let left: ColumnsLeft = { unread: [], absent: [] };
  try {
    for await (const { lines, refused: unreadable, placeOf, leftOut } of tableLines(bytes, layout)) {
      const good: GoodLine[] = [];
      const refused: RefusedLine[] = [...unreadable];
      for (const { line, text } of lines) {
        if (heading === null || opened === null) {
          heading = text;
          const found = openImport(layout, heading, wish.requestedAt);
          if ('lacking' in found)
            throw new FileFault(
              heading.includes(UNREADABLE)
                ? 'TEXT_UNREADABLE: neither UTF-8 nor GB 18030 text; save it as “CSV UTF-8”'
                : `COLUMN_MISSING: ${found.lacking.join(', ')}`,
            );
          opened = found;
          const unread = [...found.left.unread, ...leftOut].slice(0, MOST_HEADINGS);
          left = {
            ...found.left,
            unread: unread.map((name) => name.replaceAll('\u0000', '').slice(0, LONGEST_HEADING)),
          };
          continue;
        }
        if (line > most) throw new FileFault(`ROWS_MANY: more than ${most} lines`);
        if (EMPTY_ROW.test(text)) continue;
        const seen = opened.read(text);
        const found = 'row' in seen ? find(seen.row.code) : null;
        const subject = typeof found === 'object' && found && !register.isReached(found) ? 'OUT_OF_REACH' : found;
        if ('fault' in seen)
          refused.push({ line, column: placeOf(seen.fault.column, line), reason: seen.fault.reason, text });
        else if (typeof subject === 'string')
          refused.push({ line, column: codes.map((code) => placeOf(code, line)).join('/'), reason: subject, text });
        else good.push({ line, text });
      }
      if (heading !== null) yield { heading, left, good, refused };
    }
  } catch (why) {
    throw unreadable(why);
  }
  if (heading === null) throw new FileFault('FILE_EMPTY: the file has no line');
};
