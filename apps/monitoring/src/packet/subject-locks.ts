import type { EntityManager } from 'typeorm';

/** What is worked out one at a time: an area with its stations, an outlet, a network of sections; an import. */
export type LockKey = `import ${string}` | `area ${string}` | `outlet ${string}` | `network ${string}`;

/**
 * Waits until nobody else works on these, to the end of the transaction. Batches of several partitions meet at the area
 * their stations share; locks are taken in one order, so nobody waits in a ring.
 */
export const lockSubjects = async (tx: EntityManager, keys: readonly LockKey[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `select pg_advisory_xact_lock(k.lock) from (
       select distinct hashtextextended('monitoring ' || key, 0) as lock from unnest($1::text[]) as key order by 1) k`,
    [[...new Set(keys)]],
  );
};
