import { canonicalJson } from './canonical-json.js';
import { Refusal } from './refusal.js';

/** Refuses with STATE_CHANGED_MEANWHILE a version other than the one the writer has seen; 0 is that of what is not there yet. */
export const requireVersion = (what: string, known: number, seen: number): void => {
  if (known !== seen) throw new Refusal('STATE_CHANGED_MEANWHILE', `${what} is at version ${known}, not ${seen}`);
};

/** Whether two states of a record differ in nothing but the version: saving the second would change nothing. */
export const isSameState = (before: object, next: object): boolean =>
  canonicalJson({ ...before, version: 0 }) === canonicalJson({ ...next, version: 0 });
