import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { requireMavenIfNotFetched } from './artifacts.mjs';
import { holderOf, holdFolder } from './data-folder.mjs';
import { kafka } from './kafka.mjs';
import { settlePorts } from './ports.mjs';
import { postgres } from './postgres.mjs';
import { endLeftover, endProcess, spawnLogged, tail, waitUntil } from './processes.mjs';
import { redis } from './redis.mjs';
import { Missing, requireDisk, requireJava, runEntry } from './requirements.mjs';
import { openSecrets } from './secrets.mjs';

const URL_SETTINGS = { postgres: 'DATABASE_URL', redis: 'REDIS_URL', kafka: 'KAFKA_BROKERS' };
const NAMES = Object.keys(URL_SETTINGS);
const READY_DEADLINE_MS = 180_000;
/** A server killed a moment ago may leave children that hold its port or memory a little longer. */
const START_TRIES = 4;
const RETRY_AFTER_MS = 500;

const PORTS = [
  { key: 'postgres', title: 'PostgreSQL', setting: 'DUBAN_PG_PORT', usual: 15_432 },
  { key: 'redis', title: 'Redis', setting: 'DUBAN_REDIS_PORT', usual: 16_379 },
  { key: 'kafka', title: 'Kafka', setting: 'DUBAN_KAFKA_PORT', usual: 19_092 },
  { key: 'kafkaController', title: "Kafka's controller", setting: 'DUBAN_KAFKA_CONTROLLER_PORT', usual: 19_093 },
];

function wantedPort({ key, setting, usual }, ports) {
  const wanted = ports[key] ?? process.env[setting] ?? usual;
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Missing(`${setting} must be a port number or 0, not "${wanted}".`);
  return port;
}

/** Servers somebody else runs, named by the three settings; undefined where none of the three is set. */
function serversOfYourOwn() {
  const env = Object.fromEntries(Object.values(URL_SETTINGS).map((setting) => [setting, process.env[setting]]));
  const unset = Object.keys(env).filter((setting) => !env[setting]);
  if (unset.length === NAMES.length) return undefined;
  if (unset.length > 0)
    throw new Missing(
      `To use servers of your own set DATABASE_URL, REDIS_URL and KAFKA_BROKERS, all three (missing: ${unset.join(', ')}).`,
    );
  const notOurs = async (name) => {
    throw new Error(`${name} is not ours to start or stop: ${URL_SETTINGS[name]} is set`);
  };
  return {
    env,
    processes: {},
    stop: async () => {},
    killAll: async () => {},
    stopOne: notOurs,
    startOne: notOurs,
    kill9: notOurs,
  };
}

/** Throws `Missing` where the servers could not be started here: no disk, no Java, no Maven while something must be fetched. */
export async function checkRequirements(dataDir, { isOwn = false } = {}) {
  if (!isOwn && serversOfYourOwn()) return;
  await fs.mkdir(dataDir, { recursive: true });
  await Promise.all([requireDisk(dataDir), requireJava(), requireMavenIfNotFetched()]);
}

/** Where a server of this data folder keeps its things. */
const placesOf = (home) => (name) => ({
  folder: path.join(home, name),
  pidFile: path.join(home, `${name}.pid`),
  logFile: path.join(home, 'logs', `${name}.log`),
});

/** Ends the servers that a killed run left running over this data folder; does nothing where a live process holds it. */
export async function endLeftoverServers({ dataDir, log = console.error }) {
  const home = path.resolve(dataDir);
  if (await holderOf(home)) return;
  const place = placesOf(home);
  await Promise.all(
    NAMES.map(async (name) => {
      const { folder, pidFile } = place(name);
      const stopSignal = name === 'postgres' ? 'SIGINT' : 'SIGTERM';
      const pid = await endLeftover({ pidFile, mention: folder, stopSignal });
      if (pid > 0) log(`${name} was left running (process ${pid}); it is stopped now`);
    }),
  );
}

/** One server's life: start until ready, stop, kill. */
function runner({ server, folder, pidFile, logFile, log }) {
  /** `{ child, ended, isExpectedToEnd }` of the process that runs now. */
  let current;

  async function launch() {
    await server.prepare();
    const child = await spawnLogged({ ...server.command(), logFile, pidFile });
    const life = { child, isExpectedToEnd: false };
    current = life;
    life.ended = new Promise((resolve) => {
      child.once('exit', (code, killedBy) => {
        if (current === life) current = undefined;
        if (!life.isExpectedToEnd && life.wasReady)
          log(`${server.title} ended by itself (${killedBy ?? code}); its log is ${logFile}`);
        resolve();
      });
    });
    life.wasReady = await waitUntil(server.probe, { deadlineMs: READY_DEADLINE_MS, isOver: () => current !== life });
    if (life.wasReady) return 'ready';
    if (!current) return 'ended';
    await end('SIGKILL');
    return 'silent';
  }

  async function start() {
    if (current) return;
    let outcome = await launch();
    for (let tries = 1; outcome === 'ended' && tries < START_TRIES; tries += 1) {
      await delay(RETRY_AFTER_MS);
      outcome = await launch();
    }
    if (outcome === 'ready') return;
    throw new Error(`${server.title} did not start. The end of ${logFile}:\n${await tail(logFile)}`);
  }

  async function end(stopSignal) {
    if (!current) return;
    const { child, ended } = current;
    current.isExpectedToEnd = true;
    await endProcess(child.pid, { stopSignal });
    await ended;
    await fs.rm(pidFile, { force: true });
  }

  return {
    folder,
    logFile,
    start,
    stop: () => end(server.stopSignal),
    kill9: () => end('SIGKILL'),
    get pid() {
      return current?.child.pid;
    },
  };
}

