import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface LiveEvent {
  readonly seq: string;
  readonly eventId: string;
  readonly kind: string;
  readonly id: string;
  readonly action: string;
  readonly title: string;
  readonly unitIds: readonly string[];
  /** Permission without which nobody hears of it. */
  readonly permission: string;
  readonly at: Date;
}

/**
 * Writes what listeners hear of. One writer at a time until its commit, so that numbers become visible in their order: a
 * listener who has read up to one would never come back for a lower number that was committed later.
 */
export const addLiveEvent = async (tx: EntityManager, event: Omit<LiveEvent, 'seq'>): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('gateway.live_event', 0))`);
  await tx.query(
    `insert into live_event (event_id, kind, id, action, title, unit_ids, permission, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint live_event_event_id_key do nothing`,
    [event.eventId, event.kind, event.id, event.action, event.title, event.unitIds, event.permission, event.at],
  );
};

export const liveEventsAfter = (tx: EntityManager, seq: string, limit: number): Promise<LiveEvent[]> =>
  select<LiveEvent>(
    tx,
    `select l.seq, l.event_id, l.kind, l.id, l.action, l.title, l.unit_ids, l.permission, l.at
       from live_event l where l.seq > $1 order by l.seq limit $2`,
    [seq, limit],
  );

export const lastLiveSeq = async (tx: EntityManager): Promise<string> =>
  (await select<{ seq: string }>(tx, 'select coalesce(max(l.seq), 0)::text as seq from live_event l'))[0]?.seq ?? '0';

/** Takes away what no listener comes back for any more: everything older than an instant. Answers how many rows went. */
export const dropLiveEventsBefore = async (tx: EntityManager, before: Date): Promise<number> =>
  (await select(tx, 'delete from live_event l where l.at < $1 returning l.seq', [before])).length;
