/** `npm run check`: format, lint, types, import rules, generated files current. Runs no tests and starts no servers. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const node = process.execPath;
const steps = [
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']],
  [
    'types of the console',
    ['node_modules/typescript/bin/tsc', '-p', 'apps/console/tsconfig.json', '--noEmit'],
    'apps/console/tsconfig.json',
  ],
  [
    'lint',
    [
      'node_modules/eslint/bin/eslint.js',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      '.duban/eslint',
      'apps',
      'libs',
      'bench',
      'samples',
      'scripts',
      'deploy',
    ],
  ],
  [
    'import rules',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'apps',
      'libs',
    ],
  ],
  ['generated files current', ['scripts/generate.mjs', '--check'], 'scripts/generate.mjs'],
  ['expected figures current', ['samples/independent/expected.mjs', '--check'], 'samples/independent/expected.mjs'],
];

let failed = 0;
for (const [name, args, needs] of steps) {
  if (needs && !existsSync(needs)) continue;
  const started = performance.now();
  const { status } = spawnSync(node, args, { stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
