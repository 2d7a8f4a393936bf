import type { EntityManager } from 'typeorm';
import { TOPICS } from '#libs/contracts/topics.js';
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

/** A week longer than any topic keeps a record: one read again after its claim was forgotten would take effect again. */
const KEPT_DAYS = Math.max(...TOPICS.map(({ retentionHours }) => retentionHours)) / 24 + 7;

/** Forgets claims older, in real time, than any record that may still be read; at most ten thousand at once, returns how many. */
export const forgetClaims = async (tx: EntityManager): Promise<number> =>
  (
    await select(
      tx,
      `delete from inbox i
        where (i.consumer, i.event_id) in (
          select o.consumer, o.event_id from inbox o
           where o.at < now() - make_interval(days => $1) order by o.at limit 10000)
       returning i.event_id`,
      [KEPT_DAYS],
    )
  ).length;
