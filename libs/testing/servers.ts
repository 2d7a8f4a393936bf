/**
 * The address of a real server for specs that need one. Missing settings fail loudly: a spec skipped in silence proves
 * nothing.
 */
const serverSetting = (name: string): string => {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run these specs with \`npm test\`, which starts the servers they need.`);
  }
  return value;
};

/** A PostgreSQL server where databases may be created and dropped. */
export const testDatabaseServer = (): string => serverSetting('TEST_DATABASE_URL');

/** Redis, logical database 0. Shared by all spec files: use names of your own (`testNamespace`), never flush it. */
export const testRedisUrl = (): string => serverSetting('TEST_REDIS_URL');

export const testBrokers = (): string[] => serverSetting('TEST_KAFKA_BROKERS').split(',');
