import type { Producer } from 'kafkajs';
import pg from 'pg';
import type { Log } from '#libs/observability/log.js';
import { eventsRelayed, outboxAge, outboxPending } from '#libs/observability/metrics.js';
import { topicName } from './kafka.js';

interface OutboxRow {
  readonly seq: string;
  readonly id: string;
  readonly topic: string;
  readonly partition: number | null;
  readonly key: string;
  readonly envelope: string;
}

interface Parked {
  readonly row: OutboxRow;
  readonly reason: string;
}

const BATCH = 1_000;
/** What one transaction moves at most, and a crash may send twice: the next batch is taken while one is sent. */
const BATCHES_A_TRANSACTION = 5;
/** How much longer than the interval an idle relay may pause. */
const IDLE_FACTOR = 6;
const TAKE_SQL = `
  with taken as (
    delete from outbox o
     where o.seq = any(array(select w.seq from outbox w order by w.seq limit ${BATCH}))
    returning o.seq, o.id, o.topic, o.partition, o.key, o.envelope)
  select t.seq, t.id, t.topic, t.partition, t.key, t.envelope from taken t order by t.seq`;
const PARKED_KEYS_SQL = 'select distinct p.topic, p.key from outbox_parked p';

/**
 * kafkajs types of answers that no repetition will change: the record itself is refused. An unknown topic is not among
 * them: a broker that has just come back says so for a while, and the age of the outbox raises the alarm if it stays.
 */
const REFUSED = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TOPIC_EXCEPTION']);
const refusedForGood = (why: unknown): boolean =>
  why instanceof Error &&
  REFUSED.has(
    String((why as Error & { type?: unknown }).type ?? (why as Error & { cause?: { type?: unknown } }).cause?.type),
  );

export interface Relay {
  start(): void;
  stop(): Promise<void>;
  /** Looks at the outbox at once: now, or as soon as what is under way has been sent. */
  nudge(): void;
  /** False while the outbox falls behind: its oldest event is older than half a minute. */
  keepsUp(): boolean;
}

/**
 * Moves committed events to Kafka in their order and deletes them, over a connection of its own. Exactly one relay per
 * outbox works, elected by an advisory lock of that connection. A crash between send and commit sends twice, which
 * inboxes absorb. A record Kafka refuses for good is parked with the later records of its key; the others go on.
 * (Deleting as a queue is the one way of those measured that loses nothing and keeps order: docs/decisions.)
 */
