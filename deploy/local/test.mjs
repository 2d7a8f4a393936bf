import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './artifacts.mjs';
import { holderOf } from './data-folder.mjs';
import { runEntry } from './requirements.mjs';
import { checkRequirements, endLeftoverServers, startServers } from './servers.mjs';
import { build, installIfNeeded, listenForStop, Stopped } from './steps.mjs';

const parent = path.join(root, '.duban');
const FOLDER = 'test-';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ANY_PORTS = { postgres: 0, redis: 0, kafka: 0, kafkaController: 0 };

const say = (line) => console.error(line);

/** Stops and removes what earlier test runs left behind when they were killed. */
async function clearLeftovers() {
  const names = await fs.readdir(parent).catch(() => []);
  for (const folder of names.filter((name) => name.startsWith(FOLDER)).map((name) => path.join(parent, name))) {
    if (await holderOf(folder)) continue;
    await endLeftoverServers({ dataDir: folder, log: say });
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** A Chromium for the browser tests: CHROMIUM_PATH, or one on PATH; undefined where there is none. */
async function findBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = BROWSERS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const candidate of process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : onPath) {
    const isThere = await fs.access(candidate, fs.constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}

/** The counts of Jest's result file; a spec file that could not even run counts as one failed test. */
async function countsOf(resultFile) {
  const result = await fs.readFile(resultFile, 'utf8').then(JSON.parse, () => undefined);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Specs wait for servers half of their time, so there are more of them than processors. */
const WORKERS = String(Math.ceil(os.availableParallelism() * 1.5));
/** Whole systems apart and one at a time: each wants the machine for itself. */
const PARTS = [
  ['--maxWorkers', WORKERS, '--testPathIgnorePatterns', '\\.e2e\\.spec\\.ts$', '/node_modules/'],
  ['--runInBand', '--testPathPatterns', '\\.e2e\\.spec\\.ts$'],
];

async function runJest({ steps, env, resultFile, part }) {
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const options = [...part, '--json', '--outputFile', resultFile];
  const { code } = await steps.run(process.execPath, [...node, jest, ...options], {
    env,
    stdout: 'ignore', // with --json Jest repeats the result file there; its report for people is on stderr
  });
  return code;
}

async function main() {
  const dataDir = path.join(parent, `${FOLDER}${process.pid}`);
  const steps = listenForStop({ onForce: () => servers?.killAll() });
  let servers;
  let code = 1;
  try {
    await clearLeftovers();
    await checkRequirements(dataDir, { isOwn: true });
    await installIfNeeded(steps, say);
    const browser = await findBrowser();
    if (!browser) say('NO CHROMIUM FOUND: browser tests are skipped (install chromium, or set CHROMIUM_PATH).');
    await build(steps, { isServerOnly: !browser });
    say('starting PostgreSQL, Redis and Kafka for the tests ...');
    servers = await startServers({ dataDir, ports: ANY_PORTS, isDurable: false, isOwn: true, log: say });
    const env = {
      ...process.env,
      TEST_DATABASE_URL: servers.env.DATABASE_URL,
      TEST_REDIS_URL: servers.env.REDIS_URL,
      TEST_KAFKA_BROKERS: servers.env.KAFKA_BROKERS,
      ...(browser ? { CHROMIUM_PATH: browser } : {}),
    };
    const asked = process.argv.slice(2);
    const total = { passed: 0, failed: 0, skipped: 0 };
    code = 0;
    for (const [n, part] of (asked.length > 0 ? [['--maxWorkers', WORKERS, ...asked]] : PARTS).entries()) {
      const resultFile = path.join(dataDir, `jest-${n}.json`);
      const jestCode = await runJest({ steps, env, resultFile, part });
      const counts = await countsOf(resultFile);
      for (const what of Object.keys(total)) total[what] += counts[what];
      if (jestCode !== 0 || counts.failed > 0) code = 1;
    }
    const { passed, failed, skipped } = total;
    await servers.stop();
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    code = 130;
  } finally {
    await servers?.stop();
    await fs.rm(dataDir, { recursive: true, force: true });
  }
  process.exit(code);
}

await runEntry(main);
