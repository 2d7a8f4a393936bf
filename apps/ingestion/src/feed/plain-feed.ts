import { parse } from 'csv-parse/sync';
import type { PlainLayout } from '#libs/domain/telemetry/file-layout.js';

export interface FeedRow {
  readonly line: number;
  readonly code: string;
  readonly row: Readonly<Record<string, string>>;
}
export interface FeedFault {
  readonly line: number;
  readonly reason: string;
  readonly where: string;
  readonly text: string;
}

const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d$/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

const faultOf = (
  layout: PlainLayout,
  row: Readonly<Record<string, string>>,
): { reason: string; where: string } | null => {
  if (!row['code']) return { reason: 'CODE_MISSING', where: 'code' };
  const time = row['time'] ?? '';
  const date = time.slice(0, 10);
  if (!TIME.test(time) || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date) {
    return { reason: 'TIME_IMPOSSIBLE', where: `time: ${time}` };
  }
  for (const column of Object.keys(layout.columns)) {
    const value = row[column] ?? '';
    if (!layout.missing.includes(value) && !NUMBER.test(value))
      return { reason: 'NOT_A_NUMBER', where: `${column}: ${value}` };
  }
  return null;
};

/** What a feed file says: its good rows and its bad ones. */
export interface FeedContent {
  readonly rows: readonly FeedRow[];
  readonly faults: readonly FeedFault[];
}

/**
 * Reads a table of a plain layout: good rows, and every bad one with its line, column and words. A missing column is the whole file's
 * fault and is told at line 1; nothing is guessed from positions.
 */
export const readPlainFeed = (layout: PlainLayout, text: string): FeedContent => {
  const records = parse(text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    skip_empty_lines: true,
    info: true,
    raw: true,
  }) as unknown as {
    record: string[];
    info: { lines: number };
    raw: string;
  }[];
  const head = records[0]?.record ?? [];
  const needed = ['code', 'time', ...Object.keys(layout.columns)];
  const lacking = needed.filter((column) => !head.includes(column));
  if (lacking.length > 0) {
    return {
      rows: [],
      faults: [{ line: 1, reason: 'COLUMN_MISSING', where: lacking.join(', '), text: records[0]?.raw ?? '' }],
    };
  }
  const known = new Set([...needed, ...layout.alongside]);
  const rows: FeedRow[] = [];
  const faults: FeedFault[] = [];
  for (const { record: values, info, raw } of records.slice(1)) {
    const at = info.lines;
    const line = raw.trimEnd();
    if (values.length !== head.length) {
      faults.push({
        line: at,
        reason: 'COLUMN_COUNT',
        where: `${values.length} instead of ${head.length}`,
        text: line,
      });
      continue;
    }
    const row = Object.fromEntries(
      head.map((column, k) => [column, values[k]!] as const).filter(([column]) => known.has(column)),
    );
    const fault = faultOf(layout, row);
    if (fault) faults.push({ line: at, ...fault, text: line });
    else rows.push({ line: at, code: row['code']!, row });
  }
  return { rows, faults };
};
