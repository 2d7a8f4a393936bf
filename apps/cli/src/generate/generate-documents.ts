import { existsSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { asyncApi, eventsPage } from './events-page.js';
import { mergeOpenApi } from './openapi-document.js';

const SERVICES = ['directory', 'ingestion', 'monitoring', 'ledger', 'funding', 'accountability', 'notifier', 'gateway'];

/** Every generated file by path; the caller writes or compares. */
export const generateDocuments = async (): Promise<Record<string, string>> => {
  const documents = new Map<string, OpenAPIObject>();
  for (const service of SERVICES) {
    const module = new URL(`../../../${service}/src/describe.js`, import.meta.url);
    if (!existsSync(module)) continue;
    const { describe } = (await import(module.href)) as { describe: () => Promise<OpenAPIObject> };
    documents.set(service, await describe());
  }
  return {
    'docs/generated/events.md': eventsPage(),
    'docs/generated/asyncapi.json': asyncApi(),
    'docs/generated/openapi.json': `${JSON.stringify(mergeOpenApi(documents), null, 1)}\n`,
  };
};
