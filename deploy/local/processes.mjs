import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LOG_LIMIT_BYTES = 10 * 1024 ** 2;
const POLL_MS = 50;

/** Whether a process of this id is there (a zombie counts as gone). */
export async function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

/** The command line of a process, or '' where there is none. */
export async function commandLine(pid) {
  const own = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (own !== undefined) return own.replaceAll('\0', ' ');
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** Id and start of a live process, which tell it from a later one that was given the same id; '' where there is none. */
export async function identify(pid) {
  if (!(await isAlive(pid))) return '';
  const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`; // field 22, starttime
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => `${pid} ${stdout.trim()}`,
    () => '',
  );
}

/** Sends a signal where the process still exists. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ends a process: `stopSignal` first, SIGKILL when it is still there after `deadlineMs`. */
export async function endProcess(pid, { stopSignal = 'SIGTERM', deadlineMs = 20_000 } = {}) {
  signal(pid, stopSignal);
  const killAt = Date.now() + deadlineMs;
  while (await isAlive(pid)) {
    if (Date.now() > killAt) signal(pid, 'SIGKILL');
    await delay(POLL_MS);
  }
}

/**
 * Ends what a killed run left behind: the process named in `pidFile`, if it still runs and its command line mentions `mention` (a number
 * that now belongs to another program is left alone). Returns its id, or 0 where there was nothing to end.
 */
export async function endLeftover({ pidFile, mention, stopSignal, deadlineMs }) {
  const pid = Number(await fs.readFile(pidFile, 'utf8').catch(() => '0'));
  const isOurs = pid > 0 && (await isAlive(pid)) && (await commandLine(pid)).includes(mention);
  if (isOurs) await endProcess(pid, { stopSignal, deadlineMs });
  await fs.rm(pidFile, { force: true });
  return isOurs ? pid : 0;
}

/** Waits until `probe()` is true; false where `isOver()` became true or the deadline passed first. */
export async function waitUntil(probe, { deadlineMs, isOver = () => false }) {
  const until = Date.now() + deadlineMs;
  while (Date.now() < until && !isOver()) {
    if (await probe()) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Opens a log file for appending; one that has grown past 10 MiB is first set aside as `.1`. */
export async function openLog(file) {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const size = await fs.stat(file).then(
    (stat) => stat.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await fs.rename(file, `${file}.1`);
  return fs.open(file, 'a');
}

/** The last lines of a file, to quote in an error. */
export async function tail(file, lines = 12) {
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Starts a program in a process group of its own (Ctrl-C in a terminal reaches only us, and we stop things in order), its output
 * appended to `logFile`, its id written to `pidFile`. Resolves when the system has accepted to start it.
 */
export async function spawnLogged({ command, args, options = {}, logFile, pidFile }) {
  const log = await openLog(logFile);
  try {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    await fs.writeFile(pidFile, `${child.pid}\n`);
    return child;
  } finally {
    await log.close();
  }
}
