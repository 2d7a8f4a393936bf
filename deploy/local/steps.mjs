import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './artifacts.mjs';
import { Missing } from './requirements.mjs';

/** A second key press within this time is the same wish. */
const DOUBLE_PRESS_MS = 1_000;

/** Thrown out of a step when somebody asked to stop; entry scripts then stop what they started and end with code 130. */
export class Stopped extends Error {}

/**
 * Listens for SIGINT and SIGTERM. The first one asks for a clean stop: the running step ends and `asked` resolves. One that comes
 * at least a second later loses patience: `onForce` runs, and the process ends at once.
 */
export function listenForStop({ onForce = () => {} } = {}) {
  let askedAt;
  let current;
  let resolveAsked;
  const asked = new Promise((resolve) => (resolveAsked = resolve));
  const onSignal = () => {
    if (askedAt === undefined) {
      askedAt = Date.now();
      current?.kill('SIGTERM');
      resolveAsked();
    } else if (Date.now() - askedAt >= DOUBLE_PRESS_MS) {
      Promise.resolve(onForce()).finally(() => process.exit(130));
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const check = () => {
    if (askedAt !== undefined) throw new Stopped('stopped');
  };

  /** Runs a program to its end with its output passed on (`stdout`: as in spawn's stdio) and returns its exit code. */
  async function run(command, args, { env = process.env, stdout = 'inherit' } = {}) {
    check();
    current = spawn(command, args, { cwd: root, env, stdio: ['ignore', stdout, 'inherit'] });
    let printed = '';
    current.stdout?.setEncoding('utf8').on('data', (chunk) => (printed += chunk));
    const code = await new Promise((resolve, reject) => {
      current.once('error', reject);
      current.once('close', (status, killedBy) => resolve(killedBy ? 128 : status));
    });
    current = undefined;
    check();
    return { code, printed };
  }

  /** Like `run`, for a step without which nothing can go on. */
  async function mustRun(what, command, args, options) {
    const { code, printed } = await run(command, args, options);
    if (code !== 0) throw new Missing(`${what} failed with exit code ${code}; the reason stands above.`);
    return printed;
  }

  return { asked, check, run, mustRun };
}

const changedAt = (file) =>
  fs.stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** Installs the packages of the lock file where none are installed or the lock file is newer. */
export async function installIfNeeded(steps, say) {
  const installed = await changedAt(path.join(root, 'node_modules', '.package-lock.json'));
  const locked = await changedAt(path.join(root, 'package-lock.json'));
  if (installed !== undefined && installed >= locked) return;
  say('installing packages (npm ci) ...');
  await steps.mustRun('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'], { stdout: 2 });
}

/** Emits dist/ (see scripts/build.mjs). */
export async function build(steps, { isServerOnly = false } = {}) {
  const args = [path.join(root, 'scripts', 'build.mjs'), ...(isServerOnly ? ['--server-only'] : [])];
  await steps.mustRun('The build', process.execPath, args, { stdout: 2 });
}
