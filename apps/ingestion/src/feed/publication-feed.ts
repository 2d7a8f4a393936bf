/** A publication handed in as a feed: read by its own layout, its subjects found in the register. */
import type { FileLayout } from '#libs/domain/telemetry/file-layout.js';
import { csvCells } from '#libs/domain/telemetry/csv-cells.js';
import { openImport } from '#libs/domain/telemetry/import-layout.js';
import { subjectFinder } from '#libs/domain/telemetry/import-subject.js';
import type { ReachedRegister } from '../reach.js';
import type { FeedContent, FeedFault, FeedRow } from './plain-feed.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Good rows with the subject each is about and their cells by heading, and every bad one with its line, column and words. A
 * missing column is the whole file's fault and is told at line 1.
 */
export const readPublication = (
  layout: FileLayout,
  text: string,
  { subjects, isReached }: ReachedRegister,
  of: { readonly province: string | null; readonly receivedAt: Date },
): FeedContent => {
  const [heading = '', ...lines] = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split(/\r?\n/);
  const opened = openImport(layout, heading, of.receivedAt);
  if ('lacking' in opened)
    return {
      rows: [],
      faults: [{ line: 1, reason: 'COLUMN_MISSING', where: opened.lacking.join(', '), text: heading }],
    };
  const headings = (csvCells(heading) ?? []).map((name) => name.trim());
  // Of a heading that stands twice the first counts, as in an import.
  const places = headings.map((name, k) => ({ name, k })).filter(({ name, k }) => headings.indexOf(name) === k);
  const find = subjectFinder(subjects, layout.subject, of.province);
  const place = layout.columns.code.map(([first]) => first).join('/');
  const rows: FeedRow[] = [];
  const faults: FeedFault[] = [];
  for (const [n, line] of lines.entries()) {
    if (line === '') continue;
    const refuse = (reason: string, where: string): void =>
      void faults.push({ line: n + 2, reason, where, text: line });
    const read = opened.read(line);
    if ('fault' in read) {
      const cell = csvCells(line)?.[headings.indexOf(read.fault.column)];
      refuse(read.fault.reason, cell === undefined ? read.fault.column : `${read.fault.column}: ${cell}`);
      continue;
    }
    const subject = find(read.row.code);
    if (typeof subject === 'string') refuse(subject, `${place}: ${read.row.code}`);
    else if (!isReached(subject)) refuse('OUT_OF_REACH', `${place}: ${read.row.code}`);
    else {
      const cells = csvCells(line) ?? [];
      rows.push({
        line: n + 2,
        code: subject.id,
        row: Object.fromEntries(places.map(({ name, k }) => [name, cells[k]!.trim()])),
      });
    }
  }
  return { rows, faults };
};
