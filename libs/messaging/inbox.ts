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

/** Forgets claims older than the topics keep their records; returns how many. */
export const forgetClaims = async (tx: EntityManager, before: Date): Promise<number> =>
  (await select(tx, 'delete from inbox i where i.at < $1 returning i.event_id', [before])).length;
