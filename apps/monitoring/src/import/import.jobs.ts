import type { DataSource } from 'typeorm';
import type { JobKind } from '#libs/scheduling/scheduler.js';
import type { Policy } from '../policy.js';
import { openUndos } from './import.store.js';
import { takeBackImport } from './take-back-import.js';

/** Takes imports back. */
export const importJobs = (parts: { readonly db: DataSource; readonly policy: Policy }): Record<string, JobKind> => ({
  'take-back-import': { run: ({ id }, progress) => takeBackImport(parts, id, progress), pending: openUndos },
});
