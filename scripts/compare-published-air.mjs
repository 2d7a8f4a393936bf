/**
 * Compares `duban air evaluate` with the index and primary pollutants that were published beside the concentrations, and
 * prints the agreement and every row that differs. Exit code 1 below 99.99 % of the indices or where a primary pollutant
 * differs. Needs a built tree; shares no code with it but the command itself.
 *
 *   node scripts/compare-published-air.mjs --data DIR
 *
 * DIR holds any of: air-national-hourly/*.csv.gz, air-jiaxing/*.csv.gz, air-snapshot-2018/*.geojson.gz.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, duban: { type: 'string' } } });
if (!options.data) throw new Error('--data DIR is missing');
const duban = options.duban ?? path.join(import.meta.dirname, '../apps/cli/bin/duban.mjs');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'compare-air-'));

const COLUMNS = ['timepoint', 'stationcode', 'pm10', 'pm2_5', 'o3', 'o3_24h', 'no2', 'so2', 'co'];
const NAMES = [
  [/PM2\.5|PM₂\.₅/, 'PM2.5'],
  [/PM10|PM₁₀/, 'PM10'],
  [/臭氧|O3|O₃/, 'O3'],
  [/二氧化氮|NO2|NO₂/, 'NO2'],
  [/二氧化硫|SO2|SO₂/, 'SO2'],
  [/一氧化碳|CO/, 'CO'],
];
const isMissing = (text) => ['', 'NA', '--', '/', '-;'].includes(text);
const textOf = (file) => {
  const bytes = fs.readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};
const csvRows = (file) => parse(textOf(file), { columns: true, bom: true });

/** The rows as published, in the order of the file: what is compared, and the file to give to the command. */
function nationalRows(file) {
  return {
    input: file,
    rows: csvRows(file).map((row) => ({ ...row, published: row.aqi, primary: row.primarypollutant })),
  };
}
function provincialRows(file) {
  const rows = csvRows(file).map((row) => ({
    timepoint: row.time,
    stationcode: row.sitecode,
    pm10: row.PM10,
    pm2_5: row.PM25,
    o3: row.O3,
    o3_24h: '',
    no2: row.NO2,
    so2: row.SO2,
    co: row.CO,
    published: row.AQI,
    primary: row.SYWRW,
  }));
  return { input: written(file, rows), rows };
}
function snapshotRows(file) {
  const rows = JSON.parse(textOf(file)).features.map(({ properties }) => ({
    ...properties,
    published: properties.aqi,
    primary: properties.primarypollutant,
  }));
  return { input: written(file, rows), rows };
}
function written(file, rows) {
  const name = path.join(scratch, `${path.basename(file)}.csv`);
  fs.writeFileSync(name, [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))].join('\n'));
  return name;
}

const primaryOf = (text) =>
  text
    .split(',')
    .filter((one) => !isMissing(one))
    .map((one) => NAMES.find(([pattern]) => pattern.test(one))?.[1] ?? one)
    .sort()
    .join('+');

function compare(name, sources) {
  if (sources.length === 0) return;
  const out = path.join(scratch, 'out.csv');
  const since = process.hrtime.bigint();
  execFileSync(
    process.execPath,
    [duban, 'air', 'evaluate', '--layout', 'cnemc-hourly', ...sources.map(({ input }) => input), '--out', out],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const seconds = Number(process.hrtime.bigint() - since) / 1e9;
  const computed = csvRows(out);
  const published = sources.flatMap(({ rows }) => rows);
  if (computed.length !== published.length) throw new Error(`${name}: ${computed.length} rows of ${published.length}`);

  const count = { rows: 0, equal: 0, polluted: 0, primaryEqual: 0, both: 0, onlyOurs: 0, onlyTheirs: 0 };
  const without = new Map();
  const differing = [];
  published.forEach((row, index) => {
    const ours = computed[index];
    if (ours.timepoint !== row.timepoint || ours.stationcode !== row.stationcode)
      throw new Error(`${name}: row ${index}`);
    const concentrations = ['pm2_5', 'pm10', 'o3', 'no2', 'so2', 'co'];
    const gone = concentrations.filter((column) => isMissing(row[column]) && row[column] !== '/');
    const told = `${row.timepoint} ${row.stationcode} ${concentrations.map((column) => `${column} ${row[column]}`).join(', ')}`;
    if (isMissing(row.published)) {
      if (ours.aqi === '') count.both += 1;
      else {
        count.onlyOurs += 1;
        const kind = `${Number(ours.aqi) > 100 ? 'index above 100' : 'index up to 100'}, missing ${gone.join(' ') || 'nothing'}`;
        without.set(kind, (without.get(kind) ?? 0) + 1);
      }
      return;
    }
    count.rows += 1;
    if (ours.aqi === '') count.onlyTheirs += 1;
    if (ours.aqi === row.published) count.equal += 1;
    else differing.push(`${told}: published ${row.published}, computed ${ours.aqi || 'none'}`);
    if (Number(row.published) <= 50) return;
    count.polluted += 1;
    if (primaryOf(row.primary) === ours.primary_pollutant.split('+').sort().join('+')) count.primaryEqual += 1;
    else differing.push(`${told}: primary ${row.primary}, computed ${ours.primary_pollutant || 'none'}`);
  });
  const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(4)} %`);
  console.log(`${name}: ${published.length} rows in ${seconds.toFixed(1)} s`);
  console.log(`  index equal in ${count.equal} of ${count.rows} published, ${percent(count.equal, count.rows)}`);
  console.log(
    `  primary equal in ${count.primaryEqual} of ${count.polluted} above 50, ${percent(count.primaryEqual, count.polluted)}`,
  );
  console.log(
    `  no index: ${count.both} in both, ${count.onlyTheirs} withheld here only, ${count.onlyOurs} withheld there only`,
  );
  for (const [kind, times] of [...without].sort((a, b) => b[1] - a[1]))
    console.log(`    there only: ${kind}: ${times}`);
  for (const line of differing) console.log(`  differs: ${line}`);
  if (count.equal < count.rows * 0.9999 || count.primaryEqual < count.polluted) process.exitCode = 1;
}

const filesOf = (folder, pattern) => {
  const dir = path.join(options.data, folder);
  if (!fs.existsSync(dir)) return [];
  return fs
    .readdirSync(dir)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => path.join(dir, name));
};
try {
  compare('national, fourteen days', filesOf('air-national-hourly', /^\d{4}-.*\.csv\.gz$/).map(nationalRows));
  compare('one city, national stations', filesOf('air-jiaxing', /^national.*\.csv\.gz$/).map(nationalRows));
  compare('one city, provincial stations', filesOf('air-jiaxing', /^provincial.*\.csv\.gz$/).map(provincialRows));
  compare('snapshot of 2018', filesOf('air-snapshot-2018', /\.geojson\.gz$/).map(snapshotRows));
} finally {
  fs.rmSync(scratch, { recursive: true });
}
