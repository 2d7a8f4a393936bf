/**
 * Turns the two public archives named in data/README.md into the compact layouts of data/.
 * Usage: node samples/jiaxing/convert-sources.mjs --air FOLDER --water FOLDER
 * where the folders hold national-stations-hourly.csv.gz with provincial-stations-hourly.csv.gz, and
 * sections-20260709-20260805.csv.gz. Values and markers are copied as published; only codes, labels and columns change.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({ options: { air: { type: 'string' }, water: { type: 'string' } } });
if (!options.air || !options.water) {
  console.error('usage: convert-sources.mjs --air FOLDER --water FOLDER');
  process.exit(2);
}

const mapping = JSON.parse(readFileSync(join(here, 'mapping.json'), 'utf8'));

/** Rows of a gzipped CSV without quoting, as objects keyed by the header. */
function readRows(path) {
  const [header, ...lines] = gunzipSync(readFileSync(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const names = splitLine(header);
  return lines.map((line) => {
    const cells = splitLine(line);
    if (cells.length !== names.length) throw new Error(`${path}: ${cells.length} cells in "${line}"`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}

/** Cells of one line; a cell in double quotes may hold commas. */
function splitLine(line) {
  const cells = [];
  for (const match of line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)) {
    if (match.index === line.length && cells.length > 0 && !line.endsWith(',')) break;
    cells.push(match[1].startsWith('"') ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]);
  }
  return cells;
}

function write(name, header, rows) {
  rows.sort((a, b) => (a[1] === b[1] ? (a[0] < b[0] ? -1 : 1) : a[1] < b[1] ? -1 : 1));
  const seen = new Set();
  for (const row of rows) {
    const key = `${row[0]} ${row[1]}`;
    if (seen.has(key)) throw new Error(`${name}: ${key} occurs twice`);
    seen.add(key);
  }
  const text = [header, ...rows.map((row) => row.join(','))].join('\n') + '\n';
  writeFileSync(join(here, 'data', name), gzipSync(Buffer.from(text), { level: 9 }));
  console.log(`${name}: ${rows.length} rows, ${rows[0][1]} to ${rows.at(-1)[1]}`);
}

const AIR = 'code,time,so2,no2,co,o3,pm10,pm2_5';

const national = new Map(mapping.airNational.stations.map((station) => [station.sourceCode, station.code]));
write(
  'air-national-hourly.csv.gz',
  AIR,
  readRows(join(options.air, 'national-stations-hourly.csv.gz')).map((row) => {
    const [, day, hour] = /^(\d{4}-\d\d-\d\d)T(\d\d)00$/.exec(row.timepoint);
    const code = national.get(row.stationcode);
    if (!code) throw new Error(`unknown station ${row.stationcode}`);
    return [code, `${day} ${hour}:00`, row.so2, row.no2, row.co, row.o3, row.pm10, row.pm2_5];
  }),
);

const county = new Map(mapping.airCounty.stations.map((station) => [station.sourceCode, station.code]));
write(
  'air-county-hourly.csv.gz',
  AIR,
  readRows(join(options.air, 'provincial-stations-hourly.csv.gz'))
    .filter((row) => !mapping.airCounty.leftOut.includes(row.sitecode))
    .map((row) => {
      const [, day, hour] = /^(\d{4}-\d\d-\d\d)T(\d\d)$/.exec(row.filehour);
      const code = county.get(row.sitecode);
      if (!code) throw new Error(`unknown station ${row.sitecode}`);
      return [code, `${day} ${hour}:00`, row.SO2, row.NO2, row.CO, row.O3, row.PM10, row.PM25];
    }),
);

const sections = new Map(mapping.water.sections.map((section) => [section.sourceName, section.code]));
write(
  'sections.csv.gz',
  'code,time,wt,ph,do,ec,turbidity,codmn,nh3n,tp,tn,feed_class',
  readRows(join(options.water, 'sections-20260709-20260805.csv.gz'))
    .filter((row) => row['省份'] === mapping.water.province && sections.has(row['断面名称']))
    .map((row) => [
      sections.get(row['断面名称']),
      row['监测时间'],
      row['水温(℃)'],
      row['pH(无量纲)'],
      row['溶解氧(mg/L)'],
      row['电导率(μS/cm)'],
      row['浊度(NTU)'],
      row['高锰酸盐指数(mg/L)'],
      row['氨氮(mg/L)'],
      row['总磷(mg/L)'],
      row['总氮(mg/L)'],
      row['水质类别'],
    ]),
);
