/**
 * Plants one fault of every kind that `npm run check` is there to catch, in a copy of the sources in a temporary folder,
 * runs the check there once, and says of every fault whether the guard named it. Not part of the tests: it takes as long
 * as a first check. With TEST_DATABASE_URL set it also runs the spec that compares entities, migrations and schema files.
 *
 *   node scripts/prove-guards.mjs
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'duban-guards-'));

/**
 * A fault: its name; the step of the check that has to catch it; the file it stands in; its text, or how it changes the
 * file; and what the guard has to say in its report.
 */
const FAULTS = [
  // What a single file shows.
  [
    'a package in a kernel',
    'lint',
    'libs/domain/planted/package.ts',
    "import pg from 'pg';\n\nexport const pool = pg.Pool;\n",
    /libs\/domain may import/,
  ],
  [
    'Date.now() in a kernel',
    'lint',
    'libs/domain/planted/now.ts',
    'export const now = () => Date.now();\n',
    /never read a clock/,
  ],
  [
    'new Date() in a kernel',
    'lint',
    'libs/domain/planted/date.ts',
    'export const today = () => new Date();\n',
    /read the Clock at the edge/,
  ],
  [
    'Math.random() in a kernel',
    'lint',
    'libs/domain/planted/random.ts',
    'export const dice = () => Math.random();\n',
    /randomness is an argument/,
  ],
  [
    'fetch in a kernel',
    'lint',
    'libs/domain/planted/fetch.ts',
    "export const ask = () => fetch('http://localhost');\n",
    /nothing but their arguments/,
  ],
  [
    'a timer in a kernel',
    'lint',
    'libs/domain/planted/timer.ts',
    'export const later = (f: () => void) => setTimeout(f, 1);\n',
    /nothing but their arguments/,
  ],
  [
    'process in a kernel',
    'lint',
    'libs/domain/planted/process.ts',
    'export const where = () => process.cwd();\n',
    /nothing but their arguments/,
  ],
  [
    'a kernel in a contract',
    'lint',
    'libs/contracts/planted.ts',
    "export { Refusal } from '#libs/domain/refusal.js';\n",
    /libs\/contracts may import/,
  ],
  [
    'messaging knows a service',
    'lint',
    'libs/messaging/planted.ts',
    "export { CLOCK } from '#libs/service/tokens.js';\n",
    /libs\/messaging may import/,
  ],
  [
    'the clock read inside a service',
    'lint',
    'apps/ledger/src/planted/clock.ts',
    'export const now = () => new Date();\n',
    /read the Clock at the edge/,
  ],
  [
    'the environment read inside a service',
    'lint',
    'apps/ledger/src/planted/environment.ts',
    "export const home = process.env['HOME'];\n",
    /settings are read once/,
  ],
  [
    'HTTP in a use case',
    'lint',
    'apps/ledger/src/planted/use-case.ts',
    "export { HttpException } from '@nestjs/common';\n",
    /edges do/,
  ],
  [
    'test code in a service',
    'lint',
    'apps/ledger/src/planted/testing.ts',
    "export { testNamespace } from '#libs/testing/namespace.js';\n",
    /testing is for specs/,
  ],
  [
    'the console knows messaging',
    'lint',
    'apps/console/src/planted.ts',
    "export { publish } from '#libs/messaging/outbox.js';\n",
    /the console knows contracts/,
  ],
  [
    'a promise nobody waits for',
    'lint',
    'apps/ledger/src/planted/floating.ts',
    'const work = () => Promise.resolve();\nexport const start = () => {\n  work();\n};\n',
    /no-floating-promises/,
  ],
  ['any', 'lint', 'apps/ledger/src/planted/any.ts', 'export const loose = (x: any) => String(x);\n', /no-explicit-any/],
  [
    'console.log in a service',
    'lint',
    'apps/ledger/src/planted/console.ts',
    "export const say = () => console.log('hello');\n",
    /no-console/,
  ],
  // What only resolved paths and the whole graph show.
  [
    'an app imports an app',
    'imports',
    'apps/ledger/src/planted/app.ts',
    "export { FundingConfig } from '../../../funding/src/config.js';\n",
    /no-app-to-app/,
  ],
  [
    'the cli reaches into a service',
    'imports',
    'apps/cli/src/planted.ts',
    "export { numberProblem } from '../../ledger/src/problem/number-problem.js';\n",
    /the-cli-sees-schemas/,
  ],
  [
    'a library imports an app',
    'imports',
    'libs/files/planted.ts',
    "export { FundingConfig } from '../../apps/funding/src/config.js';\n",
    /libs-know-no-app/,
  ],
  [
    'a kernel by a relative path out of the domain',
    'imports',
    'libs/domain/planted/relative.ts',
    "export { publish } from '../../messaging/outbox.js';\n",
    /domain-imports/,
  ],
  [
    'a package in a kernel, imported on the way',
    'imports',
    'libs/domain/planted/on-the-way.ts',
    "export const load = () => import('pg');\n",
    /domain-imports/,
  ],
  [
    "one of Node's modules in a kernel",
    'imports',
    'libs/domain/planted/node.ts',
    "export { readFileSync } from 'node:fs';\n",
    /domain-without-node/,
  ],
  [
    'a cycle',
    'imports',
    'libs/domain/planted/cycle-a.ts',
    "import { b } from './cycle-b.js';\n\nexport const a = (): number => b();\n",
    /no-cycles/,
  ],
  [
    'a source nobody uses',
    'imports',
    'apps/ledger/src/planted/unused.ts',
    'export const unused = 1;\n',
    /nobody-uses-it/,
  ],
  [
    'a package of the workshop in a service',
    'imports',
    'apps/ledger/src/planted/workshop.ts',
    "import fc from 'fast-check';\n\nexport const anything = fc.anything;\n",
    /no-packages-of-the-workshop/,
  ],
  // The rest.
  ['a wrong type', 'types', 'libs/domain/planted/type.ts', "export const count: number = 'many';\n", /TS2322/],
  [
    'an index that may be missing',
    'types',
    'libs/domain/planted/index-access.ts',
    'export const first = (list: string[]): string => list[0];\n',
    /TS2322/,
  ],
  [
    'a wrong type in the console',
    'console-types',
    'apps/console/src/planted-type.ts',
    "export const count: number = 'many';\n",
    /TS2322/,
  ],
  [
    'an unformatted file',
    'format',
    'libs/domain/planted/unformatted.ts',
    'export const   crooked = {a:1}\n',
    /unformatted\.ts/,
  ],
  [
    'a generated file edited by hand',
    'generated',
    'docs/generated/lifecycles.md',
    (text) => `${text}\nby hand\n`,
    /lifecycles\.md/,
  ],
  [
    'a contract changed and the list not written again',
    'generated',
    'libs/contracts/notifier.events.ts',
    (text) => text.replace(/says: '/, "says: 'Now "),
    /events\.md/,
  ],
];

/** Files a fault needs beside its own. */
const BESIDE = {
  'libs/domain/planted/cycle-b.ts': "import { a } from './cycle-a.js';\n\nexport const b = (): number => a();\n",
};

/** Faults that only a migrated database shows; caught by the spec. */
const SCHEMA_FAULTS = [
  [
    'an entity ahead of its migrations',
    'apps/funding/src/project/project.entity.ts',
    (text) => text.replace(/\n}\n*$/, "\n  @Column('text', { nullable: true }) planted: string | null;\n}\n"),
    /ADD "planted"/,
  ],
  [
    'a schema file that is not what the migrations make',
    'docs/generated/schema/notifier.sql',
    (text) => text.replace('create table', 'create  table'),
    /create {2}table/,
  ],
];

