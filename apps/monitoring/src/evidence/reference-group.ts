import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { selectOne } from '#libs/persistence/select.js';
import { type RecordReference, referenceGroupRecord } from './record-id.js';

/** A basis names at most so many records (`Basis` in libs/contracts/shapes.ts). */
const MOST_REFERENCES = 100;

export interface ReferenceGroup {
  /** Hash of what it holds, so that equal groups of many numbers are kept once. */
  readonly id: string;
  readonly references: readonly RecordReference[];
}
export interface Grouped {
  readonly references: readonly RecordReference[];
  /** What has to be kept for the references to be found; none where they were few enough. */
  readonly groups: readonly ReferenceGroup[];
}

/**
 * Any number of references as at most a hundred: too many are told by groups of a hundred, and groups of groups. Revisions
 * stay with their references. Groups are filled from the first one on, so a number to date shares all but its last with
 * the day before.
 */
export const inGroups = (references: readonly RecordReference[]): Grouped => {
  if (references.length <= MOST_REFERENCES) return { references, groups: [] };
  const groups: ReferenceGroup[] = [];
  for (let at = 0; at < references.length; at += MOST_REFERENCES) {
    const held = references.slice(at, at + MOST_REFERENCES);
    groups.push({ id: createHash('sha256').update(canonicalJson(held)).digest('hex'), references: held });
  }
  const above = inGroups(groups.map(({ id }) => referenceGroupRecord(id)));
  return { references: above.references, groups: [...groups, ...above.groups] };
};

/** Keeps groups; one kept before stays. */
export const keepGroups = async (tx: EntityManager, groups: readonly ReferenceGroup[]): Promise<void> => {
  // In the order of their ids: two transactions that keep the same groups wait for each other, and never in a ring.
  const distinct = [...new Map(groups.map((group) => [group.id, group])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  if (distinct.length === 0) return;
  await tx.query(
    `insert into reference_group (id, record_references)
     select n.id, n.held from unnest($1::text[], $2::jsonb[]) as n (id, held) on conflict do nothing`,
    [distinct.map(({ id }) => id), distinct.map(({ references }) => JSON.stringify(references))],
  );
};

export const findGroup = (tx: EntityManager, id: string): Promise<ReferenceGroup | null> =>
  selectOne<ReferenceGroup>(
    tx,
    'select g.id, g.record_references as "references" from reference_group g where g.id = $1',
    [id],
  );
