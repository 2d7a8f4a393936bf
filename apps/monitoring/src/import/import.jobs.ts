import type { DataSource } from 'typeorm';
import type { JobKind } from '#libs/scheduling/scheduler.js';
import type { Policy } from '../policy.js';
import { assessImport } from './assess-import.js';
import { openAssessments, openUndos } from './import.store.js';
import { takeBackImport } from './take-back-import.js';

/** Works out what rests on imports, and takes imports back. */
export const importJobs = (parts: { readonly db: DataSource; readonly policy: Policy }): Record<string, JobKind> => ({
  'assess-import': { run: ({ id }, progress) => assessImport(parts, id, progress), pending: openAssessments },
  'take-back-import': { run: ({ id }, progress) => takeBackImport(parts, id, progress), pending: openUndos },
});
