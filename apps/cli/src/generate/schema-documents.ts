import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../migrate/migrate.js';
import { SERVICE_SCHEMAS } from '../services.js';
import { schemaDocument } from './schema-document.js';

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
};

/**
 * Migrates every service's schema in a database made for it on the given server and dropped again, and returns the
 * generated files by path.
 */
export const schemaDocuments = async (serverUrl: string): Promise<Record<string, string>> => {
  const name = `schema_${randomUUID().replaceAll('-', '')}`;
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  await withClient(serverUrl, (client) => client.query(`create database ${name} template template0`));
  try {
    await migrate({
      adminUrl: url,
      rolePasswords: {},
      services: SERVICE_SCHEMAS,
      sharedClockStart: null,
      say: () => undefined,
    });
    return await withClient(url, async (client) => {
      const files: Record<string, string> = {};
      for (const service of SERVICE_SCHEMAS)
        files[`docs/generated/schema/${service.name}.sql`] = await schemaDocument(client, service.name);
      return files;
    });
  } finally {
    await withClient(serverUrl, (client) => client.query(`drop database ${name} with (force)`));
  }
};