/**
 * Starts PostgreSQL, Redis and Kafka in subfolders of `dataDir` and resolves when all three answer. What a killed run left behind
 * in the same folder is ended first. Where DATABASE_URL, REDIS_URL and KAFKA_BROKERS are set none is started (unless `isOwn`).
 *
 * - `ports`: `{ postgres, redis, kafka, kafkaController }`; each else from its setting, else the usual one; 0 picks a free one.
 * - `isDurable: false`: writes are not forced to disk, for tests.
 * - `isOwn: true`: ignore servers named by the environment.
 *
 * Returns `env` (the three settings, PostgreSQL as superuser), `processes` (`{ [name]: { pid, logFile, folder } }`), `stop()`, and for
 * single servers `stopOne(name)`, `startOne(name)` (same port, same data), `kill9(name)`; names are postgres, redis, kafka. `killAll()` is for
 * the impatient.
 * Throws `Missing` with one sentence where a person has to install or free something.
 */
export async function startServers({ dataDir, ports = {}, log = console.error, isDurable = true, isOwn = false }) {
  const own = isOwn ? undefined : serversOfYourOwn();
  if (own) return own;

  const home = path.resolve(dataDir);
  await checkRequirements(home, { isOwn });
  await endLeftoverServers({ dataDir: home, log });
  const letGo = await holdFolder(home);
  const place = placesOf(home);
  const runners = {};

  async function stop() {
    await Promise.all(Object.values(runners).map((one) => one.stop()));
    await letGo();
  }

  try {
    const settled = await settlePorts(PORTS.map((one) => ({ ...one, port: wantedPort(one, ports) })));
    const password = await (await openSecrets(home))('postgres');
    const shared = { isDurable, log };
    const servers = {
      postgres: await postgres({ ...shared, folder: place('postgres').folder, port: settled.postgres, password }),
      redis: await redis({ ...shared, folder: place('redis').folder, port: settled.redis }),
      kafka: await kafka({
        ...shared,
        folder: place('kafka').folder,
        port: settled.kafka,
        controllerPort: settled.kafkaController,
      }),
    };
    for (const name of NAMES) runners[name] = runner({ server: servers[name], ...place(name), log });
    const starts = await Promise.allSettled(Object.values(runners).map((one) => one.start()));
    const failed = starts.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    const one = (name) => {
      if (!runners[name]) throw new Error(`no server is called "${name}"; there are ${NAMES.join(', ')}`);
      return runners[name];
    };
    return {
      env: Object.fromEntries(NAMES.map((name) => [URL_SETTINGS[name], servers[name].url])),
      processes: runners,
      stop,
      stopOne: async (name) => one(name).stop(),
      startOne: async (name) => one(name).start(),
      kill9: async (name) => one(name).kill9(),
      killAll: () => Promise.all(Object.values(runners).map((each) => each.kill9())),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const HELP = `node deploy/local/servers.mjs up [--data DIR] [--fast]

Starts PostgreSQL, Redis and Kafka, prints one line of JSON with their addresses when all answer, and runs until Ctrl-C.

  --data DIR   where they keep everything (.duban/dev)
  --fast       do not force writes to disk (tests)

Ports: DUBAN_PG_PORT 15432, DUBAN_REDIS_PORT 16379, DUBAN_KAFKA_PORT 19092, DUBAN_KAFKA_CONTROLLER_PORT 19093; 0 picks a free one.`;

async function main() {
  const { values, positionals } = util.parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.duban/dev' },
      fast: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals[0] !== 'up') {
    console.log(HELP);
    process.exit(values.help ? 0 : 1);
  }
  const asked = new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((name) => process.once(name, resolve)));
  const servers = await startServers({ dataDir: values.data, isDurable: !values.fast });
  console.log(JSON.stringify(servers.env));
  const keepAlive = setInterval(() => {}, 60_000);
  await asked;
  clearInterval(keepAlive);
  await servers.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runEntry(main);
