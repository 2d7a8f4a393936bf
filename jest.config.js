/** One configuration; the suffix of a spec says what it costs: .spec pure, .int.spec real servers, .e2e.spec whole processes. */
export default {
  rootDir: import.meta.dirname,
  testEnvironmentOptions: { customExportConditions: ['repo-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { sourceMaps: 'inline' }] },
  testMatch: ['<rootDir>/{apps,libs,samples}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.duban/'],
  maxWorkers: '100%',
  testTimeout: 60_000,
};
