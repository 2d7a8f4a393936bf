import type { Pool } from 'pg';

/** The only source of time. Edges read it once and pass `now` on; kernels never read one. */
export interface Clock {
  now(): Promise<Date>;
}

/** The real clock: every production process uses it. */
export const systemClock: Clock = { now: () => Promise.resolve(new Date()) };

/**
 * The shared clock of the sample and test profiles: one row in PostgreSQL that all processes read.
 * While `running_since` is null it stands still at `at`; afterwards it runs on at real speed from there.
 */
export const sharedClock = (pool: Pool): Clock => {
  const read = async (): Promise<Date> => {
    const { rows } = await pool.query<{ at: Date; running_since: Date | null }>(
      'select c.at, c.running_since from clock.shared_clock c',
    );
    const row = rows[0];
    if (!row) throw new Error('the shared clock has not been set');
    return row.running_since ? new Date(row.at.getTime() + Date.now() - row.running_since.getTime()) : row.at;
  };
  /** A look that has not begun yet: whoever asks before it does may share it, and is told no time older than his question. */
  let ahead: Promise<Date> | null = null;
  const look = async (): Promise<Date> => {
    await new Promise((done) => setImmediate(done));
    ahead = null;
    return read();
  };
  return { now: () => (ahead ??= look()) };
};

/** Moves the shared clock. Only the sample player and tests call this. It never goes back: an earlier instant is refused. */
export const setSharedClock = async (pool: Pool, at: Date): Promise<void> => {
  const { rowCount } = await pool.query(
    `insert into clock.shared_clock (id, at) values (1, $1)
     on conflict (id) do update set at = excluded.at, running_since = null
     where clock.shared_clock.at <= excluded.at`,
    [at],
  );
  if (rowCount === 0) throw new Error(`the shared clock may not go back to ${at.toISOString()}`);
};

/** Lets the shared clock run on at real speed from where it stands. */
export const releaseSharedClock = async (pool: Pool): Promise<void> => {
  await pool.query('update clock.shared_clock set running_since = $1 where running_since is null', [new Date()]);
};

/** Tables of the shared clock; created by the migrate command in the sample and test profiles only. */
export const SHARED_CLOCK_SQL = `
  create schema if not exists clock;
  create table if not exists clock.shared_clock (
    id smallint constraint shared_clock_pkey primary key constraint shared_clock_one_row check (id = 1),
    at timestamptz not null,
    running_since timestamptz
  );
  grant usage on schema clock to public;
  grant select on clock.shared_clock to public;
`;
