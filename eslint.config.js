import tseslint from 'typescript-eslint';

/** The table of house style 4.3, one line a row: who may import whom. `allowed` is matched at the start of the specifier. */
const only = (files, allowed, message) => ({
  files,
  ignores: ['**/*.spec.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: `^(?!${allowed})`, message }] }] },
});

const CLOCKS = [
  { object: 'Date', property: 'now', message: 'kernels and services never read a clock: take `now` as an argument' },
  { object: 'Math', property: 'random', message: 'randomness is an argument' },
];
const noClock = (files, more = []) => ({
  files,
  ignores: ['**/*.spec.ts'],
  rules: {
    'no-restricted-properties': ['error', ...CLOCKS],
    'no-restricted-syntax': [
      'error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'read the Clock at the edge and pass `now` on' },
      ...more,
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.duban/**', 'docs/generated/**', 'apps/console/src/api/schema.d.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 420, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['apps/cli/**', 'bench/**', 'samples/**', 'libs/service/run-service.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.spec.ts', '**/*.spec.tsx'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: { eqeqeq: 'error', 'prefer-const': 'error' },
  },
  only(['libs/contracts/**/*.ts'], '\\.{1,2}/|zod$', 'contracts import zod and each other, nothing else'),
  only(['libs/domain/**/*.ts'], '\\.{1,2}/|#libs/domain/|temporal-polyfill$|decimal\\.js$', 'kernels import only kernels and the date and decimal libraries'),
  only(['libs/clock/**/*.ts', 'libs/config/**/*.ts'], '\\.{1,2}/|zod$|pg$|node:', 'clock and config know nothing of the house'),
  only(['libs/persistence/**/*.ts'], '\\.{1,2}/|#libs/(clock|config|observability)/|typeorm$|pg$|node:', 'persistence knows the database only'),
  only(
    ['libs/messaging/**/*.ts'],
    '\\.{1,2}/|#libs/(contracts|persistence|observability|clock|config)/|#libs/domain/refusal|kafkajs$|typeorm$|pg$|uuid$|rxjs$|@nestjs/(common|microservices)$|node:',
    'messaging knows contracts, the database and Kafka',
  ),
  only(
    ['libs/scheduling/**/*.ts'],
    '\\.{1,2}/|#libs/(persistence|observability|clock|config)/|bullmq$|ioredis$|croner$|typeorm$|pg$|uuid$|node:',
    'scheduling knows the database and Redis',
  ),
  only(['libs/observability/**/*.ts'], '\\.{1,2}/|#libs/(clock|config)/|pino$|prom-client$|node:', 'observability knows nothing of the business'),
  {
    files: ['apps/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'apps/console/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '#libs/testing/', message: 'testing is for specs, benchmarks and the sample' }, { regex: '^(\\.\\./)+apps/', message: 'an app never imports an app' }] },
      ],
    },
  },
  noClock(['libs/domain/**/*.ts'], [
    { selector: "Identifier[name='process']", message: 'kernels do not touch the process' },
    { selector: "CallExpression[callee.name=/^(fetch|setTimeout|setInterval)$/]", message: 'kernels do no I/O and set no timers' },
  ]),
  noClock(['apps/*/src/**/*.ts']),
);
