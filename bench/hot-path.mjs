/**
 * The hot path set up for a benchmark: the services asked for, each a process of its own as in an installation, over a
 * database and topics of their own; an area, stations, and devices at the door. Needs a build; the runner names the servers.
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
import { AreaState, UnitState } from '../dist/libs/contracts/directory.events.js';
import { IDENTITY_HEADER, signIdentity } from '../dist/libs/identity/identity.js';
import { LOAD_FACTORS, mnOf } from '../dist/bench/load-orders.js';
import { progress, until } from '../dist/bench/report.js';

export const CONNECTIONS = 100;
export const DEVICES = 500;
export const AREA = 'bench-area';
const STATIONS = 20;
const WINDOW = 64;
const PASSWORD = '123456';
const GRANTS = ['subject.manage', 'device.manage', 'monitoring.read', 'feed.deliver', 'data.review'];

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

/** The unit everything is asked for in the name of. */
const ROOT = 'root';

/** Tells the services of areas and of the unit above all, as the directory would. */
async function sendDirectory(kafka, namespace, areaIds) {
  const state = { version: 1, retired: false, parentId: null };
  const areas = areaIds.map((id) => ({ ...state, id, name: id, level: 'county', unitId: null, outline: [] }));
  const root = {
    ...state,
    id: ROOT,
    name: ROOT,
    shortName: ROOT,
    type: 'GOVERNMENT',
    path: [ROOT],
    external: false,
    areaId: null,
  };
  const producer = kafka.producer();
  await producer.connect();
  let count = 0;
  const send = async (contract, states) => {
    const messages = states.map((data) => {
      const number = `b0000000-0000-4000-8000-${String(count++).padStart(12, '0')}`;
      const event = {
        id: number,
        type: contract.type,
        version: contract.version,
        key: data.id,
        occurredAt: new Date().toISOString(),
        causationId: null,
        correlationId: number,
        actor: { kind: 'system', id: 'bench', name: 'bench', unitId: null, postId: null },
        data: contract.data.parse(data),
      };
      return { key: data.id, value: JSON.stringify(event) };
    });
    await producer.send({ topic: `${namespace}.${contract.topic}`, messages });
  };
  await send(UnitState, [root]);
  await send(AreaState, areas);
  await producer.disconnect();
}

export const stationBody = (id) => ({
  name: id,
  areaId: AREA,
  position: null,
  network: 'bench',
  silenceAfterHours: null,
  evaluationPoint: { status: 'unknown', basis: null, from: null },
  answersFor: [],
  expectedVersion: 0,
});

/** A device as the register takes it; its values come in the units given. */
export const deviceBody = (series, n, subject, units) => ({
  subject,
  mn: mnOf(series, n),
  password: PASSWORD,
  protocol: 'HJ212-2017',
  profile: { hourLabelOffsetMinutes: 0, units },
  silenceAfterHours: 48,
  // Frames of one load stand at seconds of another day.
  settings: { clock: 'leave' },
  expectedVersion: 0,
});

