import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import { select } from '#libs/persistence/select.js';
import type { RawRecord } from './on.js';
import { parkedRecord, type ParkedRecord, settleParked } from './parking.store.js';
import type { Outcome, Receiver } from './receive.js';

const recordOf = (parked: ParkedRecord, mended?: Buffer): RawRecord => ({
  key: parked.key,
  value: mended ?? parked.value,
  headers: parked.headers,
  topic: parked.topic,
  partition: parked.partition,
  offset: parked.recordOffset,
});

/**
 * Takes a parked record up again, with mended bytes if given, and then the records of its key that were held behind it,
 * in their order. A record that fails again is parked again with one more attempt. Returns the outcome of the first.
 */
export const replayParked = async (
  deps: { db: DataSource; clock: Clock; receivers: ReadonlyMap<string, Receiver> },
  id: string,
  by: string,
  mended?: Buffer,
): Promise<Outcome> => {
  const take = (parkedId: string): Promise<ParkedRecord> =>
    deps.db.transaction(async (tx) => {
      const parked = await parkedRecord(tx, parkedId);
      if (!parked) throw new Refusal('PARKED_RECORD_NOT_FOUND', 'no such parked record');
      if (parked.state !== 'parked')
        throw new Refusal('PARKED_RECORD_SETTLED', `the record was already ${parked.state}`);
      await settleParked(tx, parkedId, 'replayed', by, await deps.clock.now());
      return parked;
    });
  const run = async (parked: ParkedRecord, bytes?: Buffer): Promise<Outcome> => {
    const receiver = deps.receivers.get(parked.consumer);
    if (!receiver)
      throw new Refusal('PARKED_RECORD_ELSEWHERE', `consumer ${parked.consumer} does not run in this process`);
    const counts = await receiver.receive(parked.topic, [recordOf(parked, bytes)]);
    return (Object.keys(counts) as Outcome[]).find((outcome) => counts[outcome] > 0) ?? 'handled';
  };
  const first = await take(id);
  const outcome = await run(first, mended);
  if (outcome === 'parked' || !first.holdsKey) return outcome;
  const behind = await select<{ id: string }>(
    deps.db.manager,
    `select p.id from parked p
      where p.consumer = $1 and p.topic = $2 and p.key = $3 and p.state = 'parked' and p.reason = 'behind'
      order by p.partition, p.record_offset limit 10000`,
    [first.consumer, first.topic, first.key],
  );
  for (const next of behind) {
    if ((await run(await take(next.id))) === 'parked') break;
  }
  return outcome;
};

/** Tries again what waits for something that had not arrived; called every few seconds. Returns how many were settled. */
export const retryWaiting = async (
  deps: { db: DataSource; clock: Clock; receivers: ReadonlyMap<string, Receiver> },
  limit = 100,
): Promise<number> => {
  const rows = await select<{ id: string; consumer: string }>(
    deps.db.manager,
    `select p.id, p.consumer from parked p
      where p.state = 'parked' and p.reason = 'waiting'
      order by p.topic, p.partition, p.record_offset limit $1`,
    [limit],
  );
  let settled = 0;
  for (const { id, consumer } of rows) {
    if (!deps.receivers.has(consumer)) continue;
    if ((await replayParked(deps, id, 'retry')) !== 'parked') settled++;
  }
  return settled;
};
