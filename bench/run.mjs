/**
 * `npm run bench [-- NAME ...] [--data DIR] [--keep DIR]`: runs the benchmarks one after the other on servers of their own that force
 * every write to disk, prints a table, and writes it into bench/README.md. Loopback only.
 *
 *   NAME         decode, mutations, documents, relay, consumer, timers, pipeline, catch-up, warnings, recompute, imports; all where none is given
 *   --data DIR   real data: the folder with the files of national hours and their stations.csv; imports are left out without it
 *   --keep DIR   where the servers keep their data and leave it; a temporary folder otherwise
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { root } from '../deploy/local/artifacts.mjs';
import { Missing, runEntry } from '../deploy/local/requirements.mjs';
import { checkRequirements, startServers } from '../deploy/local/servers.mjs';
import { build, installIfNeeded, listenForStop, Stopped } from '../deploy/local/steps.mjs';

const FIGURES = path.join(root, 'bench', 'README.md');
/** What stands between these lines in that file is written anew. */
const [BEGIN, END] = ['<!-- figures -->', '<!-- end of figures -->'];
const ANY_PORTS = { postgres: 0, redis: 0, kafka: 0, kafkaController: 0 };
const TITLES = { postgres: 'PostgreSQL', kafka: 'Kafka', redis: 'Redis' };

/** By name: the program, and whether it needs servers. */
const BENCHMARKS = {
  decode: { program: 'dist/bench/decode.js' },
  mutations: { program: 'dist/bench/mutations.js' },
  documents: { program: 'dist/bench/documents.js' },
  relay: { program: 'dist/bench/relay.js', hasServers: true },
  consumer: { program: 'dist/bench/consumer.js', hasServers: true },
  timers: { program: 'dist/bench/timers.js', hasServers: true },
  pipeline: { program: 'bench/pipeline.mjs', hasServers: true },
  'catch-up': { program: 'bench/catch-up.mjs', hasServers: true },
  warnings: { program: 'bench/warnings.mjs', hasServers: true },
  recompute: { program: 'bench/recompute.mjs', hasServers: true },
  imports: { program: 'bench/imports.mjs', hasServers: true, needsData: true },
};

const say = (line) => console.error(line);
const thousands = (value) =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toLocaleString('en', { maximumFractionDigits: 1 });

function machine() {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `${os.availableParallelism()} × ${cpus[0]?.model.trim()}, ${memory} GiB, ${os.type()}, Node ${process.versions.node}`;
}

/** Who had the processors: shares of what this benchmark used, and how much others took besides. */
function dominance(cpu) {
  if (!cpu) return 'not measured here';
  const total = Object.values(cpu.named).reduce((sum, one) => sum + one, 0);
  const shares = Object.entries(cpu.named)
    .map(([name, seconds]) => ({ name, share: (100 * seconds) / total }))
    .filter(({ share }) => share >= 1)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${share.toFixed(0)} %`);
  const cores = (seconds) => (seconds / cpu.seconds).toFixed(1);
  return `${shares.join(', ')} of ${cores(total)} cores; others took ${cores(cpu.others)}`;
}

const isMet = ({ value, goal, isAtMost }) => goal === undefined || (isAtMost ? value <= goal : value >= goal);

function rowsOf(name, { figures, cpu, remark }, date) {
  return figures.map((figure, n) => {
    const goal =
      figure.goal === undefined
        ? '–'
        : `${figure.isAtMost ? '≤' : '≥'} ${thousands(figure.goal)} ${isMet(figure) ? 'met' : '**missed**'}`;
    const first = n === 0;
    return [
      name,
      figure.what,
      `${thousands(figure.value)} ${figure.unit}`,
      goal,
      first ? dominance(cpu) : '',
      first ? remark : '',
      date,
    ];
  });
}

/** Puts the rows of the benchmarks that ran in the place of their old ones. */
async function writeFigures(rows) {
  const before = await fs.readFile(FIGURES, 'utf8');
  const [head, rest] = before.split(BEGIN);
  if (rest === undefined || !rest.includes(END)) throw new Error(`${FIGURES} lacks ${BEGIN} … ${END}`);
  const kept = rest
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([name]) => name in BENCHMARKS && !rows.some((row) => row[0] === name));
  const order = Object.keys(BENCHMARKS);
  const all = [...kept, ...rows].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
  const table = [
    BEGIN,
    '',
    `Machine of the last run: ${machine()}.`,
    '',
    '| Benchmark | What | Figure | Goal | Who had the processors | Checked | Date |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...all.map((row) => `| ${row.join(' | ')} |`),
    '',
    END,
  ].join('\n');
  await fs.writeFile(FIGURES, `${head}${table}${rest.slice(rest.indexOf(END) + END.length)}`);
}

function readOptions() {
  const { values, positionals } = util.parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, keep: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0)
    throw new Missing(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.`);
  const lacking = values.data ? [] : positionals.filter((name) => BENCHMARKS[name].needsData);
  if (lacking.length > 0) throw new Missing(`${lacking.join(', ')}: say with --data where the real data are.`);
  const usual = Object.keys(BENCHMARKS).filter((name) => values.data || !BENCHMARKS[name].needsData);
  return { names: positionals.length > 0 ? positionals : usual, data: values.data, keep: values.keep };
}

