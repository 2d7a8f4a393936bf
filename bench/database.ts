import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';

export const SCHEMA = 'bench';

/** A private database with the house's tables, and what else a benchmark writes to. */
export const benchDatabase = async (extraTables = '', poolSize = 5): Promise<TestDatabase> => {
  const database = await testDatabase(
    (url) => serviceDataSource({ schema: SCHEMA, url, poolSize, entities: [], migrations: [HouseTables1700000000000] }),
    SCHEMA,
  );
  if (extraTables) await database.db.query(extraTables);
  return database;
};
