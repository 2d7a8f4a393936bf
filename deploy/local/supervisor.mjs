import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './artifacts.mjs';
import { endLeftover, endProcess, signal, tail, waitUntil } from './processes.mjs';
import { mergedLog } from './service-log.mjs';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** A process that lived this long starts the next wait from the first again. */
const HEALTHY_MS = 30_000;
const STOP_DEADLINE_MS = 25_000;
const READY_DEADLINE_MS = 120_000;
/** A service that ends this often before it was ever ready will not get ready by itself. */
const HOPELESS_ENDS = 6;

async function answersReady(opsPort) {
  try {
    const answer = await fetch(`http://127.0.0.1:${opsPort}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

const pidFileOf = (dataDir, name) => path.join(dataDir, 'services', `${name}.pid`);

/** Ends services that a killed run left over this data folder; only for whoever holds the folder. */
export async function endLeftoverServices({ dataDir, names, log = console.error }) {
  const ended = await Promise.all(
    names.map(async (name) => {
      const left = { pidFile: pidFileOf(dataDir, name), mention: dataDir, deadlineMs: STOP_DEADLINE_MS };
      return (await endLeftover(left)) > 0 ? [name] : [];
    }),
  );
  if (ended.flat().length > 0) log(`left running by an earlier start, stopped now: ${ended.flat().join(', ')}`);
}

/** One service: kept running until told to stop. */
function keeper({ service, dataDir, log }) {
  const pidFile = pidFileOf(dataDir, service.name);
  let child;
  let impatience = new AbortController();
  let isWanted = false;
  let restarts = 0;
  let waitMs = FIRST_WAIT_MS;
  let life = Promise.resolve();

  /** One process from start to end; resolves with how it ended. */
  async function live() {
    const started = spawn(service.command, service.args, {
      cwd: root,
      env: service.env,
      detached: true, // Ctrl-C in a terminal reaches only us; we stop services before the servers they need
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    log.attach(service.name, started.stdout);
    log.attach(service.name, started.stderr);
    const ended = new Promise((resolve) => {
      started.once('error', (error) => resolve(error.message));
      started.once('close', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`));
    });
    if (started.pid) await fs.writeFile(pidFile, `${started.pid}\n`);
    const how = await ended;
    child = undefined;
    return how;
  }

  async function keep() {
    while (isWanted) {
      const since = Date.now();
      const how = await live();
      if (!isWanted) break;
      if (Date.now() - since > HEALTHY_MS) waitMs = FIRST_WAIT_MS;
      restarts += 1;
      log.write(service.name, `ended (${how}); starting again in ${waitMs} ms`);
      await delay(waitMs, undefined, { signal: impatience.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
  }

  async function start() {
    if (isWanted) return;
    await life;
    await fs.mkdir(path.dirname(pidFile), { recursive: true });
    isWanted = true;
    impatience = new AbortController();
    waitMs = FIRST_WAIT_MS;
    life = keep();
  }

  async function stop() {
    isWanted = false;
    impatience.abort();
    if (child?.pid) await endProcess(child.pid, { deadlineMs: STOP_DEADLINE_MS });
    await life;
    await fs.rm(pidFile, { force: true });
  }

  const kill9 = () => {
    if (child?.pid) signal(child.pid, 'SIGKILL');
  };

  return {
    name: service.name,
    start,
    stop,
    kill9,
    killForGood: () => {
      isWanted = false;
      kill9();
    },
    isReady: () => answersReady(service.opsPort),
    get pid() {
      return child?.pid;
    },
    get restarts() {
      return restarts;
    },
  };
}

/**
 * Runs every service as its own process, restarts what ends (after 100 ms, doubling up to 10 s; from 100 ms again after a life of 30 s),
 * and merges their output.
 *
 * - `services`: `{ name, command, args, env, opsPort }`; an argument mentions `dataDir`, so that leftovers are known by it.
 * - `isVerbose`: print all lines, not only warnings, errors and unstructured ones.
 *
 * Returns `ready()` (all answer /readyz; rejects with the names that do not), `stop()` (SIGTERM, 25 s, SIGKILL), for single services
 * `kill9(name)` (it is restarted), `stopOne(name)`, `startOne(name)`, `isReady(name)`, `restartCount(name)`, and `pids`;
 * `killAll()` is for the impatient.
 */
export async function supervise({ services, dataDir, isVerbose = false, out = process.stderr }) {
  const home = path.resolve(dataDir);
  const names = services.map(({ name }) => name);
  const log = mergedLog({ folder: path.join(home, 'logs'), names, isVerbose, out });
  const keepers = Object.fromEntries(
    services.map((service) => [service.name, keeper({ service, dataDir: home, log })]),
  );
  const all = Object.values(keepers);
  const one = (name) => {
    if (!keepers[name]) throw new Error(`no service is called "${name}"; there are ${names.join(', ')}`);
    return keepers[name];
  };

  await Promise.all(all.map((each) => each.start()));

  async function ready({ deadlineMs = READY_DEADLINE_MS } = {}) {
    const before = Object.fromEntries(all.map((each) => [each.name, each.restarts]));
    const isHopeless = (each) => each.restarts - before[each.name] >= HOPELESS_ENDS;
    const answers = await Promise.all(
      all.map(async (each) => ({
        each,
        isReady: await waitUntil(each.isReady, { deadlineMs, isOver: () => all.some(isHopeless) }),
      })),
    );
    const late = answers.filter(({ isReady }) => !isReady).map(({ each }) => each);
    if (late.length === 0) return;
    const blamed = late.find(isHopeless) ?? late[0];
    const file = log.fileOf(blamed.name);
    throw new Error(`not ready: ${late.map(({ name }) => name).join(', ')}. The end of ${file}:\n${await tail(file)}`);
  }

  return {
    ready,
    stop: async () => {
      await Promise.all(all.map((each) => each.stop()));
      await log.close();
    },
    kill9: (name) => one(name).kill9(),
    stopOne: (name) => one(name).stop(),
    startOne: (name) => one(name).start(),
    killAll: () => all.forEach((each) => each.killForGood()),
    isReady: (name) => one(name).isReady(),
    restartCount: (name) => one(name).restarts,
    get pids() {
      return Object.fromEntries(all.map((each) => [each.name, each.pid]));
    },
  };
}
