import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

/** A noun of the register; each is published on its own compacted topic. */
export type Noun = 'unit' | 'post' | 'person' | 'area' | 'duty' | 'calendar' | 'role';

export interface RegisterState {
  readonly id: string;
  readonly version: number;
  readonly retired: boolean;
}

const LATEST = `
  select distinct on (r.id) r.id, r.state
    from register r
   where r.noun = $1 and ($2::timestamptz is null or r.recorded_at <= $2)`;

/** The state as it is known now, or as it was known at `knownAt`. */
export const findState = async <S extends RegisterState>(
  tx: EntityManager,
  noun: Noun,
  id: string,
  knownAt: Date | null = null,
): Promise<S | null> =>
  (await selectOne<{ state: S }>(tx, `${LATEST} and r.id = $3 order by r.id, r.version desc`, [noun, knownAt, id]))
    ?.state ?? null;

/** All states of a noun by id; retired ones only where asked for. Reference data are small: hundreds, not millions. */
export const allStates = async <S extends RegisterState>(
  tx: EntityManager,
  noun: Noun,
  options: { knownAt?: Date | null; retired?: boolean } = {},
): Promise<S[]> => {
  const rows = await select<{ state: S }>(tx, `${LATEST} order by r.id, r.version desc limit 100000`, [
    noun,
    options.knownAt ?? null,
  ]);
  return rows.map((row) => row.state).filter((state) => options.retired === true || !state.retired);
};

/** Adds a version. The primary key refuses a version that somebody else has just written. */
export const insertState = async (
  tx: EntityManager,
  noun: Noun,
  state: RegisterState,
  at: Date,
  by: string,
): Promise<void> => {
  await tx.query(
    'insert into register (noun, id, version, retired, state, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7)',
    [noun, state.id, state.version, state.retired, JSON.stringify(state), at, by],
  );
};

/** One writer at a time per noun: a unit's path depends on its neighbours. */
export const lockNoun = async (tx: EntityManager, noun: Noun): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('directory.register.' || $1))`, [noun]);
};
