/** Versions of one sample where files that brought some of them are taken back. */

/** A version that a file brought. */
export interface BroughtVersion {
  readonly version: number;
  /** The one in force before it, itself recorded or brought; null where there was none. */
  readonly versionBefore: number | null;
  /** Its file is taken back. */
  readonly isUndone: boolean;
}

/**
 * The brought version whose `versionBefore` is the newest that no file taken back brought, seen from the version in force;
 * null where that one itself is such. A file is taken back for good, so what a version replaced is enough to go by: whatever
 * was left out when it came is left out ever after.
 */
export const undoneSince = <T extends BroughtVersion>(inForce: number, brought: readonly T[]): T | null => {
  const undone = new Map(brought.filter(({ isUndone }) => isUndone).map((one) => [one.version, one]));
  let since: T | null = null;
  for (let at: number | null = inForce; at !== null && undone.has(at); at = since.versionBefore)
    since = undone.get(at)!;
  return since;
};
