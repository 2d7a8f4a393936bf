import type { Schemas } from '../api/client.js';

/** As people call a problem they name its place on a list. */
export const codeOf = (row: Pick<Schemas['Problem'], 'items' | 'problemNo'>): string =>
  row.items[0]?.itemNo ?? row.problemNo;
