/**
 * B2: HJ 212 over TCP → ingestion → Kafka → monitoring → PostgreSQL, each service its own process, as they run in an
 * installation. A reading is one factor value; readings are counted in the table afterwards and compared with what was
 * answered. Needs a build; the runner names the servers.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { root } from '../deploy/local/artifacts.mjs';
import { isPortBusy } from '../deploy/local/ports.mjs';
import { openSecrets } from '../deploy/local/secrets.mjs';
import { describeSystem, portsOf } from '../deploy/local/services.mjs';
import { supervise } from '../deploy/local/supervisor.mjs';
import { AreaState } from '../dist/libs/contracts/directory.events.js';
import { IDENTITY_HEADER, signIdentity } from '../dist/libs/identity/identity.js';
import { watchCpu } from '../dist/bench/cpu-shares.js';
import { LOAD_FACTORS, mnOf } from '../dist/bench/load-orders.js';
import { progress, report, until } from '../dist/bench/report.js';

const CONNECTIONS = 100;
const DEVICES = 500;
const STATIONS = 20;
const WINDOW = 64;
const WARM_SECONDS = 5;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const PASSWORD = '123456';
const AREA = 'bench-area';
const NEEDED = ['ingestion', 'monitoring'];

const namespace = `bench-${randomBytes(4).toString('hex')}`;
const databaseName = namespace.replace('-', '_');
const server = process.env.TEST_DATABASE_URL;
const databaseUrl = Object.assign(new URL(server), { pathname: `/${databaseName}` }).href;
const brokers = process.env.TEST_KAFKA_BROKERS;

async function ask(url, sql, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql, values).finally(() => client.end())).rows;
}

async function freePortBase() {
  for (let base = 21_000; base < 31_000; base += 200) {
    const busy = await Promise.all(portsOf(base).map(({ port }) => isPortBusy(port)));
    if (!busy.includes(true)) return base;
  }
  throw new Error('no free block of ports');
}

/** Runs a program to its end; returns what it printed. */
async function run(args, env = process.env) {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (printed += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${printed}`);
  return printed;
}

/** Tells the services of an area, as the directory would. */
async function sendArea(kafka) {
  const producer = kafka.producer();
  await producer.connect();
  const data = {
    id: AREA,
    version: 1,
    retired: false,
    name: AREA,
    level: 'county',
    parentId: null,
    unitId: null,
    outline: [],
  };
  const event = {
    id: 'b0000000-0000-4000-8000-000000000001',
    type: AreaState.type,
    version: AreaState.version,
    key: AREA,
    occurredAt: new Date().toISOString(),
    causationId: null,
    correlationId: 'b0000000-0000-4000-8000-000000000001',
    actor: { kind: 'system', id: 'bench', name: 'bench', unitId: null, postId: null },
    data: AreaState.data.parse(data),
  };
  await producer.send({
    topic: `${namespace}.${AreaState.topic}`,
    messages: [{ key: AREA, value: JSON.stringify(event) }],
  });
  await producer.disconnect();
}

/** Registers stations and devices through monitoring's own routes. */
async function register(baseUrl, internalKey, series) {
  const identity = {
    accountId: 'bench',
    personId: 'bench',
    name: 'bench',
    postIds: [],
    grants: ['subject.manage', 'device.manage'].map((permission) => ({ permission, unitId: 'root' })),
    unitId: 'root',
    postId: null,
  };
  const token = await signIdentity(internalKey, identity, 600);
  const put = async (route, body) => {
    const answer = await fetch(`${baseUrl}${route}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: token },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`PUT ${route}: ${answer.status} ${text}`);
  };
  const stationOf = (n) => `${series}-station-${n % STATIONS}`;
  await until('the area', 30, () =>
    put(`/stations/${stationOf(0)}`, stationBody(stationOf(0))).then(
      () => true,
      (error) => {
        if (/SUBJECT_AREA_INVALID/.test(error.message)) return false;
        throw error;
      },
    ),
  );
  for (let n = 1; n < STATIONS; n += 1) await put(`/stations/${stationOf(n)}`, stationBody(stationOf(n)));
  const units = Object.fromEntries(LOAD_FACTORS.map((code) => [code, 'ug/m3']));
  for (let n = 0; n < DEVICES; n += 1)
    await put(`/devices/${series}-device-${n}`, {
      subject: { kind: 'station', id: stationOf(n) },
      mn: mnOf(series, n),
      password: PASSWORD,
      protocol: 'HJ212-2017',
      profile: { hourLabelOffsetMinutes: 0, units },
      silenceAfterHours: 48,
      expectedVersion: 0,
    });
}

const stationBody = (id) => ({
  name: id,
  areaId: AREA,
  position: null,
  network: 'bench',
  silenceAfterHours: null,
  evaluationPoint: { status: 'unknown', basis: null, from: null },
  answersFor: [],
  expectedVersion: 0,
});

