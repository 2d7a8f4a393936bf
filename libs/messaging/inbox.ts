import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

/** Claims events for a consumer in the caller's transaction and returns the ids not claimed before. */
export const claim = async (tx: EntityManager, consumer: string, ids: readonly string[]): Promise<Set<string>> => {
  const rows = await select<{ eventId: string }>(
    tx,
    `insert into inbox (consumer, event_id)
     select $1, e.id from unnest($2::uuid[]) as e (id) order by e.id
     on conflict do nothing
     returning event_id`,
    [consumer, ids],
  );
  return new Set(rows.map((row) => row.eventId));
};

/**
 * Forgets claims made more than `days` of real time ago, at most ten thousand at once; returns how many. Only what no topic
 * keeps any more may be forgotten, otherwise a record read again takes effect again.
 */
export const forgetClaims = async (tx: EntityManager, days: number): Promise<number> =>
  (
    await select(
      tx,
      `delete from inbox i
        where (i.consumer, i.event_id) in (
          select o.consumer, o.event_id from inbox o
           where o.at < now() - make_interval(days => $1) order by o.at limit 10000)
       returning i.event_id`,
      [days],
    )
  ).length;
