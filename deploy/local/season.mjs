import fs from 'node:fs/promises';
import path from 'node:path';
import util from 'node:util';
import { root } from './artifacts.mjs';
import { createFaults } from './faults.mjs';
import { freePortBase } from './ports.mjs';
import { Missing, runEntry } from './requirements.mjs';
import { checkRequirements, startServers } from './servers.mjs';
import { portsOf, SERVICE_NAMES } from './services.mjs';
import { build, installIfNeeded, listenForStop, Stopped } from './steps.mjs';
import { CLI, startSystem } from './system.mjs';

const HELP = `npm run season -- [options]         the sample season on a system of its own, checked at the end
npm run chaos -- --seed N [options]  the same with processes killed and servers stopped at random moments

  --seed N         decides which faults come when (chaos; 1)
  --longest N      the longest time a server is away, in seconds (60)
  --calm N         the longest time from one fault, when everything answers again, to the next, in seconds (30)
  --rounds N       how often every kind of fault comes before there is peace (for ever)
  --stop S@INSTANT stop the service S for an hour of the season from this instant, e.g. monitoring@2026-05-07T00:10:00+08:00
  --until INSTANT  play and check only up to here, e.g. 2026-05-10T24:00:00+08:00
  --outcome FILE   write what came of it: warnings, steps, acts, sheets, in an order that is always the same
  --compare FILE   compare what came of it with an earlier outcome (samples/jiaxing/outcome.json; "none" for no comparison)
  --data DIR       where everything is kept meanwhile (a folder under .duban that is removed at the end)
  --keep           do not remove it
  --verbose
  --help`;

const OUTCOME = path.join('samples', 'jiaxing', 'outcome.json');
const ANY_PORTS = { postgres: 0, redis: 0, kafka: 0, kafkaController: 0 };
const SHOWN_DIFFERENCES = 20;
const HOUR_MS = 3_600_000;

const say = (line) => console.error(line);

function readOptions() {
  const options = {
    chaos: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '60' },
    calm: { type: 'string', default: '30' },
    rounds: { type: 'string' },
    stop: { type: 'string' },
    until: { type: 'string' },
    outcome: { type: 'string' },
    compare: { type: 'string' },
    data: { type: 'string' },
    keep: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  let values;
  try {
    ({ values } = util.parseArgs({ options }));
  } catch (error) {
    throw new Missing(`${error.message}\n\n${HELP}`);
  }
  for (const name of ['seed', 'longest', 'calm', 'rounds']) {
    if (values[name] !== undefined && !/^\d+$/.test(values[name]))
      throw new Missing(`--${name} must be a whole number, not "${values[name]}".`);
  }
  const [service, from] = values.stop?.split('@') ?? [];
  if (values.stop !== undefined && (!SERVICE_NAMES.includes(service) || Number.isNaN(Date.parse(from)))) {
    throw new Missing(`--stop must be a service and an instant, SERVICE@INSTANT, not "${values.stop}".`);
  }
  const dataDir = path.resolve(root, values.data ?? path.join('.duban', `season-${process.pid}`));
  return {
    ...values,
    stopped: values.stop === undefined ? undefined : { service, from: new Date(from) },
    dataDir,
    seed: Number(values.seed),
    longest: Number(values.longest),
    calm: Number(values.calm),
    rounds: Number(values.rounds ?? Infinity),
  };
}

/** Lines that are in only one of two outcomes. */
function differences(expected, found) {
  const lines = (text) => new Set(text.split('\n'));
  const [before, after] = [lines(expected), lines(found)];
  return [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
}

/** Plays up to the end of the hour in which a service is stopped; what it missed it has to catch up by itself. */
async function playWithout({ service, from }, supervisor, playOn) {
  await playOn(['--until', from.toISOString()]);
  say(`stopping ${service} for an hour of the season`);
  await supervisor.stopOne(service);
  await playOn(['--until', new Date(from.getTime() + HOUR_MS).toISOString(), '--without', service]);
  await supervisor.startOne(service);
  await supervisor.ready();
}

/** Plays and checks; returns the exit code. */
async function play({ options, steps, servers, keep }) {
  const system = await startSystem({
    dataDir: options.dataDir,
    portBase: await freePortBase(portsOf),
    clock: 'shared',
    servers,
    steps,
    isVerbose: options.verbose,
    say,
    onSupervisor: (supervisor) => (keep.supervisor = supervisor),
  });
  const until = options.until ? ['--until', options.until] : [];
  say('loading the sample city ...');
  await system.duban('duban season load', ['season', 'load'], { stdout: 'pipe' });

  const faults = options.chaos
    ? createFaults({
        seed: options.seed,
        servers,
        supervisor: system.supervisor,
        longestSeconds: options.longest,
        calmSeconds: options.calm,
        rounds: options.rounds,
        say,
      })
    : undefined;
  say('playing the season ...');
  const begun = Date.now();
  faults?.start();
  try {
    const playOn = (more) => system.duban('duban season play', ['season', 'play', '--keep-clock', ...more]);
    if (options.stopped) await playWithout(options.stopped, system.supervisor, playOn);
    await playOn(until);
  } finally {
    const done = (await faults?.stop()) ?? [];
    if (faults)
      say(`${done.length} faults of ${new Set(done.map(({ fault }) => fault)).size} kinds: seed ${options.seed}`);
  }
  say(`played in ${((Date.now() - begun) / 1_000).toFixed(0)} s`);
  await system.supervisor.ready();
  await system.duban('duban season rest', ['season', 'rest']);

  const run = (args, more) =>
    steps.run(process.execPath, ['--enable-source-maps', CLI, 'season', ...args], { env: system.env, ...more });
  const { code } = await run(['verify', '--json', ...until]);
  const { printed } = await run(['verify', '--digest', ...until], { stdout: 'pipe' });
  if (options.outcome) await fs.writeFile(path.resolve(options.outcome), printed);
  const compare = options.compare ?? (options.until ? 'none' : OUTCOME);
  if (compare === 'none') return code;
  if (!(await fs.stat(path.resolve(root, compare)).catch(() => undefined))) {
    say(`there is no ${compare} to compare with`);
    return code;
  }
  const unlike = differences(await fs.readFile(path.resolve(root, compare), 'utf8'), printed);
  if (unlike.length === 0) {
    say(`the same outcome as ${compare}`);
    return code;
  }
  say(`${unlike.length} lines unlike ${compare}:\n${unlike.slice(0, SHOWN_DIFFERENCES).join('\n')}`);
  return 1;
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const keep = {};
  const steps = listenForStop({
    onForce: async () => {
      keep.supervisor?.killAll();
      await keep.servers?.killAll();
    },
  });
  let code = 1;
  try {
    await checkRequirements(options.dataDir, { isOwn: true });
    await installIfNeeded(steps, say);
    await build(steps, { isServerOnly: true });
    say('starting PostgreSQL, Redis and Kafka ...');
    // Killed servers lose nothing they have acknowledged to the operating system; only a power cut would need more.
    keep.servers = await startServers({
      dataDir: options.dataDir,
      ports: ANY_PORTS,
      isDurable: false,
      isOwn: true,
      log: say,
    });
    code = await play({ options, steps, servers: keep.servers, keep });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    code = 130;
  } finally {
    await keep.supervisor?.stop();
    await keep.servers?.stop();
    if (!options.keep && !options.data) await fs.rm(options.dataDir, { recursive: true, force: true });
  }
  process.exit(code);
}

await runEntry(main);
