/** B5: committed events from a real outbox to real Kafka, in order per key, deleted behind. */
import { createProducer } from '#libs/messaging/kafka.js';
import { createRelay } from '#libs/messaging/relay.js';
import { createLog } from '#libs/observability/log.js';
import { eventsRelayed } from '#libs/observability/metrics.js';
import { testKafka } from '#libs/testing/kafka.js';
import { watchCpu } from './cpu-shares.js';
import { benchDatabase, SCHEMA } from './database.js';
import { progress, report, until } from './report.js';
import { envelopeText, KEYS, TrialByOne } from './trial-event.js';

const EVENTS = 300_000;

const database = await benchDatabase();
const kafka = await testKafka([{ topic: TrialByOne.topic, partitions: 3, compacted: false, retentionHours: 1 }]);
const producer = createProducer(kafka.kafka);
await producer.connect();

/** Reads everything back and tells how many records came and whether every key's numbers only rise. */
const readBack = async (): Promise<{ records: number; isOrdered: boolean }> => {
  const consumer = kafka.kafka.consumer({ groupId: kafka.topic('reader'), maxBytesPerPartition: 4 * 1024 * 1024 });
  const last = new Map<string, number>();
  let records = 0;
  let isOrdered = true;
  await consumer.connect();
  await consumer.subscribe({ topics: [kafka.topic(TrialByOne.topic)], fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      for (const { key, value } of batch.messages) {
        const n = (JSON.parse(String(value)) as { data: { n: number } }).data.n;
        isOrdered &&= n > (last.get(String(key)) ?? -1);
        last.set(String(key), n);
        records += 1;
      }
      return Promise.resolve();
    },
  });
  await until('reading back', 60, () => records >= EVENTS);
  await consumer.disconnect();
  return { records, isOrdered };
};

try {
  progress(`writing ${EVENTS} events into the outbox ...`);
  const [head, tail] = envelopeText(-1).split('"n":-1');
  await database.db.query(
    `insert into outbox (id, topic, key, envelope)
     select gen_random_uuid(), $1, 'key-' || i % $2::int, $3 || '"n":' || i || $4
       from generate_series(0, $5::int - 1) i`,
    [TrialByOne.topic, KEYS, head, tail, EVENTS],
  );
  await database.db.query('analyze outbox');

  const relay = createRelay({
    databaseUrl: database.url,
    schema: SCHEMA,
    producer,
    namespace: kafka.namespace,
    intervalMs: 50,
    log: createLog('bench', 'warn'),
  });
  const relayed = async (): Promise<number> => (await eventsRelayed.get()).values[0]?.value ?? 0;
  const cpu = watchCpu();
  const start = performance.now();
  relay.start();
  await until('relaying', 120, async () => (await relayed()) >= EVENTS);
  const seconds = (performance.now() - start) / 1_000;
  const used = cpu();
  await relay.stop();

  progress('reading them back ...');
  const { records, isOrdered } = await readBack();
  const left = (await database.db.query<{ n: number }[]>('select count(*)::int as n from outbox'))[0]?.n;
  if (records !== EVENTS || !isOrdered || left !== 0)
    throw new Error(`${records} records on Kafka, in order: ${isOrdered}, ${left} left in the outbox`);
  report(
    [
      {
        what: `outbox to Kafka, events of ${Buffer.byteLength(envelopeText(0))} bytes`,
        value: EVENTS / seconds,
        unit: 'events/s',
        goal: 30_000,
      },
    ],
    used,
    'read back: all there, order of every key kept',
  );
} finally {
  await producer.disconnect();
  await kafka.stop();
  await database.stop();
}
