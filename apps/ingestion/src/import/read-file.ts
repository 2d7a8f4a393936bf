/** An imported file read line by line, by its layout and the register. */
import type { Readable } from 'node:stream';
import { layoutOfMapping } from '#libs/domain/telemetry/column-mapping.js';
import { type FileLayout, fileLayout } from '#libs/domain/telemetry/file-layout.js';
import { openImport } from '#libs/domain/telemetry/import-layout.js';
import { subjectFinder } from '#libs/domain/telemetry/import-subject.js';
import type { ReachedRegister } from '../reach.js';
import { FileFault } from './file-fault.js';
import type { ImportWish } from './import.store.js';
import type { RefusedLine } from './refused.store.js';
import { tableLines } from './table-lines.js';

/** Stands in text whose bytes are none in its encoding. */
const UNREADABLE = '\uFFFD';

export interface GoodLine {
  readonly line: number;
  readonly text: string;
}

export interface ReadBatch {
  readonly heading: string;
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
 * Empty lines are passed over. Throws FileFault where the file cannot be unpacked, is no text, has no line, lacks columns or has more
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
  let read: Extract<ReturnType<typeof openImport>, { readonly read: unknown }>['read'] | null = null;
  try {
    for await (const { lines, refused: unreadable, placeOf } of tableLines(bytes, layout)) {
      const good: GoodLine[] = [];
      const refused: RefusedLine[] = [...unreadable];
      for (const { line, text } of lines) {
        if (heading === null || read === null) {
          heading = text;
          const opened = openImport(layout, heading, wish.requestedAt);
          if ('lacking' in opened)
            throw new FileFault(
              heading.includes(UNREADABLE)
                ? 'TEXT_UNREADABLE: neither UTF-8 nor GB 18030 text; save it as “CSV UTF-8”'
                : `COLUMN_MISSING: ${opened.lacking.join(', ')}`,
            );
          read = opened.read;
          continue;
        }
        if (line > most) throw new FileFault(`ROWS_MANY: more than ${most} lines`);
        if (text === '') continue;
        const seen = read(text);
        const found = 'row' in seen ? find(seen.row.code) : null;
        const subject = typeof found === 'object' && found && !register.isReached(found) ? 'OUT_OF_REACH' : found;
        if ('fault' in seen)
          refused.push({ line, column: placeOf(seen.fault.column, line), reason: seen.fault.reason, text });
        else if (typeof subject === 'string')
          refused.push({ line, column: codes.map((code) => placeOf(code, line)).join('/'), reason: subject, text });
        else good.push({ line, text });
      }
      if (heading !== null) yield { heading, good, refused };
    }
  } catch (why) {
    throw unreadable(why);
  }
  if (heading === null) throw new FileFault('FILE_EMPTY: the file has no line');
};
