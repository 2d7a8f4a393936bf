import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { select } from '#libs/persistence/select.js';

/** Where air is evaluated: the county-level area a place lies in, by area id; absent where the tree does not say. */
export type CountyOf = ReadonlyMap<string, string>;

interface AreaRow {
  readonly id: string;
  readonly level: string;
  readonly parentId: string | null;
}

const areaRows = (tx: EntityManager): Promise<AreaRow[]> =>
  select<AreaRow>(
    tx,
    `select r.id, r.state ->> 'level' as level, r.state ->> 'parentId' as parent_id from reference_state r where r.topic = $1`,
    [AreaState.topic],
  );

/** An area with all that lie below it; empty where nobody has told of it. */
export const areasWithin = async (tx: EntityManager, id: string): Promise<ReadonlySet<string>> => {
  const rows = await areaRows(tx);
  const within = new Set(rows.flatMap((row) => (row.id === id ? [id] : [])));
  // A set that is walked through while it grows: every level is come to.
  for (const parent of within) for (const row of rows) if (row.parentId === parent) within.add(row.id);
  return within;
};

const MOST_LEVELS = 8;

/** Each area with those above it, itself first. */
export const areaPaths = async (tx: EntityManager): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await areaRows(tx);
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]));
  return new Map(
    rows.map(({ id }) => {
      const path: string[] = [];
      // The bound ends a ring that should not be there.
      for (let at: string | null = id; at !== null && path.length < MOST_LEVELS; at = parents.get(at) ?? null)
        path.push(at);
      return [id, path];
    }),
  );
};

/** Reads the tree of areas as far as the register of areas has arrived. */
export const countyOfAreas = async (tx: EntityManager): Promise<CountyOf> => {
  const rows = await areaRows(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const counties = new Map<string, string>();
  for (const { id } of rows) {
    let at = byId.get(id);
    // A tree is a handful of levels deep; the bound ends a ring that should not be there.
    for (let steps = 0; at && at.level !== 'county' && steps < MOST_LEVELS; steps++) at = byId.get(at.parentId ?? '');
    if (at?.level === 'county') counties.set(id, at.id);
  }
  return counties;
};

/** Areas at which the given stations are evaluated, each once. */
export const areaIdsOf = (stations: readonly { readonly areaId: string }[], counties: CountyOf): string[] => [
  ...new Set(stations.flatMap(({ areaId }) => counties.get(areaId) ?? [])),
];