const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'duban-bench-pipeline-'));
const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), clientId: namespace, logLevel: kafkajs.logLevel.ERROR });
let supervisor;
try {
  await ask(server, `create database ${databaseName} template template0`);
  const secret = await openSecrets(dataDir);
  const portBase = await freePortBase();
  const system = await describeSystem({
    dataDir,
    secret,
    env: { DATABASE_URL: databaseUrl, REDIS_URL: process.env.TEST_REDIS_URL, KAFKA_BROKERS: brokers },
    portBase,
    extra: { NAMESPACE: namespace, LOG_LEVEL: 'warn', HJ212_CONNECTIONS_PER_ADDRESS: String(CONNECTIONS + 10) },
  });
  progress('migrating ...');
  await run([path.join(root, 'dist/apps/cli/src/main.js'), 'migrate'], { ...process.env, ...system.cliSettings });
  progress(`starting ${NEEDED.join(' and ')} ...`);
  const services = system.services.filter(({ name }) => NEEDED.includes(name));
  supervisor = await supervise({ services, dataDir });
  await supervisor.ready();
  const portOf = (name) => services.find((one) => one.name === name).httpPort;
  const series = randomBytes(4).toString('hex').toUpperCase();
  await sendArea(kafka);
  progress(`registering ${DEVICES} devices ...`);
  await register(`http://127.0.0.1:${portOf('monitoring')}`, await secret('internal-key'), series);
  const known = "select count(*)::int as n from ingestion.reference_state where topic = 'monitoring.devices'";
  await until('the devices at the door', 60, async () => (await ask(databaseUrl, known))[0].n >= DEVICES);

  const door = portsOf(portBase).find(({ name }) => name === 'ingestion (HJ 212)').port;
  const day = 24 * 3_600_000;
  const load = async (seconds, firstTimeMs) => {
    const orders = {
      port: door,
      connections: CONNECTIONS,
      devices: DEVICES,
      window: WINDOW,
      seconds,
      password: PASSWORD,
      series,
      firstTimeMs,
    };
    return JSON.parse(await run([path.join(root, 'dist/bench/device-load.js'), JSON.stringify(orders)]));
  };
  const stored = async () =>
    (
      await ask(databaseUrl, 'select coalesce(sum(cardinality(value_list)), 0)::int as n from monitoring.reading_set')
    )[0].n;
  const lastPacket = 'select coalesce(max(p.id), 0)::bigint as n from monitoring.raw_packet p';
  const packets = async () => Number((await ask(databaseUrl, 'select count(*) as n from monitoring.raw_packet'))[0].n);

  progress('warming up ...');
  const warm = await load(WARM_SECONDS, Date.now() - 3 * day);
  await until('the warm-up in the table', 120, async () => (await packets()) >= warm.answered, 250);
  const before = await stored();
  progress(`sending for ${SECONDS} s ...`);
  const cpu = watchCpu({ ingestion: supervisor.pids.ingestion, monitoring: supervisor.pids.monitoring });
  const start = performance.now();
  const sent = await load(SECONDS, Date.now() - 2 * day);
  const sentSeconds = (performance.now() - start) / 1_000;
  // The last rows are looked for by the highest number first; counting millions of rows would slow down what is measured.
  const target = warm.answered + sent.answered;
  await until(
    'all of it in the table',
    300,
    async () => Number((await ask(databaseUrl, lastPacket))[0].n) >= target && (await packets()) >= target,
    250,
  );
  const seconds = (performance.now() - start) / 1_000;
  const used = cpu();
  const readings = (await stored()) - before;
  if (readings !== sent.answered * LOAD_FACTORS.length)
    throw new Error(
      `${readings} readings in the table, ${sent.answered} packets answered with ${LOAD_FACTORS.length} each`,
    );
  const faults = (await ask(databaseUrl, 'select count(*)::int as n from monitoring.fault'))[0].n;
  if (faults > 0) throw new Error(`${faults} faults`);
  report(
    [
      {
        what: `TCP to PostgreSQL, ${CONNECTIONS} connections, sent for ${SECONDS} s`,
        value: readings / seconds,
        unit: 'readings/s',
        goal: 50_000,
      },
      { what: 'answered at the door meanwhile', value: sent.answered / sentSeconds, unit: 'packets/s' },
      { what: 'behind when the sending ended', value: seconds - sentSeconds, unit: 's' },
    ],
    used,
    'readings counted in the table = packets answered × 11; raw bytes kept with hash and Kafka position',
  );
} finally {
  await supervisor?.stop();
  await ask(server, `drop database if exists ${databaseName} with (force)`).catch((error) => progress(error.message));
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${namespace}.`));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
  await fs.rm(dataDir, { recursive: true, force: true });
}
