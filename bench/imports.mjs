/**
 * B4: two weeks of hours of all national stations, a file a day, imported through the doors of ingestion and evaluated by
 * monitoring, until every file is taken: hours judged, days of stations and areas worked out. Then a station's page is asked.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { folderFileStore } from '../dist/libs/files/file-store.js';
import { watchCpu } from '../dist/bench/cpu-shares.js';
import { progress, report } from '../dist/bench/report.js';
import { registerStations, stationBody, withHotPath } from './hot-path.mjs';

const DATA = process.env.BENCH_DATA ?? '';
const FILES = Number(process.env.BENCH_FILES ?? 0);
const SERVICES = ['ingestion', 'monitoring'];
const MOST_MS = 600_000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const stations = (await fs.readFile(path.join(DATA, 'stations.csv'), 'utf8'))
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([id, , , area, name]) => ({ id, area, name }));
const all = (await fs.readdir(DATA)).filter((name) => name.endsWith('.csv.gz')).sort();
const files = FILES > 0 ? all.slice(0, FILES) : all;

await withHotPath({ services: SERVICES, areas: [...new Set(stations.map(({ area }) => area))] }, async (house) => {
  const { monitoring, ingestion, sql, filesDir, supervisor } = house;
  progress(`registering ${stations.length} stations ...`);
  await registerStations(
    monitoring,
    stations.map(({ id, area, name }) => [
      id,
      {
        ...stationBody(id),
        name,
        areaId: area,
        network: 'air',
        evaluationPoint: { status: 'yes', basis: 'bench', from: '2026-01-01' },
      },
    ]),
  );
  const store = folderFileStore(filesDir);
  const uploads = [];
  let rows = 0;
  for (const name of files) {
    const bytes = await fs.readFile(path.join(DATA, name));
    rows += gunzipSync(bytes).toString('latin1').trimEnd().split('\n').length - 1;
    uploads.push({ name, ...(await store.put(bytes, { name, maxBytes: 64 * 1024 * 1024 })) });
  }
  progress(`importing ${rows} hours ...`);
  const used = watchCpu(Object.fromEntries(SERVICES.map((name) => [name, supervisor.pids[name]])));
  const start = performance.now();
  const ids = [];
  for (const { name, sha256 } of uploads) {
    const wish = {
      fileSha256: sha256,
      fileName: name,
      layout: 'cnemc-hourly',
      dataState: 'realtime',
      dryRun: false,
      takeRest: true,
    };
    ids.push((await ingestion('POST', '/imports', wish)).id);
  }
  const looks = new Map();
  for (const id of ids) {
    for (;;) {
      const seen = await ingestion('GET', `/imports/${id}`);
      looks.set(id, seen);
      if (seen.state === 'taken') break;
      if (['refused', 'failed'].includes(seen.state) || performance.now() - start > MOST_MS)
        throw new Error(`import ${id}: ${seen.state} ${seen.failure ?? ''}`);
      await pause(100);
    }
  }
  const seconds = (performance.now() - start) / 1_000;
  const cpu = used();
  const [counts] = await sql(`select (select count(*)::int from monitoring.station_hour) as hours,
                                     (select count(*)::int from monitoring.station_day) as days,
                                     (select count(*)::int from monitoring.area_day) as areas`);
  const asked = performance.now();
  const span = `from=2026-06-01&to=2026-06-14`;
  const station = stations[0].id;
  await Promise.all(
    [`/hour-series?stationId=${station}&${span}`, `/day-calendar?stationId=${station}&${span}`].map((route) =>
      monitoring('GET', route),
    ),
  );
  const page = performance.now() - asked;
  const refused = [...looks.values()].reduce((sum, one) => sum + one.rowsRefused, 0);
  report(
    [
      {
        what: `${rows} station-hours of ${files.length} files imported and evaluated`,
        value: seconds,
        unit: 's',
        ...(FILES > 0 ? {} : { goal: 30, isAtMost: true }),
      },
      { what: 'the same as a rate', value: rows / seconds, unit: 'hours/s' },
      { what: "a station's page of two weeks afterwards", value: page, unit: 'ms', goal: 1_000, isAtMost: true },
    ],
    cpu,
    `${counts.hours} hours, ${counts.days} days of stations and ${counts.areas} of areas in the tables; ${refused} rows refused`,
  );
});
