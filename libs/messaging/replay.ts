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
  const find = async (parkedId: string): Promise<ParkedRecord> => {
    const parked = await parkedRecord(deps.db.manager, parkedId);
    if (!parked) throw new Refusal('PARKED_RECORD_NOT_FOUND', 'no such parked record');
    if (parked.state !== 'parked') throw new Refusal('PARKED_RECORD_SETTLED', `the record was already ${parked.state}`);
    return parked;
  };
  // It stays parked, and holds its key, until it is done: a process that dies on the way leaves it to be taken up again.
  const run = async (parked: ParkedRecord, bytes?: Buffer): Promise<Outcome> => {
    const receiver = deps.receivers.get(parked.consumer);
    if (!receiver)
      throw new Refusal('PARKED_RECORD_ELSEWHERE', `consumer ${parked.consumer} does not run in this process`);
    const counts = await receiver.receive(parked.topic, [recordOf(parked, bytes)]);
    const outcome = (Object.keys(counts) as Outcome[]).find((one) => counts[one] > 0) ?? 'handled';
    if (outcome !== 'parked') await settleParked(deps.db.manager, parked.id, 'replayed', by, await deps.clock.now());
    return outcome;
  };
  const first = await find(id);
  const outcome = await run(first, mended);
  if (outcome === 'parked' || !first.holdsKey) return outcome;
  for (;;) {
    const [next] = await select<{ id: string }>(
      deps.db.manager,
      `select p.id from parked p
        where p.consumer = $1 and p.topic = $2 and p.key = $3 and p.state = 'parked' and p.reason = 'behind'
        order by p.partition, p.record_offset limit 1`,
      [first.consumer, first.topic, first.key],
    );
    if (!next || (await run(await find(next.id))) === 'parked') return outcome;
  }
};

/**
 * Tries again what waits for something that had not arrived, and what stands behind nothing any more because it was parked
 * at the moment its key became free; called every few seconds. Returns how many were settled.
 */
export const retryWaiting = async (
  deps: { db: DataSource; clock: Clock; receivers: ReadonlyMap<string, Receiver> },
  limit = 100,
): Promise<number> => {
  const rows = await select<{ id: string; consumer: string }>(
    deps.db.manager,
    `select p.id, p.consumer from parked p
      where p.state = 'parked' and (p.reason = 'waiting' or p.reason = 'behind' and not exists (
        select 1 from parked e
         where e.consumer = p.consumer and e.topic = p.topic and e.key = p.key and e.state = 'parked'
           and e.record_offset < p.record_offset))
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
