/**
 * Holds `duban water evaluate` against what was published, and against the rules of water.mjs, row by row. The command
 * runs as an operator would run it; what it must say is read from the same files by other code.
 *
 *   node samples/independent/published-water.mjs --data DIR [--duban FILE]    compares; exit code 1 where a row differs without an explanation
 *   node samples/independent/published-water.mjs --data DIR --find-lakes      prints lakes.csv anew
 *
 * DIR holds water-zhejiang, water-national-day, water-qiantang-zhakou and water-manual-wuxi.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { fixed, roundHalfEven, scaled } from './arithmetic.mjs';
import { gradeThreeLimit, readingClass } from './water.mjs';
import { readWorkbook } from './workbook.mjs';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const LAKES = join(HERE, 'lakes.csv');
const SCALE = 6;
const { values: asked } = parseArgs({
  options: {
    data: { type: 'string' },
    duban: { type: 'string', default: join(HERE, '../../apps/cli/bin/duban.mjs') },
    'find-lakes': { type: 'boolean', default: false },
  },
});
if (!asked.data) throw new Error('--data DIR is missing');

const STATION = { ph: 'pH', do: '溶解氧(mg/L)', codmn: '高锰酸盐指数(mg/L)', nh3n: '氨氮(mg/L)', tp: '总磷(mg/L)' };
const NATIONAL = { layout: 'cnemc-section', columns: { ...STATION, ph: 'pH(无量纲)' }, published: '水质类别' };
const SETS = {
  'water-zhejiang': { ...NATIONAL, file: 'sections-20260709-20260805.csv.gz' },
  'water-national-day': { ...NATIONAL, file: 'sections-20260725.csv.gz' },
  'water-qiantang-zhakou': { layout: 'station-hours', columns: STATION, file: 'zhakou-2020-hourly.csv.gz' },
  'water-manual-wuxi': {
    layout: 'manual-samples',
    columns: { cod: 'COD', nh3n: '氨氮', tp: '总磷', codmn: '高锰酸钾' },
    published: '综合等级数',
    file: '437-samples.xlsx',
  },
};

const readCsv = (bytes) => {
  const [head, ...lines] = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
};

/** Integers of 10^-6; further digits are interpolation or the binary shadow of a workbook's number. Zeros are no values. */
const decimalOf = (text) => {
  if (text === '' || Number(text) === 0) return undefined;
  return scaled(/^\d+(\.\d{1,6})?$/.test(text) ? text : Number(text).toFixed(SCALE), SCALE);
};

const readSet = (name, { file, columns, published }) => {
  const path = join(asked.data, name, file);
  const rows = file.endsWith('.xlsx') ? readWorkbook(path) : readCsv(gunzipSync(readFileSync(path)));
  return rows.map((row) => {
    const values = Object.entries(columns).flatMap(([item, column]) => {
      const value = decimalOf(row[column]);
      return value === undefined ? [] : [[item, value]];
    });
    return {
      key: `${row['省份'] ?? ''},${row['断面名称'] ?? ''}`,
      time: row['监测时间'] ?? row['检测时间'] ?? '',
      values: Object.fromEntries(values),
      published: published === undefined ? null : Number(row[published]),
    };
  });
};

/** The workbook writes 2 for Ⅰ too, and 7 and 8 for black-odorous water, which is beyond class Ⅴ by its ammonia. */
const asPublished = (name, waterClass, { nh3n = 0 }) => {
  if (name !== 'water-manual-wuxi') return waterClass;
  if (nh3n > scaled('15', SCALE)) return 8;
  if (nh3n > scaled('8', SCALE)) return 7;
  return Math.max(2, waterClass);
};

const NAMES = {
  ph: 'pH',
  do: '溶解氧',
  cod: '化学需氧量',
  codmn: '高锰酸盐指数',
  nh3n: '氨氮',
  tp: '总磷',
};

