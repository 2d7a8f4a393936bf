import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './artifacts.mjs';
import { openSecrets } from './secrets.mjs';
import { describeSystem } from './services.mjs';
import { supervise } from './supervisor.mjs';

/** The built `duban` command. */
export const CLI = path.join(root, 'dist', 'apps', 'cli', 'src', 'main.js');

/** Keeps the settings of the `duban` command beside the data, for operators: `node --env-file=FILE apps/cli/bin/duban.mjs ...`. */
async function writeSettings(dataDir, settings) {
  const file = path.join(dataDir, 'duban.env');
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  await fs.writeFile(file, lines.join(''), { mode: 0o600 });
  return file;
}

/**
 * Migrates and starts every service over servers that answer already, and resolves when all are ready.
 *
 * - `clock`: `shared` for the sample season, `system` otherwise.
 * - `steps`: see steps.mjs; `onSupervisor`: told of the supervisor as soon as there is one, so that it is stopped whatever happens.
 *
 * Returns the `supervisor`, the `env` of the `duban` command with its `settingsFile`, `duban(what, args, more)` which runs it and throws
 * where it fails, and the `consoleUrl`.
 */
export async function startSystem({ dataDir, portBase, clock, servers, steps, isVerbose, say, onSupervisor }) {
  const system = await describeSystem({
    dataDir,
    secret: await openSecrets(dataDir),
    env: servers.env,
    portBase,
    clock,
    extra: { DATA_DIR: dataDir },
  });
  const settingsFile = await writeSettings(dataDir, system.cliSettings);
  const env = { ...process.env, ...system.cliSettings };
  const duban = (what, args, more = {}) =>
    steps.mustRun(what, process.execPath, ['--enable-source-maps', CLI, ...args], { env, stdout: 2, ...more });

  say('migrating ...');
  await duban('duban migrate', ['migrate']);
  steps.check();

  say('starting the services ...');
  const supervisor = await supervise({ services: system.services, dataDir, isVerbose });
  onSupervisor(supervisor);
  await Promise.race([supervisor.ready(), steps.asked.then(steps.check)]);
  return { supervisor, env, settingsFile, duban, consoleUrl: system.consoleUrl };
}
