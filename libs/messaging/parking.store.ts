import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { select, selectOne } from '#libs/persistence/select.js';
import type { RawRecord } from './on.js';

export type ParkingReason = 'unreadable' | 'unknown-version' | 'fault' | 'waiting' | 'behind';

export interface ParkedRecord {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly recordOffset: string;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
  readonly reason: ParkingReason;
  readonly error: string;
  readonly attempts: number;
  readonly state: 'parked' | 'replayed' | 'discarded';
  readonly holdsKey: boolean;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Keeps a record that could not be handled, raw, with the reason; the same record parked again counts one more attempt. */
export const park = async (
  tx: EntityManager,
  consumer: string,
  record: RawRecord,
  why: { reason: ParkingReason; error: string; attempts: number; holdsKey: boolean },
  at: Date,
): Promise<void> => {
  await tx.query(
    `insert into parked (id, consumer, topic, partition, record_offset, key, value, headers, reason, error, attempts, holds_key, first_at, last_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
     on conflict on constraint parked_record_key do update
       set reason = excluded.reason, error = excluded.error, attempts = parked.attempts + excluded.attempts,
           last_at = excluded.last_at, state = 'parked'`,
    [
      uuidv7(),
      consumer,
      record.topic,
      record.partition,
      record.offset,
      record.key,
      record.value,
      JSON.stringify(record.headers),
      why.reason,
      why.error.slice(0, 4_000),
      why.attempts,
      why.holdsKey,
      at,
    ],
  );
};

/**
 * Of these keys of a topic, those held back, with the offset of the earliest parked record: what came after it has to
 * wait. A key's records share a partition, so offsets compare.
 */
export const heldKeys = async (
  tx: EntityManager,
  consumer: string,
  topic: string,
  keys: readonly string[],
): Promise<Map<string, bigint>> => {
  if (keys.length === 0) return new Map();
  const rows = await select<{ key: string; from: string }>(
    tx,
    `select p.key, min(p.record_offset) as from from parked p
      where p.consumer = $1 and p.topic = $2 and p.key = any($3::text[]) and p.state = 'parked' and p.holds_key
      group by p.key`,
    [consumer, topic, keys],
  );
  return new Map(rows.map((row) => [row.key, BigInt(row.from)]));
};

/** Oldest first, in the order of their key, so that a replay keeps the order. */
export const parkedRecords = (
  tx: EntityManager,
  filter: { consumer?: string; reason?: ParkingReason; limit: number },
): Promise<ParkedRecord[]> =>
  select<ParkedRecord>(
    tx,
    `select p.id, p.consumer, p.topic, p.partition, p.record_offset, p.key, p.value, p.headers, p.reason, p.error, p.attempts,
            p.state, p.holds_key, p.first_at, p.last_at
       from parked p
      where p.state = 'parked' and ($1::text is null or p.consumer = $1) and ($2::text is null or p.reason = $2)
      order by p.topic, p.partition, p.record_offset limit $3`,
    [filter.consumer ?? null, filter.reason ?? null, filter.limit],
  );

export const parkedRecord = (tx: EntityManager, id: string): Promise<ParkedRecord | null> =>
  selectOne<ParkedRecord>(tx, `select p.* from parked p where p.id = $1`, [id]);

export const settleParked = async (
  tx: EntityManager,
  id: string,
  state: 'replayed' | 'discarded',
  by: string,
  at: Date,
): Promise<void> => {
  await tx.query(`update parked set state = $2, handled_by = $3, last_at = $4 where id = $1 and state = 'parked'`, [
    id,
    state,
    by,
    at,
  ]);
};
