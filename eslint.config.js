import tseslint from 'typescript-eslint';
import rules from './scripts/import-rules.cjs';

const { LIBRARIES, EDGES, EDGE_PACKAGES, DOORS } = rules;
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/test/**', '**/*spec-rig.ts'];
const escape = (text) => text.replaceAll('.', '\\.');

/** A relative path that leaves its library or its app would slip past every rule by name; dependency-cruiser sees it too. */
const OUT_OF_LIBRARY = {
  regex: `^(\\.\\./)+(${['apps', 'libs', 'samples', 'bench', 'testing', ...Object.keys(LIBRARIES)].join('|')})/`,
  message: 'another library is imported as #libs/…',
};
const OUT_OF_APP = {
  regex: '^(\\.\\./)+((apps|libs|samples|bench)/|[a-z]+/(src|test)/)',
  message: 'an app never imports an app, and a library as #libs/…',
};

const restrictImports = (files, patterns, ignores = []) => ({
  files,
  ignores: [...SPECS, ...ignores],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** The row of one library in the table of imports. */
const libraryRule = ([name, { libraries, files = [], packages, node }]) => {
  const allowed = [
    '\\.{1,2}/',
    `#libs/${name}/`,
    ...libraries.map((other) => `#libs/${other}/`),
    ...files.map((file) => `#libs/${escape(file)}\\.js$`),
    ...packages.map((one) => `${escape(one)}(/|$)`),
    ...(node ? ['node:'] : []),
  ];
  const knows = [...libraries, ...files, ...packages].join(', ') || 'nothing else';
  return restrictImports(
    [`libs/${name}/**/*.ts`],
    [{ regex: `^(?!${allowed.join('|')})`, message: `libs/${name} may import: ${knows}` }, OUT_OF_LIBRARY],
  );
};

const TESTING = { regex: '^#libs/testing/', message: 'testing is for specs, benchmarks and the sample' };
const ONLY_EDGES = {
  regex: `^(${EDGE_PACKAGES.map(escape).join('|')})`,
  message: 'use cases, stores and rules do not know that HTTP, Kafka or Redis exist; edges do',
};

const CLOCKS = [
  { object: 'Date', property: 'now', message: 'kernels and services never read a clock: take `now` as an argument' },
  { object: 'Math', property: 'random', message: 'randomness is an argument' },
];
const CLOCK_SYNTAX = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'read the Clock at the edge and pass `now` on',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'read the Clock at the edge and pass `now` on' },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'read the Clock at the edge and pass `now` on',
  },
];
const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'settings are read once, by the configuration schema, and passed on',
};
const noClock = (files, properties = [], more = {}) => ({
  files,
  ignores: SPECS,
  rules: {
    'no-restricted-properties': ['error', ...CLOCKS, ...properties],
    'no-restricted-syntax': ['error', ...CLOCK_SYNTAX],
    ...more,
  },
});
const IMPURE = [
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'console',
  'globalThis',
];

export default tseslint.config(
  {
    ignores: ['dist/**', 'node_modules/**', '.duban/**', 'docs/generated/**', 'apps/console/src/api/schema.d.ts'],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    // Two programs for the whole repository; the project service would open one for every app and take twice as long.
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
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
  // The build file of the console belongs to no program of ours.
  {
    files: ['apps/console/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
  },
  { files: ['apps/cli/**', 'bench/**', 'samples/**', 'libs/service/run-service.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.spec.ts', '**/*.spec.tsx'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.mjs', '**/*.js', '**/*.cjs'], rules: { eqeqeq: 'error', 'prefer-const': 'error' } },
  ...Object.entries(LIBRARIES).map(libraryRule),
  restrictImports(['apps/*/src/**/*.ts'], [TESTING, OUT_OF_APP], ['apps/console/**', 'apps/cli/**']),
  restrictImports(
    ['apps/*/src/**/*.ts'],
    [TESTING, OUT_OF_APP, ONLY_EDGES],
    [
      ...DOORS.map((app) => `apps/${app}/**`),
      ...EDGES.map((kind) => `**/*.${kind}.ts`),
      'apps/*/src/{service,app.module,main,describe}.ts',
    ],
  ),
  restrictImports(
    ['apps/console/src/**/*.{ts,tsx}'],
    [
      {
        regex: '^#libs/(?!contracts/|domain/)',
        message: 'the console knows contracts (types) and vocabularies of the domain',
      },
      OUT_OF_APP,
    ],
  ),
  noClock(['libs/domain/**/*.ts'], [], {
    'no-restricted-globals': [
      'error',
      ...IMPURE.map((name) => ({ name, message: 'kernels touch nothing but their arguments' })),
    ],
  }),
  {
    files: ['libs/!(config|testing|domain)/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-properties': ['error', ENVIRONMENT] },
  },
  noClock(['apps/!(cli|console)/src/**/*.ts'], [ENVIRONMENT]),
  noClock(['apps/cli/src/**/*.ts']),
);
