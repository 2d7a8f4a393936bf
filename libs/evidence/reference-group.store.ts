import type { EntityManager } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';
import { selectOne } from '#libs/persistence/select.js';
import { inGroups, type RecordReference, type ReferenceGroup } from './reference-group.js';

/** Keeps groups in the service's own `reference_group`; one kept before stays. */
export const keepGroups = async (tx: EntityManager, groups: readonly ReferenceGroup[]): Promise<void> => {
  // In the order of their ids: two transactions that keep the same groups at once wait for each other, and not in a ring.
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

/** A basis over any number of references as it may be stored and published; `service` keeps the groups it then names. */
export const keptBasis = async (
  tx: EntityManager,
  service: string,
  { references, query }: { readonly references: readonly RecordReference[]; readonly query: Basis['query'] },
): Promise<Basis> => {
  const grouped = inGroups(service, references);
  await keepGroups(tx, grouped.groups);
  return { references: [...grouped.references], query };
};
