import type { EntityManager } from 'typeorm';
import type { DataOf, EventContract } from '#libs/contracts/event.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { NotYet } from './faults.js';

/** A contract whose data are whole versioned state. */
type StateContract = EventContract & {
  readonly data: { parse(value: unknown): { id: string; version: number; retired: boolean } };
};

/**
 * Keeps a copy of another service's reference data: upserts where the version is higher, so order and repetition do not
 * matter. Returns the states that were new or newer.
 */
export const keepReference = async <C extends StateContract>(
  tx: EntityManager,
  contract: C,
  states: readonly DataOf<C>[],
): Promise<DataOf<C>[]> => {
  const newest = new Map<string, DataOf<C> & { id: string; version: number; retired: boolean }>();
  for (const state of states as readonly (DataOf<C> & { id: string; version: number; retired: boolean })[]) {
    const known = newest.get(state.id);
    if (!known || state.version > known.version) newest.set(state.id, state);
  }
  const list = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (list.length === 0) return [];
  const kept = await select<{ id: string }>(
    tx,
    `insert into reference_state (topic, id, version, retired, state)
     select $1, s.id, s.version, s.retired, s.state
       from unnest($2::text[], $3::int[], $4::boolean[], $5::jsonb[]) as s (id, version, retired, state)
     on conflict on constraint reference_state_pkey do update
       set version = excluded.version, retired = excluded.retired, state = excluded.state
       where reference_state.version < excluded.version
     returning id`,
    [
      contract.topic,
      list.map((s) => s.id),
      list.map((s) => s.version),
      list.map((s) => s.retired),
      list.map((s) => JSON.stringify(s)),
    ],
  );
  const ids = new Set(kept.map((row) => row.id));
  return list.filter((state) => ids.has(state.id));
};

/** One state, retired or not; null where it is not known (yet). */
export const findReference = async <C extends StateContract>(
  tx: EntityManager,
  contract: C,
  id: string,
): Promise<DataOf<C> | null> =>
  (
    await selectOne<{ state: DataOf<C> }>(
      tx,
      'select r.state from reference_state r where r.topic = $1 and r.id = $2',
      [contract.topic, id],
    )
  )?.state ?? null;

/** One state that must be there; where it has not arrived yet the record that needs it waits. */
export const needReference = async <C extends StateContract>(
  tx: EntityManager,
  contract: C,
  id: string,
): Promise<DataOf<C>> => {
  const state = await findReference(tx, contract, id);
  if (!state) throw new NotYet(`${contract.topic} ${id}`);
  return state;
};

/** All states of a topic by id, without the retired ones. */
export const allReferences = async <C extends StateContract>(tx: EntityManager, contract: C): Promise<DataOf<C>[]> =>
  (
    await select<{ state: DataOf<C> }>(
      tx,
      'select r.state from reference_state r where r.topic = $1 and not r.retired order by r.id',
      [contract.topic],
    )
  ).map((row) => row.state);
