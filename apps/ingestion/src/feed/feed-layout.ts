import { parse } from 'csv-parse/sync';

/** A feed file's layout: which columns a row must have, which of them are numbers, and what marks a missing value. */
export interface FeedLayout {
  readonly id: string;
  /** Column that names the subject. */
  readonly code: string;
  readonly time: string;
  readonly numbers: readonly string[];
  readonly optional: readonly string[];
  readonly missing: readonly string[];
}

const AIR_HOURS = {
  code: 'code',
  time: 'time',
  numbers: ['so2', 'no2', 'co', 'o3', 'pm10', 'pm2_5'],
  optional: ['aqi', 'primary'],
  missing: ['', 'NA', '--', '/'],
};

export const FEED_LAYOUTS: readonly FeedLayout[] = [
  { id: 'national-hourly', ...AIR_HOURS },
  { id: 'reviewed-hourly', ...AIR_HOURS },
  {
    id: 'sections',
    code: 'code',
    time: 'time',
    numbers: ['wt', 'ph', 'do', 'ec', 'turbidity', 'codmn', 'nh3n', 'tp', 'tn'],
    optional: ['feed_class', 'chla', 'algae'],
    missing: ['', '--', '*'],
  },
];

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
  layout: FeedLayout,
  row: Readonly<Record<string, string>>,
): { reason: string; where: string } | null => {
  if (!row[layout.code]) return { reason: 'CODE_MISSING', where: layout.code };
  const time = row[layout.time] ?? '';
  const date = time.slice(0, 10);
  if (!TIME.test(time) || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date) {
    return { reason: 'TIME_IMPOSSIBLE', where: `${layout.time}: ${time}` };
  }
  for (const column of layout.numbers) {
    const value = row[column] ?? '';
    if (!layout.missing.includes(value) && !NUMBER.test(value))
      return { reason: 'NOT_A_NUMBER', where: `${column}: ${value}` };
  }
  return null;
};

/**
 * Reads a feed file: good rows, and every bad one with its line, column and words. A missing column is the whole file's
 * fault and is told at line 1; nothing is guessed from positions.
 */
export const readFeed = (layout: FeedLayout, text: string): { rows: FeedRow[]; faults: FeedFault[] } => {
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
  const lacking = [layout.code, layout.time, ...layout.numbers].filter((column) => !head.includes(column));
  if (lacking.length > 0) {
    return {
      rows: [],
      faults: [{ line: 1, reason: 'COLUMN_MISSING', where: lacking.join(', '), text: records[0]?.raw ?? '' }],
    };
  }
  const known = new Set([layout.code, layout.time, ...layout.numbers, ...layout.optional]);
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
    else rows.push({ line: at, code: row[layout.code]!, row });
  }
  return { rows, faults };
};
