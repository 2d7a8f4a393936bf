import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testDatabaseServer } from '#libs/testing/servers.js';

const run = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: testDatabaseServer() });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

/** A database of its own, for a system that migrates it itself. */
export const emptyDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const name = `c_${randomBytes(8).toString('hex')}`;
  await run(`create database ${name} template template0`);
  return {
    url: Object.assign(new URL(testDatabaseServer()), { pathname: `/${name}` }).href,
    drop: () => run(`drop database ${name} with (force)`),
  };
};
