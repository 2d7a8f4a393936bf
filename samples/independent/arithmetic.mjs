/** Exact arithmetic, dates and file reading shared by the independent scripts. Built-in modules only. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), '..', 'jiaxing');

/** numerator / denominator rounded to an integer, a half to the even neighbour (GB/T 8170). Both BigInt, denominator > 0. */
export function roundHalfEven(numerator, denominator) {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  let whole = size / denominator;
  const twice = (size % denominator) * 2n;
  if (twice > denominator || (twice === denominator && whole % 2n === 1n)) whole += 1n;
  return Number(negative ? -whole : whole);
}

/** An integer count of 10^-decimals as text: (2647, 2) → "26.47". */
export function fixed(value, decimals) {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0 ? `-${text}` : text;
}

/** Decimal text as an integer count of 10^-decimals; more decimals than that are an error. */
export function scaled(text, decimals) {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match || (match[3] ?? '').length > decimals)
    throw new Error(`not a number with ${decimals} decimals: "${text}"`);
  return Number(`${match[1]}${match[2]}${(match[3] ?? '').padEnd(decimals, '0')}`);
}

/** Rows of a plain or gzipped CSV of the sample, keyed by its header. */
export function readSampleRows(name) {
  const bytes = readFileSync(join(SAMPLE, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== names.length) throw new Error(`${name}: "${line}" has ${cells.length} cells`);
    return Object.fromEntries(names.map((column, index) => [column, cells[index]]));
  });
}

export function readSampleJson(name) {
  return JSON.parse(readFileSync(join(SAMPLE, name), 'utf8'));
}

const DAY = 86_400_000;

/** The day `shift` days later as a one-element list, or every day from `from` to `to`. */
export function dayRange(from, to) {
  const start = Date.parse(`${from}T00:00:00Z`);
  if (typeof to === 'number') return [iso(start + to * DAY)];
  const days = [];
  for (let at = start; at <= Date.parse(`${to}T00:00:00Z`); at += DAY) days.push(iso(at));
  return days;
}

/** Whole days from one date to another. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day) {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function iso(at) {
  return new Date(at).toISOString().slice(0, 10);
}

/** Working days of 2026 from the list of holidays and worked weekends. */
export function workingCalendar() {
  const special = new Map(readSampleRows('data/holidays-2026.csv').map(({ date, off }) => [date, off === '1']));
  const isWorking = (day) => (special.has(day) ? !special.get(day) : weekday(day) <= 5);
  const step = (day, direction) => {
    let at = dayRange(day, direction)[0];
    while (!isWorking(at)) at = dayRange(at, direction)[0];
    return at;
  };
  const add = (day, count) => {
    let at = day;
    for (let left = count; left > 0; left -= 1) at = step(at, 1);
    return at;
  };
  /** The day itself when worked, else the next worked one. */
  const onOrAfter = (day) => (isWorking(day) ? day : step(day, 1));
  /** Working days after the first date up to and including the second. */
  const count = (from, to) => dayRange(dayRange(from, 1)[0], to).filter(isWorking).length;
  return { isWorking, add, onOrAfter, count };
}

/** Text of the value on one line where it is short, else one member a line; keys in their own order. */
export function stableJson(value, indent = '') {
  const inline = JSON.stringify(value);
  if (inline.length <= 150 || value === null || typeof value !== 'object') return inline;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((entry) => inner + stableJson(entry, inner))
    : Object.entries(value).map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${stableJson(entry, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${members.join(',\n')}\n${indent}${close}`;
}
