import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

export interface Delivery {
  readonly id: string;
  readonly aboutKind: 'act' | 'warning' | 'task' | 'dispatch';
  readonly aboutId: string;
  /** What about it: issued, assigned, raised … One delivery per recipient, channel and occasion. */
  readonly occasion: string;
  readonly title: string;
  readonly isUrgent: boolean;
  readonly recipientPostId: string;
  readonly recipientPersonId: string | null;
  readonly unitId: string;
  readonly channel: 'console' | 'email' | 'webhook';
  readonly address: string | null;
  readonly state: 'pending' | 'sent' | 'failed' | 'read';
  readonly attempts: number;
  readonly error: string | null;
  readonly occurredAt: Date;
  readonly sentAt: Date | null;
  readonly readAt: Date | null;
}

/** Adds the deliveries that are not there yet and returns them: a repeated event adds none. */
export const addDeliveries = async (
  tx: EntityManager,
  deliveries: readonly Omit<Delivery, 'attempts' | 'error' | 'sentAt' | 'readAt'>[],
): Promise<Delivery[]> => {
  const added: Delivery[] = [];
  for (const one of deliveries) {
    const row = await selectOne<Delivery>(
      tx,
      `insert into delivery (id, about_kind, about_id, occasion, title, is_urgent, recipient_post_id, recipient_person_id, unit_id, channel, address,
                             state, occurred_at, next_try_at, sent_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::timestamptz, $13::timestamptz, case when $12 = 'sent' then $13::timestamptz end)
       on conflict on constraint delivery_once_key do nothing
       returning *`,
      [
        one.id,
        one.aboutKind,
        one.aboutId,
        one.occasion,
        one.title,
        one.isUrgent,
        one.recipientPostId,
        one.recipientPersonId,
        one.unitId,
        one.channel,
        one.address,
        one.state,
        one.occurredAt,
      ],
    );
    if (row) added.push(row);
  }
  return added;
};

/** Locks a delivery that still has to be made. Null when it was made, failed for good, or its next try is not due. */
export const pendingDelivery = (tx: EntityManager, id: string, now: Date): Promise<Delivery | null> =>
  selectOne<Delivery>(
    tx,
    `select d.* from delivery d where d.id = $1 and d.state = 'pending' and d.next_try_at <= $2 for update skip locked`,
    [id, now],
  );

/** Ids of deliveries to be made now; the sweep asks, so what Redis lost is found again. */
export const dueDeliveries = async (tx: EntityManager, now: Date, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select d.id from delivery d where d.state = 'pending' and d.next_try_at <= $1 order by d.next_try_at, d.id limit $2`,
      [now, limit],
    )
  ).map((row) => row.id);

export const settleDelivery = async (
  tx: EntityManager,
  id: string,
  outcome: { state: 'pending' | 'sent' | 'failed'; at: Date; error: string | null; nextTryAt: Date | null },
): Promise<void> => {
  await tx.query(
    `update delivery set state = $2, attempts = attempts + 1, error = $4, next_try_at = coalesce($5, next_try_at),
            sent_at = case when $2 = 'sent' then $3 else sent_at end
      where id = $1`,
    [id, outcome.state, outcome.at, outcome.error, outcome.nextTryAt],
  );
};

/** The inbox of posts: newest first, a page at a time. */
export const inboxPage = (
  tx: EntityManager,
  filter: { postIds: readonly string[]; unreadOnly: boolean; before: Date | null; limit: number },
): Promise<Delivery[]> =>
  select<Delivery>(
    tx,
    `select d.* from delivery d
      where d.channel = 'console' and d.recipient_post_id = any($1::text[])
        and ($2 = false or d.state = 'sent') and ($3::timestamptz is null or d.occurred_at < $3)
      order by d.occurred_at desc, d.id limit $4`,
    [filter.postIds, filter.unreadOnly, filter.before, filter.limit],
  );

export const unreadCount = async (tx: EntityManager, postIds: readonly string[]): Promise<number> =>
  (
    await selectOne<{ n: number }>(
      tx,
      `select count(*)::int as n from delivery d where d.channel = 'console' and d.recipient_post_id = any($1::text[]) and d.state = 'sent'`,
      [postIds],
    )
  )?.n ?? 0;

/** Marks what a person has read; only what lies in the inbox of their posts. */
export const markRead = (
  tx: EntityManager,
  ids: readonly string[],
  postIds: readonly string[],
  at: Date,
): Promise<Delivery[]> =>
  select<Delivery>(
    tx,
    `update delivery set state = 'read', read_at = $3
      where id = any($1::uuid[]) and recipient_post_id = any($2::text[]) and channel = 'console' and state = 'sent'
      returning *`,
    [ids, postIds, at],
  );

/** Deliveries about one record, for the page that shows who was told when. */
export const deliveriesAbout = (tx: EntityManager, kind: string, id: string): Promise<Delivery[]> =>
  select<Delivery>(
    tx,
    'select d.* from delivery d where d.about_kind = $1 and d.about_id = $2 order by d.occurred_at, d.recipient_post_id, d.channel limit 500',
    [kind, id],
  );
