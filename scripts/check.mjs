/**
 * `npm run check`: format, types, lint, import rules, generated files current. Runs no tests and starts no servers.
 *
 *   node scripts/check.mjs [STEP ...]      only these steps, by the names below
 *
 * Steps run side by side, the longest first. What they remember of the last run is in .duban/check, so a second run looks
 * at what changed only; without that folder everything is looked at. (ESLint remembers by file: where a type changes in
 * one file and breaks a rule in another, only a run without the folder sees it. .ci/run has none.)
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const KEPT = '.duban/check';
const tsc = (project, name) => [
  'node_modules/typescript/bin/tsc',
  '-p',
  project,
  '--noEmit',
  '--incremental',
  '--tsBuildInfoFile',
  `${KEPT}/${name}.tsbuildinfo`,
];

/** By name: the program of Node's to run, and the file without which there is nothing to check. */
const STEPS = {
  lint: {
    args: [
      'node_modules/eslint/bin/eslint.js',
      '--max-warnings=0',
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${KEPT}/eslint`,
      '--no-error-on-unmatched-pattern',
      ...['apps', 'libs', 'bench', 'samples', 'scripts', 'deploy'],
    ],
  },
  types: { args: tsc('tsconfig.json', 'server') },
  'console-types': { args: tsc('apps/console/tsconfig.json', 'console'), needs: 'apps/console/tsconfig.json' },
  format: {
    args: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level=warn',
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${KEPT}/prettier`,
      '.',
    ],
  },
  imports: {
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config=.dependency-cruiser.cjs',
      '--output-type=err',
      ...['apps', 'libs'],
    ],
  },
  generated: { args: ['scripts/generate.mjs', '--check'] },
  expected: { args: ['samples/independent/expected.mjs', '--check'], needs: 'samples/independent/expected.mjs' },
};

function run(name) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, STEPS[name].args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk) => (said += chunk);
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(`${said.trim().replace(/^/gm, '     ')}\n`);
      resolve(code === 0);
    });
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  process.stderr.write(`no step is called ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}\n`);
  process.exit(2);
}
const queue = Object.keys(STEPS).filter(
  (name) => (asked.length === 0 || asked.includes(name)) && (!STEPS[name].needs || existsSync(STEPS[name].needs)),
);
let isGood = true;
const lane = async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) isGood = (await run(name)) && isGood;
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
process.exit(isGood ? 0 : 1);
