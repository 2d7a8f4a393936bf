import fs from 'node:fs/promises';
import path from 'node:path';
import util from 'node:util';
import { root } from './artifacts.mjs';
import { holdFolder } from './data-folder.mjs';
import { isPortBusy } from './ports.mjs';
import { Missing, runEntry } from './requirements.mjs';
import { checkRequirements, startServers } from './servers.mjs';
import { portsOf, PROCESS_NAMES, USUAL_PORT_BASE } from './services.mjs';
import { build, installIfNeeded, listenForStop, Stopped } from './steps.mjs';
import { endLeftoverServices } from './supervisor.mjs';
import { CLI, startSystem } from './system.mjs';

const HELP = `npm start -- [options]

Installs, builds, starts PostgreSQL, Redis and Kafka, then every service, plays the sample season and leaves the console open
until Ctrl-C. A second start keeps the data.

  --once          end after the season; the last line is JSON, the exit code says whether everything expected is there
  --empty         no sample data, on the real clock (make the first administrator with: duban admin create --user-name NAME)
  --data DIR      where everything is kept (.duban/sample, or .duban/empty with --empty)
  --port-base N   first port of the services (${USUAL_PORT_BASE}, which is the console's); two systems run side by side on two bases
  --verbose       print every log line of every service, not only warnings
  --help

Ports of the servers: DUBAN_PG_PORT, DUBAN_REDIS_PORT, DUBAN_KAFKA_PORT, DUBAN_KAFKA_CONTROLLER_PORT; 0 picks a free one.
With DATABASE_URL, REDIS_URL and KAFKA_BROKERS set, no server is started.`;

/** How many busy ports a message names; one running system holds them all. */
const NAMED_PORTS = 3;

const say = (line) => console.error(line);

function readOptions() {
  const options = {
    once: { type: 'boolean', default: false },
    empty: { type: 'boolean', default: false },
    data: { type: 'string' },
    'port-base': { type: 'string', default: String(USUAL_PORT_BASE) },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  let values;
  try {
    ({ values } = util.parseArgs({ options }));
  } catch (error) {
    throw new Missing(`${error.message}\n\n${HELP}`);
  }
  const portBase = Number(values['port-base']);
  if (!Number.isInteger(portBase) || portBase < 1 || portBase > 65_000) {
    throw new Missing(`--port-base must be a port number, not "${values['port-base']}".`);
  }
  if (values.once && values.empty) throw new Missing('--once plays the season and --empty has none: give one of them.');
  const usualFolder = path.join('.duban', values.empty ? 'empty' : 'sample');
  return { ...values, portBase, dataDir: path.resolve(root, values.data ?? usualFolder) };
}

/** What a data folder has been through: `{ profile, loadedAt, playedAt }`, in `profile.json`. */
async function openMarker(dataDir, profile) {
  const file = path.join(dataDir, 'profile.json');
  await fs.mkdir(dataDir, { recursive: true });
  const kept = await fs.readFile(file, 'utf8').then(JSON.parse, () => ({ profile }));
  if (kept.profile !== profile) {
    throw new Missing(
      `${dataDir} holds a system of the profile "${kept.profile}", not "${profile}": give another --data DIR.`,
    );
  }
  const mark = async (what) => {
    kept[what] = new Date().toISOString();
    await fs.writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
  };
  return { kept, mark };
}

async function requireFreePorts(portBase) {
  const checked = await Promise.all(
    portsOf(portBase).map(async (one) => ({ ...one, isBusy: await isPortBusy(one.port) })),
  );
  const busy = checked.filter(({ isBusy }) => isBusy).map(({ name, port }) => `${port} (${name})`);
  const named = [
    ...busy.slice(0, NAMED_PORTS),
    ...(busy.length > NAMED_PORTS ? [`${busy.length - NAMED_PORTS} more`] : []),
  ];
  if (busy.length > 0)
    throw new Missing(`Another program holds port ${named.join(', ')}: end it, or start with another --port-base N.`);
}

/** Everything between the servers' start and their stop. Returns the exit code. */
async function runSystem({ options, marker, steps, servers, keep }) {
  const { dataDir, portBase } = options;
  const { profile } = marker.kept;
  const { duban, env, settingsFile, consoleUrl } = await startSystem({
    dataDir,
    portBase,
    clock: profile === 'sample' ? 'shared' : 'system',
    servers,
    steps,
    isVerbose: options.verbose,
    say,
    onSupervisor: (supervisor) => (keep.supervisor = supervisor),
  });

  let signIn = '';
  if (profile === 'sample') {
    if (!marker.kept.loadedAt) {
      say('loading the sample city ...');
      signIn = await duban('duban season load', ['season', 'load'], { stdout: 'pipe' });
      await marker.mark('loadedAt');
    }
    try {
      if (!marker.kept.playedAt) {
        say('playing the season ...');
        await duban('duban season play', ['season', 'play']);
        await marker.mark('playedAt');
      }
    } finally {
      if (signIn) say(signIn.trimEnd()); // shown this once, so also when playing was cut short
    }
  }

  if (options.once) {
    const verify = [CLI, 'season', 'verify', '--json'];
    return (await steps.run(process.execPath, verify, { env })).code;
  }
  say(`\nThe console is at ${consoleUrl}`);
  const command = `node --env-file=${path.relative(process.cwd(), settingsFile)} apps/cli/bin/duban.mjs`;
  if (profile === 'empty') say(`Make the first administrator with: ${command} admin create --user-name NAME`);
  else if (!signIn) {
    const accounts = path.relative(process.cwd(), path.join(options.dataDir, 'sample-accounts.json'));
    say(`Sign in as shown at the first start: the accounts of the sample and their passwords stand in ${accounts}.`);
  }
  say('Ctrl-C stops everything.');
  await steps.asked;
  return 0;
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
  let letGo;
  try {
    await checkRequirements(options.dataDir);
    letGo = await holdFolder(options.dataDir);
    const marker = await openMarker(options.dataDir, options.empty ? 'empty' : 'sample');
    await installIfNeeded(steps, say);
    await build(steps);
    await endLeftoverServices({ dataDir: options.dataDir, names: PROCESS_NAMES, log: say });
    say(
      process.env.DATABASE_URL
        ? 'using the servers named in the environment ...'
        : 'starting PostgreSQL, Redis and Kafka ...',
    );
    keep.servers = await startServers({ dataDir: options.dataDir, log: say, isDurable: options.empty });
    steps.check();
    await requireFreePorts(options.portBase);
    code = await runSystem({ options, marker, steps, servers: keep.servers, keep });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    code = 130;
  } finally {
    if (keep.servers) say('stopping ...');
    await keep.supervisor?.stop();
    await keep.servers?.stop();
    await letGo?.();
  }
  process.exit(code);
}

await runEntry(main);