/** Runs one benchmark as a process of its own; its last line is its result. */
async function runOne(steps, name, env) {
  say(`${name} ...`);
  const { code, printed } = await steps.run(process.execPath, ['--enable-source-maps', BENCHMARKS[name].program], {
    env,
    stdout: 'pipe',
  });
  const last = printed.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{')) return undefined;
  return JSON.parse(last);
}

async function main() {
  const { names, data, keep: kept } = readOptions();
  const dataDir = kept ? path.resolve(root, kept) : await fs.mkdtemp(path.join(os.tmpdir(), 'duban-bench-'));
  if (!kept) await fs.chmod(dataDir, 0o755); // PostgreSQL runs as somebody else where we are root
  const keep = {};
  const steps = listenForStop({ onForce: () => keep.servers?.killAll() });
  const rows = [];
  const failed = [];
  try {
    await installIfNeeded(steps, say);
    await build(steps, { isServerOnly: true });
    const env = { ...process.env, NODE_ENV: 'production', ...(data ? { BENCH_DATA: path.resolve(data) } : {}) };
    if (names.some((name) => BENCHMARKS[name].hasServers)) {
      await checkRequirements(dataDir, { isOwn: true });
      say('starting PostgreSQL, Redis and Kafka ...');
      keep.servers = await startServers({ dataDir, ports: ANY_PORTS, isOwn: true, log: say });
      env.TEST_DATABASE_URL = keep.servers.env.DATABASE_URL;
      env.TEST_REDIS_URL = keep.servers.env.REDIS_URL;
      env.TEST_KAFKA_BROKERS = keep.servers.env.KAFKA_BROKERS;
      env.BENCH_PIDS = JSON.stringify(
        Object.fromEntries(Object.entries(keep.servers.processes).map(([name, { pid }]) => [TITLES[name], pid])),
      );
    }
    const date = new Date().toISOString().slice(0, 10);
    for (const name of names) {
      const result = await runOne(steps, name, env);
      if (!result) failed.push(name);
      else {
        const own = rowsOf(name, result, date);
        rows.push(...own);
        for (const [, what, figure, goal, who] of own)
          say(`  ${what}: ${figure} (goal ${goal})${who ? `; ${who}` : ''}`);
      }
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    failed.push('stopped');
  } finally {
    await keep.servers?.stop();
    if (!kept) await fs.rm(dataDir, { recursive: true, force: true });
  }
  if (rows.length > 0) {
    await writeFigures(rows);
    console.log(`\n${machine()}\nnpm run bench -- ${names.join(' ')}\n`);
    for (const row of rows) console.log(row.slice(0, 5).filter(Boolean).join(' | '));
    console.log(`\nwritten: ${path.relative(root, FIGURES)}`);
  }
  if (failed.length > 0) say(`failed: ${failed.join(', ')}`);
  process.exit(failed.length > 0 ? 1 : 0);
}

await runEntry(main);
