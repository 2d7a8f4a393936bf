import { existsSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadPack } from '#libs/policy/read-pack.js';
import { asyncApi, eventsPage } from './events-page.js';
import { fileLayoutsPage } from './file-layouts-page.js';
import { lifecyclesPage } from './lifecycles-page.js';
import { mergeOpenApi } from './openapi-document.js';
import { schemaDocuments } from './schema-documents.js';

const SERVICES = ['directory', 'ingestion', 'monitoring', 'ledger', 'funding', 'accountability', 'notifier', 'gateway'];

/**
 * Every generated file by path; the caller writes or compares. The schemas need a PostgreSQL server where a database may
 * be made and dropped; without its URL they are left out.
 */
export const generateDocuments = async (databaseServer: string | null): Promise<Record<string, string>> => {
  const documents = new Map<string, OpenAPIObject>();
  for (const service of SERVICES) {
    const module = new URL(`../../../${service}/src/describe.js`, import.meta.url);
    if (!existsSync(module)) continue;
    const { describe } = (await import(module.href)) as { describe: () => Promise<OpenAPIObject> };
    documents.set(service, await describe());
  }
  const { acts } = await loadPack('packs/default-district');
  return {
    'docs/guide/file-layouts.md': fileLayoutsPage(),
    'docs/generated/lifecycles.md': lifecyclesPage(acts),
    ...(databaseServer ? await schemaDocuments(databaseServer) : {}),
    'docs/generated/events.md': eventsPage(),
    'docs/generated/asyncapi.json': asyncApi(),
    'docs/generated/openapi.json': `${JSON.stringify(mergeOpenApi(documents), null, 1)}\n`,
  };
};
