/**
 * Rows of machine feeds. A layout says which columns are values and what they measure; the door that takes files in checks
 * their form, and this reads what a row means.
 */
import { instantOfWallTime, isPlausible } from './data-time.js';
import type { Reading, ReadingKind, TimeFault, TimedReadings } from './packet-readings.js';
import { readValue, type RefusedValue } from './reading-value.js';

export interface RowLayout {
  readonly kind: ReadingKind;
  readonly subject: 'station' | 'section';
  /** Factor code by column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Hourly values of six pollutants, gases and particles in µg/m³, CO in mg/m³; the time is the hour's label. */
const AIR_HOURS: RowLayout = {
  kind: 'hour',
  subject: 'station',
  columns: { so2: 'a21026', no2: 'a21004', co: 'a21005', o3: 'a05024', pm10: 'a34002', pm2_5: 'a34004' },
};

export const ROW_LAYOUTS: Readonly<Record<string, RowLayout>> = {
  'national-hourly': AIR_HOURS,
  'reviewed-hourly': AIR_HOURS,
  /** What an automatic station of surface water publishes at an instant; units of GB 3838. */
  sections: {
    kind: 'observation',
    subject: 'section',
    columns: {
      wt: 'w01010',
      ph: 'w01001',
      do: 'w01009',
      ec: 'w01014',
      turbidity: 'w01003',
      codmn: 'w01019',
      nh3n: 'w21003',
      tp: 'w21011',
      tn: 'w21001',
    },
  },
};

export type RowFault = TimeFault | 'ROW_UNREADABLE' | 'LAYOUT_UNKNOWN';

export interface RowReadings extends TimedReadings {
  readonly layout: RowLayout;
  /** Text by column, of the columns that are values and hold one. */
  readonly values: Readonly<Record<string, string>>;
}

const HOUR_MS = 3_600_000;

/** Reads one row, a JSON object of texts with the columns `code`, `time` and those of its layout. */
export const readRow = (
  layoutId: string,
  json: string,
  receivedAt: Date,
): { readonly row: RowReadings } | { readonly fault: RowFault; readonly where: string } => {
  const layout = ROW_LAYOUTS[layoutId];
  if (!layout) return { fault: 'LAYOUT_UNKNOWN', where: `layout ${layoutId}` };
  let cells: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError('not an object');
    cells = parsed as Record<string, unknown>;
  } catch (why) {
    if (!(why instanceof SyntaxError)) throw why;
    return { fault: 'ROW_UNREADABLE', where: why.message.slice(0, 100) };
  }
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
    readings.push({ factor, value: read.text, minimum: null, maximum: null, total: null, mark: null });
  }
  return { row: { at, readings, refused, layout, values } };
};
