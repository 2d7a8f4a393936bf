import type { JobKind } from '#libs/scheduling/scheduler.js';
import type { ServiceParts } from '#libs/service/service-definition.js';
import type { IngestionConfig } from '../config.js';
import { openImports } from './import.store.js';
import { takeImport } from './take-import.js';

/** Reads and sends files people want imported. */
export const importJobs = (parts: ServiceParts<IngestionConfig>): Record<string, JobKind> => {
  const { db, files, clock, producer, config } = parts;
  const take = { db, files, clock, producer, namespace: config.NAMESPACE, mostLines: config.IMPORT_MOST_LINES };
  return { 'take-import': { run: ({ id }, progress) => takeImport(take, id, progress), pending: openImports } };
};
