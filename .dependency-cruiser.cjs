/**
 * Import rules no single file can see: cycles, apps reaching into apps, relative or dynamic imports that slip past rules
 * by name, sources nobody uses. The table of libraries is scripts/import-rules.cjs, which ESLint reads too.
 */
const { LIBRARIES, FOR_SPECS } = require('./scripts/import-rules.cjs');

const escape = (text) => text.replaceAll('.', '\\.').replaceAll('/', '\\/');

/** One rule a library: what it resolves to has to be itself, an allowed library, an allowed package, or Node where it may. */
const libraryRules = Object.entries(LIBRARIES).flatMap(([name, { libraries, files = [], packages, node }]) => {
  const from = { path: `^libs/${name}/`, pathNot: FOR_SPECS };
  return [
    {
      name: `${name}-imports`,
      comment: 'see scripts/import-rules.cjs',
      severity: 'error',
      from,
      to: {
        path: '.',
        dependencyTypesNot: ['core'],
        pathNot: [
          `^libs/${name}/`,
          ...libraries.map((other) => `^libs/${other}/`),
          ...files.map((file) => `^libs/${escape(file)}\\.ts$`),
          ...packages.map((one) => `node_modules/(@types/)?${escape(one)}/`),
        ],
      },
    },
    ...(node
      ? []
      : [
          {
            name: `${name}-without-node`,
            severity: 'error',
            from,
            to: { dependencyTypes: ['core'] },
          },
        ]),
  ];
});

module.exports = {
  forbidden: [
    ...libraryRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-app-to-app',
      severity: 'error',
      from: { path: '^apps/(?!cli/)([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-cli-sees-schemas',
      comment:
        "the operators' command migrates every service; making the first administrator has no door to go through, since nobody can open one yet",
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: ['/test/', '^apps/cli/src/admin/create-admin\\.ts$'] },
      to: { path: '^apps/(?!cli/)', pathNot: ['^apps/[^/]+/src/data-source\\.ts$'] },
    },
    {
      name: 'the-first-administrator',
      severity: 'error',
      from: { path: '^apps/cli/src/admin/create-admin\\.ts$' },
      to: { path: '^apps/(?!cli/)', pathNot: ['^apps/directory/src/(data-source\\.ts$|account/|register/)'] },
    },
    { name: 'libs-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^(apps|samples|bench)/' } },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: FOR_SPECS },
      to: { path: ['^libs/testing/', 'spec-rig\\.ts$'] },
    },
    {
      name: 'no-packages-of-the-workshop',
      comment: 'an image is installed without the packages that only building and testing need',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: FOR_SPECS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-uses-it',
      comment:
        'no source imports it and it is no entry: dead code is deleted. A spec is no use of it. Kernels may stand before the service that will need them',
      severity: 'error',
      module: {
        path: '^(apps|libs)/',
        pathNot: [
          ...FOR_SPECS,
          '^libs/domain/',
          '/(main|describe)\\.ts$',
          '^apps/cli/(bin/|src/generate/generate-documents\\.ts$)',
          '\\.d\\.ts$',
        ],
        numberOfDependentsLessThan: 1,
      },
      from: { pathNot: FOR_SPECS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist/|apps/console/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['repo-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