/** (C − S) / S with one decimal; where that would be 0.0, rounded to its first digit that is not zero. */
const multipleText = (value, limit) => {
  const over = BigInt(value - limit);
  let decimals = 1;
  if (roundHalfEven(over * 10n, BigInt(limit)) === 0)
    while (over * 10n ** BigInt(decimals) < BigInt(limit)) decimals += 1;
  return fixed(roundHalfEven(over * 10n ** BigInt(decimals), BigInt(limit)), decimals);
};

/** Items worse than Ⅲ as the command writes them, in the order of their names. */
const exceedingOf = (values, body) =>
  Object.entries(values)
    .filter(([item, value]) => readingClass({ [item]: value }, body) > 3)
    .map(([item, value]) => {
      const limit = gradeThreeLimit(item, body);
      return limit === null ? NAMES[item] : `${NAMES[item]}(${multipleText(value, limit)})`;
    })
    .sort()
    .join('、');

/** Sections whose published classes agree with the limits of lakes more often than with those of rivers. */
const findLakes = () => {
  const fits = new Map();
  for (const name of ['water-national-day', 'water-zhejiang'])
    for (const { key, values, published } of readSet(name, SETS[name])) {
      const fit = fits.get(key) ?? { river: 0, lake: 0 };
      fits.set(key, fit);
      for (const body of ['river', 'lake']) if (readingClass(values, body) === published) fit[body] += 1;
    }
  return [...fits].filter(([, { river, lake }]) => lake > river).map(([key]) => key);
};

const compare = (name, folder, lakes) => {
  const set = SETS[name];
  const out = join(folder, `${name}.csv`);
  const startedAt = performance.now();
  execFileSync(
    process.execPath,
    [
      asked.duban,
      'water',
      'evaluate',
      '--layout',
      set.layout,
      '--lakes',
      LAKES,
      '--out',
      out,
      join(asked.data, name, set.file),
    ],
    { stdio: ['ignore', 'inherit', 'pipe'] },
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const written = readCsv(readFileSync(out));
  const rows = readSet(name, set);
  if (written.length !== rows.length) throw new Error(`${name}: ${written.length} rows instead of ${rows.length}`);
  const different = [];
  let unlikeRules = 0;
  let exceedingWrong = 0;
  rows.forEach(({ key, time, values, published }, at) => {
    const body = lakes.has(key) ? 'lake' : 'river';
    const said = written[at].class === '' ? -1 : Number(written[at].class);
    if (readingClass(values, body) !== said) unlikeRules += 1;
    if (written[at].exceeding.split('、').sort().join('、') !== exceedingOf(values, body)) exceedingWrong += 1;
    if (published !== null && asPublished(name, said, values) !== published)
      different.push({ key, time, body, published, said, values });
  });
  const agreed = rows.length - different.length;
  console.log(`${name}: ${rows.length} rows, ${seconds.toFixed(1)} s`);
  if (set.published) console.log(`  as published  ${agreed} (${((agreed / rows.length) * 100).toFixed(3)} %)`);
  console.log(
    `  as the rules  ${rows.length - unlikeRules} classes, ${rows.length - exceedingWrong} lists of exceeding items`,
  );
  // 4E-04 that lost its exponent stands as 4: read so, the published class comes out.
  const isCutOff = ({ body, values, published }) =>
    Number.isInteger(values.nh3n / 10 ** SCALE) &&
    readingClass({ ...values, nh3n: values.nh3n / 10_000 }, body) === published;
  const unexplained = different.filter((row) => !isCutOff(row));
  for (const row of different) {
    const why = isCutOff(row) ? '氨氮 lost its exponent' : 'no explanation';
    console.log(`    ${row.key} ${row.time}: published ${row.published}, evaluated ${row.said}: ${why}`);
  }
  return unlikeRules + exceedingWrong + unexplained.length;
};

if (asked['find-lakes']) console.log(['省份,断面名称', ...findLakes()].join('\n'));
else {
  const folder = mkdtempSync(join(tmpdir(), 'published-water-'));
  const lakes = new Set(readFileSync(LAKES, 'utf8').trim().split('\n').slice(1));
  let wrong = 0;
  for (const name of Object.keys(SETS)) wrong += compare(name, folder, lakes);
  rmSync(folder, { recursive: true });
  process.exitCode = wrong === 0 ? 0 : 1;
}
