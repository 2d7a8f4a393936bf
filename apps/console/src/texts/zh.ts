import { formsZh } from '../forms/texts.js';
import { fundsZh } from '../funds/texts.js';
import { operationsZh } from '../operations/texts.js';
import { problemsZh } from '../problems/texts.js';
import { wallZh } from '../wall/texts.js';
import { workZh } from '../work/texts.js';
import { commonZh } from './common.js';

/** Chinese texts of the console, gathered from the pages; `en.ts` has to have the same keys. */
export const zh = {
  ...commonZh,
  forms: formsZh,
  problems: problemsZh,
  work: workZh,
  funds: fundsZh,
  operations: operationsZh,
  wall: wallZh,
} as const;
