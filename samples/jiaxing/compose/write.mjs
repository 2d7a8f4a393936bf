/** Dates and writing for the generators of the sample city. No clock and no chance: the same files every time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), '..');

const DAY = 86_400_000;
const holidays = new Map(
  readFileSync(join(SAMPLE, 'data', 'holidays-2026.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([date, , off]) => [date, off === '1']),
);

export const shift = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
export const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
export const weekdayOf = (date) => new Date(`${date}T00:00:00Z`).getUTCDay();
export const isWorked = (date) => (holidays.has(date) ? !holidays.get(date) : weekdayOf(date) % 6 !== 0);

/** The date itself when it is worked, else the nearest worked day before or after. */
export const workedBefore = (date) => (isWorked(date) ? date : workedBefore(shift(date, -1)));

/** The n-th working day after a date, or before it for negative n. */
export function addWorking(date, count) {
  let left = Math.abs(count);
  let at = date;
  while (left > 0) {
    at = shift(at, Math.sign(count));
    if (isWorked(at)) left -= 1;
  }
  return at;
}

/** An instant of the district's wall clock. */
export const instant = (date, time) => `${date}T${time}:00+08:00`;

/** A JSON file of the sample. */
export const readRows = (name) => JSON.parse(readFileSync(join(SAMPLE, name), 'utf8'));

/** One entry a line, so that a change of one row is a change of one line. */
export function writeRows(name, rows) {
  write(name, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
}

/** An object whose array members are written one entry a line. */
export function writeObject(name, object) {
  const members = Object.entries(object).map(([key, value]) =>
    Array.isArray(value) && value.length > 0 && typeof value[0] === 'object'
      ? `  ${JSON.stringify(key)}: [\n${value.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`
      : `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  write(name, `{\n${members.join(',\n')}\n}\n`);
}

function write(name, text) {
  writeFileSync(join(SAMPLE, name), text);
  console.log(`${name}: ${text.length} characters`);
}
