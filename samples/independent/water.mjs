/**
 * Water classes of the sample, written from GB 3838-2002 and the assess decimals, independent of the product's kernels.
 * Values are integers of 10^-6 mg/L while they are summed; a weekly mean is rounded once to its assess decimals.
 */
import { dayRange, daysBetween, readSampleRows, roundHalfEven, scaled, weekday } from './arithmetic.mjs';

const SCALE = 6;

/** Limits of classes Ⅰ–Ⅴ and assess decimals; the five items that decide the class of an automatic station. */
const ITEMS = {
  do: { decimals: 1, limits: ['7.5', '6', '5', '3', '2'], least: true },
  codmn: { decimals: 1, limits: ['2', '4', '6', '10', '15'] },
  nh3n: { decimals: 2, limits: ['0.15', '0.5', '1.0', '1.5', '2.0'] },
  tp: {
    decimals: 3,
    limits: { river: ['0.02', '0.1', '0.2', '0.3', '0.4'], lake: ['0.01', '0.025', '0.05', '0.1', '0.2'] },
  },
};
/** Measured by hand only: no automatic station has it. */
const MANUAL_ITEMS = { cod: { decimals: 1, limits: ['15', '15', '20', '30', '40'] } };
export const CLASSES = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', '劣Ⅴ'];

/** Rows of the nine sections: code, day, minutes since the epoch of the feed, values as scaled integers. */
export function readSections(file) {
  return readSampleRows(file).map((row) => {
    const values = {};
    for (const item of ['ph', ...Object.keys(ITEMS)]) if (row[item] !== '') values[item] = scaled(row[item], SCALE);
    const [day, clock] = row.time.split(' ');
    const minute = daysBetween('2026-01-01', day) * 1440 + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
    return { code: row.code, day, time: row.time, minute, values, held: {}, feedClass: Number(row.feed_class) };
  });
}

/** Class 1–6 of one item's value, given in integers of 10^-decimals. */
function itemClass(item, value, decimals, type) {
  if (item === 'ph') return value >= scaled('6', decimals) && value <= scaled('9', decimals) ? 1 : 6;
  const { limits, least } = ITEMS[item] ?? MANUAL_ITEMS[item];
  const list = Array.isArray(limits) ? limits : limits[type];
  const index = list.findIndex((limit) =>
    least ? value >= scaled(limit, decimals) : value <= scaled(limit, decimals),
  );
  return index < 0 ? 6 : index + 1;
}

/** Class of single readings as published, for the check that the feed evaluates every section as a river. */
export function readingClass(values, type) {
  const classes = Object.entries(values).map(([item, value]) => itemClass(item, value, SCALE, type));
  return classes.length === 0 ? -1 : Math.max(...classes);
}

/** Limit of class Ⅲ as an integer of 10^-6, of an item that may exceed it upwards; null for pH and 溶解氧. */
export function gradeThreeLimit(item, type) {
  const { limits, least } = ITEMS[item] ?? MANUAL_ITEMS[item] ?? {};
  if (limits === undefined || least) return null;
  return scaled((Array.isArray(limits) ? limits : limits[type])[2], SCALE);
}

/** Natural weeks (Monday to Sunday) in which the section has rows on all seven days. */
export function sectionWeeks(rows, type, { respectHeld = true } = {}) {
  const byWeek = new Map();
  for (const row of rows) {
    const monday = dayRange(row.day, 1 - weekday(row.day))[0];
    if (!byWeek.has(monday)) byWeek.set(monday, []);
    byWeek.get(monday).push(row);
  }
  const weeks = [];
  for (const [monday, weekRows] of [...byWeek].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (new Set(weekRows.map((row) => row.day)).size < 7) continue;
    const means = {};
    const classes = {};
    for (const [item, { decimals }] of Object.entries(ITEMS)) {
      const values = weekRows.filter((row) => !(respectHeld && row.held[item])).map((row) => row.values[item]);
      const present = values.filter((value) => value !== undefined);
      if (present.length === 0) continue;
      const sum = present.reduce((total, value) => total + BigInt(value), 0n);
      means[item] = roundHalfEven(sum, BigInt(present.length) * 10n ** BigInt(SCALE - decimals));
      classes[item] = itemClass(item, means[item], decimals, type);
    }
    const ph = meanPh(weekRows);
    if (ph !== null) {
      means.ph = ph;
      classes.ph = itemClass('ph', ph, 0, type);
    }
    weeks.push({
      monday,
      sunday: dayRange(monday, 6)[0],
      rows: weekRows.length,
      means,
      classes,
      class: Math.max(...Object.values(classes)),
    });
  }
  return weeks;
}

export const DECIMALS = {
  ph: 0,
  ...Object.fromEntries(Object.entries(ITEMS).map(([item, { decimals }]) => [item, decimals])),
};

/** Negative log of the mean of 10^-pH, no decimals. */
function meanPh(rows) {
  const values = rows.map((row) => row.values.ph).filter((value) => value !== undefined);
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + 10 ** -(value / 10 ** SCALE), 0) / values.length;
  return Math.round(-Math.log10(mean));
}

/**
 * Marks held values: ten or more equal values of one item within 48 hours that are at least three times the median of
 * that item over the seven days before the first of them. Returns what was held.
 */
export function holdSuspects(rows, { count = 10, hours = 48, times = 3, medianDays = 7 } = {}) {
  const held = [];
  for (const item of Object.keys(ITEMS)) {
    const present = rows.filter((row) => row.values[item] !== undefined);
    const byValue = new Map();
    for (const row of present) {
      if (!byValue.has(row.values[item])) byValue.set(row.values[item], []);
      byValue.get(row.values[item]).push(row);
    }
    for (const [value, same] of byValue) {
      const marked = new Set();
      for (let i = 0; i + count <= same.length; i += 1) {
        const inside = same.filter((row, at) => at >= i && row.minute - same[i].minute <= hours * 60);
        if (inside.length < count) continue;
        const before = present
          .filter((row) => row.minute < inside[0].minute && inside[0].minute - row.minute <= medianDays * 1440)
          .map((row) => row.values[item])
          .sort((a, b) => a - b);
        if (before.length === 0) continue;
        const half = before.length >> 1;
        const doubledMedian = before.length % 2 === 1 ? before[half] * 2 : before[half - 1] + before[half];
        if (value * 2 >= times * doubledMedian) for (const row of inside) marked.add(row);
      }
      if (marked.size > 0) {
        for (const row of marked) row.held[item] = true;
        const list = [...marked];
        held.push({ item, value, rows: list.length, from: list[0].time, to: list.at(-1).time });
      }
    }
  }
  return held;
}
