/**
 * Writes what is derived from the code into docs/generated (and the console's client types); with `--check` it only
 * compares and fails where something is out of date. Builds first; starts no servers.
 *
 * The schemas (docs/generated/schema) are read from a migrated database: set TEST_DATABASE_URL to a PostgreSQL server
 * where one may be made and dropped. Without it they are left alone, and the tests compare them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const check = process.argv.includes('--check');
execFileSync(process.execPath, ['scripts/build.mjs', '--server-only'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { generateDocuments } = await import('../dist/apps/cli/src/generate/generate-documents.js');

const files = await generateDocuments(process.env.TEST_DATABASE_URL ?? null);
const stale = [];
const put = (path, text) => {
  const current = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (current === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
for (const [path, text] of Object.entries(files)) put(path, text);

if (existsSync('apps/console') && files['docs/generated/openapi.json']) {
  const folder = mkdtempSync(join(tmpdir(), 'duban-openapi-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), files['docs/generated/openapi.json']);
    execFileSync(
      process.execPath,
      [
        'node_modules/openapi-typescript/bin/cli.js',
        join(folder, 'openapi.json'),
        '--default-non-nullable',
        'false',
        '-o',
        join(folder, 'schema.d.ts'),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    put('apps/console/src/api/schema.d.ts', readFileSync(join(folder, 'schema.d.ts'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!process.env.TEST_DATABASE_URL && !check)
  process.stdout.write('docs/generated/schema was left alone: TEST_DATABASE_URL is not set\n');
for (const path of stale) process.stdout.write(`${check ? 'out of date' : 'written'}: ${path}\n`);
if (check && stale.length > 0) {
  process.stdout.write('run `npm run generate` and commit what it writes\n');
  process.exit(1);
}
process.exit(0);
