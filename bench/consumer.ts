/** B6: a service's consumer over real Kafka and PostgreSQL; every event is claimed and writes one row. */
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { EventContract, EventOf } from '#libs/contracts/event.js';
import { systemClock } from '#libs/clock/clock.js';
import { httpEdgeProviders } from '#libs/identity/http-edge.js';
import { createProducer } from '#libs/messaging/kafka.js';
import { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import { On, OnBatch } from '#libs/messaging/on.js';
import { createLog } from '#libs/observability/log.js';
import { testKafka } from '#libs/testing/kafka.js';
import { watchCpu } from './cpu-shares.js';
import { benchDatabase, SCHEMA } from './database.js';
import { progress, report, until } from './report.js';
import { envelopeText, keyOf, TrialByBatch, TrialByOne } from './trial-event.js';

const BATCH = 200;
const SENT_AT_ONCE = 2_000;
const log = createLog('bench', 'warn');

@Controller()
class OneConsumer {
  @On(TrialByOne)
  async take({ key, data }: EventOf<typeof TrialByOne>, tx: EntityManager): Promise<void> {
    await tx.query('insert into effect (key, n) values ($1, $2)', [key, data.n]);
  }
}

@Controller()
class BatchConsumer {
  @OnBatch(TrialByBatch, BATCH)
  async take(events: EventOf<typeof TrialByBatch>[], tx: EntityManager): Promise<void> {
    await tx.query('insert into effect (key, n) select * from unnest($1::text[], $2::int[])', [
      events.map(({ key }) => key),
      events.map(({ data }) => data.n),
    ]);
  }
}

const providers = httpEdgeProviders({ internalKey: '0'.repeat(64), log });
@Module({ controllers: [OneConsumer], providers })
class OneModule {}
@Module({ controllers: [BatchConsumer], providers })
class BatchModule {}

/** Events a second from the first one's arrival to the last one's commit. */
const consume = async (contract: EventContract, module: new () => object, events: number) => {
  const database = await benchDatabase('create table effect (key text not null, n integer not null)', 10);
  const kafka = await testKafka([{ topic: contract.topic, partitions: 3, compacted: false, retentionHours: 1 }]);
  const producer = createProducer(kafka.kafka);
  await producer.connect();
  try {
    progress(`sending ${events} events ...`);
    for (let from = 0; from < events; from += SENT_AT_ONCE)
      await producer.send({
        topic: kafka.topic(contract.topic),
        acks: -1,
        messages: Array.from({ length: SENT_AT_ONCE }, (_, k) => ({
          key: keyOf(from + k),
          value: envelopeText(from + k),
        })),
      });
    const strategy = new KafkaStrategy({
      kafka: kafka.kafka,
      service: SCHEMA,
      namespace: kafka.namespace,
      db: database.db,
      clock: systemClock,
      log,
    });
    const service = await NestFactory.createMicroservice(module, { strategy, logger: false });
    const done = async (): Promise<number> =>
      (await database.db.query<{ n: number }[]>('select count(*)::int as n from inbox'))[0]?.n ?? 0;
    await service.listen();
    await until('joining', 60, async () => (await done()) > 0, 2);
    const first = await done();
    const cpu = watchCpu();
    const start = performance.now();
    await until('consuming', 120, async () => (await done()) >= events, 50);
    const seconds = (performance.now() - start) / 1_000;
    const used = cpu();
    await strategy.close();
    await service.close();
    const rows = (await database.db.query<{ n: number }[]>('select count(*)::int as n from effect'))[0]?.n;
    if (rows !== events) throw new Error(`${rows} rows of ${events} events`);
    return { rate: (events - first) / seconds, used };
  } finally {
    await producer.disconnect();
    await kafka.stop();
    await database.stop();
  }
};

const batch = await consume(TrialByBatch, BatchModule, 200_000);
const single = await consume(TrialByOne, OneModule, 60_000);
report(
  [
    {
      what: `claim and one row, handler called with up to ${BATCH}`,
      value: batch.rate,
      unit: 'events/s',
      goal: 12_000,
    },
    { what: 'claim and one row, handler called by the event', value: single.rate, unit: 'events/s' },
  ],
  batch.used,
  'rows = claims = events; the processor shares are those of the first figure',
);