function copySources() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name && fs.existsSync(path.join(root, name)))) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(copy, file));
  }
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
}

function plant(file, content) {
  const target = path.join(copy, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, typeof content === 'string' ? content : content(fs.readFileSync(target, 'utf8')));
}

/** What each step of a check said, by step. */
function reportsOf(output) {
  const reports = {};
  let step;
  for (const line of output.split('\n')) {
    const head = /^(?:ok {2}|FAIL) (\S+) \(/.exec(line);
    if (head) step = head[1];
    else if (step) (reports[step] ??= []).push(line.trimStart());
  }
  return reports;
}

/** Lines that belong to a file in a report: those naming it, and for a linter those under its name. */
function saidOf(lines, file) {
  const said = [];
  let isUnder = false;
  for (const line of lines) {
    if (line.includes(file)) isUnder = said.push(line) > 0;
    else if (isUnder && /^\d+:\d+ /.test(line)) said.push(line);
    else isUnder = false;
  }
  return said.join('\n');
}

let missed = 0;
const tell = (name, guard, isCaught, report) => {
  console.log(`${isCaught ? 'caught' : 'MISSED'}  ${guard.padEnd(13)}  ${name}`);
  if (isCaught) return;
  missed += 1;
  console.log(report.slice(-2_000).replace(/^/gm, '        '));
};

try {
  copySources();
  for (const [, , file, content] of FAULTS) plant(file, content);
  for (const [file, content] of Object.entries(BESIDE)) plant(file, content);
  const { stdout } = spawnSync(process.execPath, ['scripts/check.mjs'], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  const reports = reportsOf(stdout);
  for (const [name, step, file, , expected] of FAULTS) {
    const lines = reports[step] ?? [];
    // A stale generated file is named itself, not the source that made it stale.
    const isCaught = expected.test(step === 'generated' ? lines.join('\n') : saidOf(lines, file));
    tell(name, step, isCaught, lines.join('\n'));
  }
  if (process.env.TEST_DATABASE_URL) {
    for (const [, file, content] of SCHEMA_FAULTS) plant(file, content);
    const jest = [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      'apps/cli/test/schema-drift.int.spec.ts',
    ];
    const { stderr } = spawnSync(process.execPath, jest, { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
    for (const [name, , , expected] of SCHEMA_FAULTS) tell(name, 'schema-drift', expected.test(stderr), stderr);
  } else console.log('not tried: faults of the schema (TEST_DATABASE_URL is not set)');
} finally {
  fs.rmSync(copy, { recursive: true, force: true });
}
console.log(missed === 0 ? 'every planted fault was caught' : `${missed} planted faults were missed`);
process.exit(missed === 0 ? 0 : 1);