/** A way to ask a service as somebody who may do all a benchmark does; an answer that is not 2xx is an error with its text. */
function asker(baseUrl, token) {
  return async (method, route, body) => {
    const answer = await fetch(`${baseUrl}${route}`, {
      method,
      headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

/**
 * Starts it, hands it to `work` and clears everything away.
 *
 * - `services`: names of those to run, `monitoring` and `ingestion` among them; `areas`: ids of areas; `settings`: further
 *   settings for all.
 *
 * `work` gets `supervisor`, `series` (part of all device numbers), `kafka`, `namespace`, `door` (the port for HJ 212),
 * `filesDir`, `sql(text)`, `monitoring(method, route, body)` and `ingestion(…)`, `load(orders)` and `memory(name)` in MiB.
 */
export async function withHotPath({ services: names, areas = [AREA], settings = {} }, work) {
  const namespace = `bench-${randomBytes(4).toString('hex')}`;
  const databaseName = namespace.replace('-', '_');
  const server = process.env.TEST_DATABASE_URL;
  const databaseUrl = Object.assign(new URL(server), { pathname: `/${databaseName}` }).href;
  const brokers = process.env.TEST_KAFKA_BROKERS;
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'duban-bench-'));
  const kafka = new kafkajs.Kafka({
    brokers: brokers.split(','),
    clientId: namespace,
    logLevel: kafkajs.logLevel.ERROR,
  });
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
      extra: {
        NAMESPACE: namespace,
        LOG_LEVEL: 'warn',
        HJ212_CONNECTIONS_PER_ADDRESS: String(CONNECTIONS + 10),
        ...settings,
      },
    });
    progress('migrating ...');
    await run([path.join(root, 'dist/apps/cli/src/main.js'), 'migrate'], { ...process.env, ...system.cliSettings });
    progress(`starting ${names.join(', ')} ...`);
    const services = system.services.filter(({ name }) => names.includes(name));
    supervisor = await supervise({ services, dataDir });
    await supervisor.ready();
    const urlOf = (name) => `http://127.0.0.1:${services.find((one) => one.name === name).httpPort}`;
    const series = randomBytes(4).toString('hex').toUpperCase();
    const identity = {
      accountId: 'bench',
      personId: 'bench',
      name: 'bench',
      postIds: [],
      grants: GRANTS.map((permission) => ({ permission, unitId: ROOT })),
      unitId: ROOT,
      postId: null,
    };
    const token = await signIdentity(await secret('internal-key'), identity, 3_600);
    const monitoring = asker(urlOf('monitoring'), token);
    await sendDirectory(kafka, namespace, areas);
    const door = portsOf(portBase).find(({ name }) => name === 'ingestion (HJ 212)').port;
    await work({
      supervisor,
      kafka,
      namespace,
      series,
      monitoring,
      ingestion: asker(urlOf('ingestion'), token),
      door,
      filesDir: system.cliSettings.FILES_DIR,
      sql: (text) => ask(databaseUrl, text),
      load: async (orders) =>
        JSON.parse(
          await run([
            path.join(root, 'dist/bench/device-load.js'),
            JSON.stringify({
              port: door,
              connections: CONNECTIONS,
              devices: DEVICES,
              window: WINDOW,
              password: PASSWORD,
              series,
              rate: null,
              twiceEvery: null,
              ...orders,
            }),
          ]),
        ),
      memory: async (name) => {
        const status = await fs.readFile(`/proc/${supervisor.pids[name]}/status`, 'utf8').catch(() => '');
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
      },
    });
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
}

/** Registers stations, pairs of an id and a body, as soon as the areas are known. */
export async function registerStations(monitoring, stations) {
  for (const [id, body] of stations)
    await until(`the area of ${id}`, 30, () =>
      monitoring('PUT', `/stations/${id}`, body).then(
        () => true,
        (error) => {
          if (/SUBJECT_AREA_INVALID|AREA_UNKNOWN_INVALID|FORBIDDEN_UNIT/.test(error.message)) return false;
          throw error;
        },
      ),
    );
}

/** Registers stations and the devices of the load through monitoring's own routes, and waits until the door knows them. */
export async function registerDevices({ monitoring, series, sql }) {
  const stationOf = (n) => `${series}-station-${n % STATIONS}`;
  const stations = Array.from({ length: STATIONS }, (_unused, n) => [stationOf(n), stationBody(stationOf(n))]);
  await registerStations(monitoring, stations);
  progress(`registering ${DEVICES} devices ...`);
  const units = Object.fromEntries(LOAD_FACTORS.map((code) => [code, 'ug/m3']));
  for (let n = 0; n < DEVICES; n += 1) {
    const body = deviceBody(series, n, { kind: 'station', id: stationOf(n) }, units);
    await monitoring('PUT', `/devices/${series}-device-${n}`, body);
  }
  await devicesAtTheDoor(sql, DEVICES);
}

export const devicesAtTheDoor = (sql, count) => {
  const known = "select count(*)::int as n from ingestion.reference_state where topic = 'monitoring.devices'";
  return until('the devices at the door', 60, async () => (await sql(known))[0].n >= count);
};

/** Values of factors in the table. */
export const storedReadings = async (sql) =>
  Number(
    (await sql('select coalesce(sum(cardinality(s.value_list)), 0)::bigint as n from monitoring.reading_set s'))[0].n,
  );

/**
 * Waits until so many packets are in the table. The last ones are looked for by the highest number first: counting millions
 * of rows would slow down what is measured.
 */
export async function packetsStored(sql, count, deadlineSeconds) {
  const highest = async () =>
    Number((await sql('select coalesce(max(p.id), 0)::bigint as n from monitoring.raw_packet p'))[0].n);
  const all = async () => Number((await sql('select count(*) as n from monitoring.raw_packet'))[0].n);
  await until(
    'all of it in the table',
    deadlineSeconds,
    async () => (await highest()) >= count && (await all()) >= count,
    250,
  );
}

export async function noFaults(sql) {
  const [{ n }] = await sql('select count(*)::int as n from monitoring.fault');
  if (n > 0) throw new Error(`${n} faults`);
}
