/** Import rules no single file can see: cycles, apps reaching into apps, kernels reaching out, sources nobody uses. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-app-to-app', severity: 'error', from: { path: '^apps/([^/]+)/' }, to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/[^/]+/src/(service|data-source|config)\\.ts$'] } },
    {
      name: 'only-the-cli-sees-services',
      comment: 'the operators\' command migrates every service; nobody else may import a service',
      severity: 'error',
      from: { path: '^apps/(?!cli/)([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^(apps|samples|bench)/' } },
    { name: 'testing-is-for-tests', severity: 'error', from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^libs/testing/', '/test/'] }, to: { path: '^libs/testing/' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: ['\\.(spec|d)\\.ts$', '\\.cjs$', 'main\\.ts$', '^libs/contracts/', 'vite\\.config\\.ts$'] }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules|apps/console)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['repo-source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
