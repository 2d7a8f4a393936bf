import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { testDatabaseServer } from './servers.js';

const run = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

export interface TestDatabase {
  readonly db: DataSource;
  readonly url: string;
  stop(): Promise<void>;
}

/** A database of its own without anything in it, for a spec whose processes migrate it themselves. */
export const emptyDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const server = testDatabaseServer();
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await run(server, `create database ${name} template template0`);
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    drop: () => run(server, `drop database ${name} with (force)`),
  };
};

/**
 * A private, migrated database for one spec file, dropped by `stop`. `schema` is created first, since migrations of a
 * service expect theirs to exist.
 */
export const testDatabase = async (sourceOf: (url: string) => DataSource, schema: string): Promise<TestDatabase> => {
  const { url, drop } = await emptyDatabase();
  try {
    await run(url, `create schema ${schema}`);
    const db = await sourceOf(url).initialize();
    await db.runMigrations();
    const stop = async () => {
      if (db.isInitialized) await db.destroy();
      await drop();
    };
    return { db, url, stop };
  } catch (error) {
    await drop();
    throw error;
  }
};
