/**
 * Rows of machine feeds. A layout says which columns are values and what they measure; the door that takes files in checks
 * their form, and this reads what a row means.
 */
import { instantOfWallTime, isPlausible } from './feed-time.js';
import type { Reading, ReadingKind, TimeFault, TimedReadings } from './packet-readings.js';
import type { Pollutant } from '../air/pollutant.js';
import { FACTOR_OF_ITEM, FACTOR_OF_POLLUTANT } from './factor-codes.js';
import { type FileLayout, PLAIN_LAYOUTS, PUBLICATIONS } from './file-layout.js';
import { type LineFault, openTable } from './import-layout.js';
import { readValue, type RefusedValue } from './reading-value.js';

export type RowFault = TimeFault | 'ROW_UNREADABLE' | 'LAYOUT_UNKNOWN' | LineFault['reason'];

export interface RowReadings extends TimedReadings {
  readonly layout: { readonly kind: ReadingKind; readonly subject: FileLayout['subject'] };
  /** Text by column, of the columns that are values and hold one. */
  readonly values: Readonly<Record<string, string>>;
  /** Pollutants whose absence does not withhold the index; absent where the layout does not say. */
  readonly exempt?: readonly Pollutant[];
}

const cellsOf = (json: string): Record<string, unknown> | { readonly unreadable: string } => {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError('not an object');
    return parsed as Record<string, unknown>;
  } catch (why) {
    if (!(why instanceof SyntaxError)) throw why;
    return { unreadable: why.message.slice(0, 100) };
  }
};

const readingOf = (factor: string, value: string): Reading => ({
  ...{ factor, value, minimum: null, maximum: null, total: null, mark: null },
});

type ReadRow = { readonly row: RowReadings } | { readonly fault: RowFault; readonly where: string };

/** A row of a publication, with the headings it is published under. */
const readPublished = (layout: FileLayout, cells: Record<string, unknown>, receivedAt: Date): ReadRow => {
  const opened = openTable(layout, Object.keys(cells), receivedAt);
  if ('lacking' in opened) return { fault: 'ROW_UNREADABLE', where: opened.lacking.join(', ').slice(0, 100) };
  const read = opened.read(Object.values(cells).map((cell) => (typeof cell === 'string' ? cell : '')));
  if ('fault' in read) return { fault: read.fault.reason, where: read.fault.column };
  const { at, concentrations, items, exempt } = read.row;
  const isAir = layout.subject === 'station';
  return {
    row: {
      at,
      readings: [
        ...Object.entries(concentrations).map(([pollutant, value]) =>
          readingOf(FACTOR_OF_POLLUTANT[pollutant as Pollutant], String(value)),
        ),
        ...Object.entries(items).map(([item, value]) => readingOf(FACTOR_OF_ITEM[item] ?? item, value)),
      ],
      refused: [],
      layout: { kind: isAir ? 'hour' : 'observation', subject: layout.subject },
      values: items,
      ...(isAir ? { exempt } : {}),
    },
  };
};

const HOUR_MS = 3_600_000;

/**
 * Reads one row: a JSON object of texts with the columns `code`, `time` and those of its layout, or with the columns of a
 * publication.
 */
export const readRow = (layoutId: string, json: string, receivedAt: Date): ReadRow => {
  const published = PUBLICATIONS.find(({ id }) => id === layoutId);
  const layout = PLAIN_LAYOUTS.find(({ id }) => id === layoutId);
  if (!layout && !published) return { fault: 'LAYOUT_UNKNOWN', where: `layout ${layoutId}` };
  const cells = cellsOf(json);
  if ('unreadable' in cells) return { fault: 'ROW_UNREADABLE', where: String(cells['unreadable']) };
  if (published || !layout) return readPublished(published!, cells, receivedAt);
  const time = typeof cells['time'] === 'string' ? cells['time'] : '';
  const at = instantOfWallTime(time);
  const where = `time=${time}`.slice(0, 100);
  if (at === null) return { fault: time === '' ? 'TIME_MISSING' : 'TIME_IMPOSSIBLE', where };
  if (!isPlausible(at, receivedAt)) return { fault: 'TIME_IMPLAUSIBLE', where };
  if (layout.kind === 'hour' && at.getTime() % HOUR_MS !== 0) return { fault: 'TIME_NOT_ON_THE_HOUR', where };
  const readings: Reading[] = [];
  const refused: RefusedValue[] = [];
  const values: Record<string, string> = {};
  for (const [column, factor] of Object.entries(layout.columns)) {
    const cell = cells[column];
    const raw = typeof cell === 'string' || typeof cell === 'number' ? String(cell) : undefined;
    const read = readValue(factor, raw);
    if (read === null) continue;
    if ('refused' in read) {
      refused.push({ factor: column, raw: (raw ?? '').slice(0, 100), reason: read.refused });
      continue;
    }
    values[column] = read.text;
    readings.push(readingOf(factor, read.text));
  }
  return { row: { at, readings, refused, layout, values } };
};