export const createRelay = (deps: {
  databaseUrl: string;
  schema: string;
  producer: Producer;
  namespace: string;
  intervalMs: number;
  log: Log;
}): Relay => {
  let stopping = false;
  let isNudged = false;
  let wake: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let oldestSeconds = 0;

  const pause = (ms: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const keyOf = (row: { readonly topic: string; readonly key: string }): string => `${row.topic}\u0000${row.key}`;

  /** Sends rows in their order; hands back those that cannot be sent, whose keys `held` then names. */
  const send = async (rows: readonly OutboxRow[], held: Set<string>): Promise<Parked[]> => {
    const parked: Parked[] = [];
    const hold = (row: OutboxRow, reason: string): void => {
      held.add(keyOf(row));
      parked.push({ row, reason });
    };
    const sendRows = async (part: readonly OutboxRow[]): Promise<void> => {
      const byTopic = new Map<string, OutboxRow[]>();
      for (const row of part) {
        if (held.size > 0 && held.has(keyOf(row))) hold(row, 'an earlier record of this key is parked');
        else (byTopic.get(row.topic) ?? byTopic.set(row.topic, []).get(row.topic)!).push(row);
      }
      if (byTopic.size === 0) return;
      try {
        await deps.producer.sendBatch({
          acks: -1,
          topicMessages: [...byTopic].map(([topic, of]) => ({
            topic: topicName(deps.namespace, topic),
            messages: of.map((row) => ({
              key: row.key,
              value: row.envelope,
              ...(row.partition === null ? {} : { partition: row.partition }),
            })),
          })),
        });
      } catch (why) {
        if (!refusedForGood(why)) throw why;
        if (part.length === 1) return hold(part[0]!, String(why));
        // One at a time keeps the order of every key while the bad record is found.
        for (const row of part) await sendRows([row]);
      }
    };
    await sendRows(rows);
    return parked;
  };

  const take = async (client: pg.Client): Promise<readonly OutboxRow[]> =>
    (await client.query<OutboxRow>({ name: 'take', text: TAKE_SQL })).rows;

  const park = async (client: pg.Client, parked: readonly Parked[]): Promise<void> => {
    for (const { row, reason } of parked) {
      await client.query(
        'insert into outbox_parked (seq, id, topic, partition, key, envelope, reason) values ($1, $2, $3, $4, $5, $6, $7)',
        [row.seq, row.id, row.topic, row.partition, row.key, row.envelope, reason],
      );
      deps.log.error({ eventId: row.id, topic: row.topic, reason }, 'event parked in the outbox');
    }
  };

  /** One transaction; returns how many events it moved. */
  const relayOnce = async (client: pg.Client): Promise<number> => {
    const byTopic = new Map<string, number>();
    await client.query('begin');
    try {
      let rows = await take(client);
      const held = new Set(
        rows.length === 0 ? [] : (await client.query<{ topic: string; key: string }>(PARKED_KEYS_SQL)).rows.map(keyOf),
      );
      for (let batch = 1; rows.length > 0; batch++) {
        for (const { topic } of rows) byTopic.set(topic, (byTopic.get(topic) ?? 0) + 1);
        const takesMore = rows.length === BATCH && batch < BATCHES_A_TRANSACTION;
        const [sent, taken] = await Promise.allSettled([send(rows, held), takesMore ? take(client) : []]);
        if (sent.status === 'rejected') throw sent.reason;
        if (taken.status === 'rejected') throw taken.reason;
        await park(client, sent.value);
        rows = taken.value;
      }
      await client.query('commit');
    } catch (why) {
      await client.query('rollback').catch(() => undefined);
      throw why;
    }
    for (const [topic, count] of byTopic) eventsRelayed.inc({ topic }, count);
    return [...byTopic.values()].reduce((sum, count) => sum + count, 0);
  };

  const isEmpty = async (client: pg.Client): Promise<boolean> =>
    (await client.query({ name: 'look', text: 'select 1 from outbox limit 1' })).rowCount === 0;

  const measure = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<{ pending: string; age: string | null }>(
      'select count(*) as pending, extract(epoch from clock_timestamp() - min(o.created_at)) as age from outbox o',
    );
    outboxPending.set(Number(rows[0]?.pending ?? 0));
    oldestSeconds = Number(rows[0]?.age ?? 0);
    outboxAge.set(oldestSeconds);
  };

  const lead = async (client: pg.Client): Promise<void> => {
    let measuredAt = 0;
    let wait = deps.intervalMs;
    while (!stopping) {
      // Before sending, which fails while Kafka is away: that is when the age has to be known.
      if (Date.now() - measuredAt > 2_000) {
        await measure(client);
        measuredAt = Date.now();
      }
      const isTold = isNudged;
      isNudged = false;
      const moved = !isTold && (await isEmpty(client)) ? 0 : await relayOnce(client);
      // Quick while something happens, slower while nothing does: eight idle relays cost half a core otherwise.
      wait = moved > 0 ? deps.intervalMs : Math.min(wait * 1.5, deps.intervalMs * IDLE_FACTOR);
      if (moved < BATCH && !isNudged) await pause(wait);
    }
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping;) {
      const client = new pg.Client({
        connectionString: deps.databaseUrl,
        application_name: `duban ${deps.schema} relay`,
        options: `-c search_path=${deps.schema}`,
      });
      client.on('error', () => undefined); // reported by the query that meets it
      try {
        await client.connect();
        for (;;) {
          const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(hashtext($1)) as held`, [
            `${deps.schema}.outbox`,
          ]);
          if (rows[0]?.held || stopping) break;
          await pause(500);
        }
        failures = 0;
        await lead(client);
      } catch (why) {
        if (!stopping) deps.log.warn({ err: why }, 'the relay waits and tries again');
        await pause(Math.min(5_000, 100 * 2 ** failures++));
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  };

  return {
    start: () => {
      running = run();
    },
    stop: async () => {
      stopping = true;
      wake?.();
      await running;
    },
    nudge: () => {
      isNudged = true;
      wake?.();
    },
    keepsUp: () => oldestSeconds < 30,
  };
};
