import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Log } from '#libs/observability/log.js';

export interface Leadership {
  /** Takes the lead if nobody has it; true while this process holds it. Throws when the database cannot be asked. */
  lead(): Promise<boolean>;
  readonly leading: boolean;
  /** Gives the lead up and closes the connection. */
  release(): Promise<void>;
}

const PATIENCE_MS = 5_000;
/** A broken connection usually says so by itself; this is for the ones that do not. */
const ASK_AGAIN_MS = 5_000;

/**
 * One leader among the processes that share the database, by a session's advisory lock on a connection of its own: a
 * pooled connection would carry the lock away. PostgreSQL frees the lock as soon as the leader's connection ends.
 */
export const createLeadership = (db: DataSource, name: string, log: Log): Leadership => {
  const { url } = db.options as { url?: string };
  if (!url) throw new Error('leadership needs a data source with an url');
  let client: pg.Client | null = null;
  let leading = false;
  let askedAt = 0;

  const drop = async (): Promise<void> => {
    const old = client;
    client = null;
    leading = false;
    await old?.end().catch(() => undefined);
  };

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: `duban lead ${name}`,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      keepAlive: true,
    });
    fresh.on('error', (error) => {
      if (client !== fresh) return;
      log.warn({ reason: error.message, lead: name }, 'lost the connection that holds the lead');
      void drop();
    });
    await fresh.connect();
    client = fresh;
    return fresh;
  };

  return {
    get leading() {
      return leading;
    },
    lead: async () => {
      try {
        const session = client ?? (await connect());
        if (leading) {
          if (performance.now() - askedAt < ASK_AGAIN_MS) return true;
          await session.query('select 1');
          askedAt = performance.now();
        } else {
          const { rows } = await session.query<{ taken: boolean }>(
            'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
            [name],
          );
          leading = rows[0]?.taken === true;
          askedAt = performance.now();
          if (leading) log.info({ lead: name }, 'took the lead');
        }
        // The connection may have broken while we asked.
        return leading && client === session;
      } catch (error) {
        await drop();
        throw error;
      }
    },
    release: drop,
  };
};
