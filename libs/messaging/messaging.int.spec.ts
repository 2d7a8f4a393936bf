import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Producer } from 'kafkajs';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { defineEvent, type EventOf } from '#libs/contracts/event.js';
import { Refusal } from '#libs/domain/refusal.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { createLog } from '#libs/observability/log.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { select } from '#libs/persistence/select.js';
import { httpEdgeProviders } from '#libs/identity/http-edge.js';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';
import { eventually } from '#libs/testing/eventually.js';
import { fixedClock } from '#libs/testing/fixed-clock.js';
import { testKafka, type TestKafka } from '#libs/testing/kafka.js';
import { NotYet } from './faults.js';
import { createProducer } from './kafka.js';
import { KafkaStrategy } from './kafka-strategy.js';
import { On, OnRaw, type RawRecord } from './on.js';
import { deterministicId, publish } from './outbox.js';
import { createRelay, type Relay } from './relay.js';
import { replayParked, retryWaiting } from './replay.js';

const Noted = defineEvent({
  topic: 'trial.notes',
  type: 'note.taken',
  version: 1,
  order: 'key',
  says: 'A note for a trial.',
  data: z.object({ text: z.string() }),
});

const AT = new Date('2026-05-07T09:00:00Z');
const clock = fixedClock(AT);
let mended = false;
let arrived = false;

@Controller()
class TrialConsumer {
  @On(Noted)
  async note(event: EventOf<typeof Noted>, tx: EntityManager): Promise<void> {
    if (event.data.text === 'refuse') {
      await tx.query('insert into note (key, text) values ($1, $2)', [event.key, 'left behind']);
      throw new Refusal('NOTE_FORBIDDEN', 'no such note');
    }
    if (event.data.text === 'poison' && !mended) throw new TypeError('cannot read properties of undefined');
    if (event.data.text === 'early' && !arrived) throw new NotYet('the other note');
    await tx.query('insert into note (key, text) values ($1, $2)', [event.key, event.data.text]);
  }

  @OnRaw('trial.raw', 100)
  async raw(records: RawRecord[], tx: EntityManager): Promise<void> {
    if (records.some((record) => record.value.toString() === 'bad')) throw new Error('bad bytes');
    for (const record of records)
      await tx.query('insert into note (key, text) values ($1, $2)', [record.key, record.value.toString()]);
  }
}

@Module({
  controllers: [TrialConsumer],
  providers: httpEdgeProviders({ internalKey: '0'.repeat(64), log: createLog('trial', 'silent') }),
})
class TrialModule {}

class CreateNote1700000000001 {
  async up(db: { query(sql: string): Promise<unknown> }): Promise<void> {
    await db.query(
      'create table note (seq bigint generated always as identity primary key, key text not null, text text not null)',
    );
  }
  async down(db: { query(sql: string): Promise<unknown> }): Promise<void> {
    await db.query('drop table note');
  }
}

let database: TestDatabase;
let db: DataSource;
let kafka: TestKafka;
let producer: Producer;
let strategy: KafkaStrategy;
let service: INestMicroservice;
let relay: Relay;

const startRelay = (through: Producer): Relay => {
  const started = createRelay({
    databaseUrl: database.url,
    schema: 'trial',
    producer: through,
    namespace: kafka.namespace,
    intervalMs: 20,
    log: createLog('trial', 'silent'),
  });
  started.start();
  return started;
};

const notes = async (key: string): Promise<string[]> =>
  (await select<{ text: string }>(db.manager, 'select n.text from note n where n.key = $1 order by n.seq', [key])).map(
    (row) => row.text,
  );
const parked = (key: string): Promise<{ id: string; reason: string }[]> =>
  select(
    db.manager,
    `select p.id, p.reason from parked p where p.key = $1 and p.state = 'parked' order by p.record_offset`,
    [key],
  );
const emit = (key: string, ...texts: string[]): Promise<void> =>
  runWithCause(systemCause('trial'), () =>
    db.transaction(async (tx) => {
      for (const text of texts) await publish(tx, Noted, { key, data: { text }, occurredAt: AT });
    }),
  );
const send = (topic: string, key: string, ...values: (string | Buffer)[]): Promise<unknown> =>
  producer.send({ topic: kafka.topic(topic), acks: -1, messages: values.map((value) => ({ key, value })) });
const envelope = (key: string, text: string, more: object = {}): string =>
  JSON.stringify({
    id: randomUUID(),
    type: Noted.type,
    version: 1,
    key,
    occurredAt: AT.toISOString(),
    causationId: null,
    correlationId: randomUUID(),
    actor: { kind: 'system', id: 'trial', name: 'trial', unitId: null, postId: null },
    data: { text },
    ...more,
  });

beforeAll(async () => {
  database = await testDatabase(
    (url) =>
      serviceDataSource({
        schema: 'trial',
        url,
        entities: [],
        migrations: [HouseTables1700000000000, CreateNote1700000000001],
      }),
    'trial',
  );
  db = database.db;
  kafka = await testKafka([
    { topic: Noted.topic, partitions: 3, compacted: false, retentionHours: 1 },
    { topic: 'trial.raw', partitions: 1, compacted: false, retentionHours: 1 },
  ]);
  const log = createLog('trial', 'silent');
  producer = createProducer(kafka.kafka);
  await producer.connect();
  strategy = new KafkaStrategy({
    kafka: kafka.kafka,
    service: 'trial',
    namespace: kafka.namespace,
    db,
    clock,
    log,
    sessionTimeoutMs: 6_000,
  });
  service = await NestFactory.createMicroservice(TrialModule, { strategy, logger: false });
  await service.listen();
  relay = startRelay(producer);
});

afterAll(async () => {
  await strategy?.close();
  await relay?.stop();
  await producer?.disconnect();
  await kafka?.stop();
  await database?.stop();
});

describe('an event', () => {
  it('reaches its handler once, in the order of its key, and leaves the outbox', async () => {
    const texts = Array.from({ length: 250 }, (_each, n) => `n${n}`);
    await emit('order', ...texts);
    await eventually(async () => expect(await notes('order')).toEqual(texts));
    await eventually(async () => expect(await select(db.manager, 'select 1 from outbox')).toEqual([]));
  });

  it('sent twice in a row and thrice at once has one effect', async () => {
    const one = envelope('again', 'once');
    await Promise.all([
      send(Noted.topic, 'again', one, one),
      send(Noted.topic, 'again', one),
      send(Noted.topic, 'again', one),
    ]);
    await send(Noted.topic, 'again', envelope('again', 'after'));
    await eventually(async () => expect(await notes('again')).toEqual(['once', 'after']));
  });

  it('that a rule refuses leaves nothing behind and stops nobody', async () => {
    await emit('refused', 'before', 'refuse', 'after');
    await eventually(async () => expect(await notes('refused')).toEqual(['before', 'after']));
    expect(await parked('refused')).toEqual([]);
  });

  it('of an unknown type is ignored, of an unknown version or unreadable is kept with the reason', async () => {
    await send(
      Noted.topic,
      'strange',
      envelope('strange', 'x', { type: 'note.torn' }),
      envelope('strange', 'later', { version: 9 }),
      'no json at all',
    );
    await eventually(async () =>
      expect((await parked('strange')).map((row) => row.reason)).toEqual(['unknown-version', 'unreadable']),
    );
    expect(await notes('strange')).toEqual([]);
  });

  it('that always fails is parked, holds back its own key only, and comes through in order after the cause is mended', async () => {
    await emit('sick', 'first', 'poison', 'second', 'third');
    await emit('sound', 'a', 'b');
    await eventually(
      async () => expect((await parked('sick')).map((row) => row.reason)).toEqual(['fault', 'behind', 'behind']),
      { deadlineMs: 20_000 },
    );
    await eventually(async () => expect(await notes('sound')).toEqual(['a', 'b']));
    expect(await notes('sick')).toEqual(['first']);
    mended = true;
    const [bad] = await parked('sick');
    expect(await replayParked({ db, clock, receivers: strategy.receivers }, bad!.id, 'operator')).toBe('handled');
    expect(await notes('sick')).toEqual(['first', 'poison', 'second', 'third']);
    expect(await parked('sick')).toEqual([]);
  });

  it('behind an unreadable one of its key in the same batch waits for it', async () => {
    await send(Noted.topic, 'torn', 'no json at all', envelope('torn', 'whole'));
    await eventually(async () =>
      expect((await parked('torn')).map((row) => row.reason)).toEqual(['unreadable', 'behind']),
    );
    expect(await notes('torn')).toEqual([]);
    const [bad] = await parked('torn');
    const outcome = await replayParked(
      { db, clock, receivers: strategy.receivers },
      bad!.id,
      'operator',
      Buffer.from(envelope('torn', 'mended')),
    );
    expect(outcome).toBe('handled');
    expect(await notes('torn')).toEqual(['mended', 'whole']);
  });

  it('whose replay is broken off stays parked, and goes through the next time', async () => {
    await send(Noted.topic, 'broken-off', 'no json at all');
    const [bad] = await eventually(async () => {
      const rows = await parked('broken-off');
      expect(rows).toHaveLength(1);
      return rows;
    });
    const lost = { receive: () => Promise.reject(new Error('the connection is gone')) };
    const receivers = new Map([...strategy.receivers].map(([consumer]) => [consumer, lost as never]));
    await expect(replayParked({ db, clock, receivers }, bad!.id, 'operator')).rejects.toThrow('the connection is gone');
    expect(await parked('broken-off')).toHaveLength(1);
    const bytes = Buffer.from(envelope('broken-off', 'mended'));
    await replayParked({ db, clock, receivers: strategy.receivers }, bad!.id, 'operator', bytes);
    expect(await notes('broken-off')).toEqual(['mended']);
    expect(await parked('broken-off')).toEqual([]);
  });

  it('that came before what it needs waits and is taken up again by itself', async () => {
    await emit('early', 'early');
    await eventually(async () => expect((await parked('early')).map((row) => row.reason)).toEqual(['waiting']));
    await retryWaiting({ db, clock, receivers: strategy.receivers });
    expect(await notes('early')).toEqual([]);
    arrived = true;
    await retryWaiting({ db, clock, receivers: strategy.receivers });
    expect(await notes('early')).toEqual(['early']);
  });
});

it('an outbox whose events cannot be sent is known to fall behind', async () => {
  const old = new Date(Date.now() - 60_000);
  const away = { sendBatch: () => Promise.reject(new Error('no broker')) } as unknown as Producer;
  await relay.stop();
  await emit('unsent', 'unsent');
  await db.query('update outbox set created_at = $1', [old]);
  const lame = startRelay(away);
  await eventually(() => expect(lame.keepsUp()).toBe(false));
  await lame.stop();
  relay = startRelay(producer);
  await eventually(async () => expect(await notes('unsent')).toEqual(['unsent']));
});

it('an event Kafka refuses for good is parked with the later ones of its key; all others go through in order', async () => {
  const crowd = Array.from({ length: 1_500 }, (_each, n) => `n${n}`);
  const texts = (key: string): Promise<{ text: string }[]> =>
    select(
      db.manager,
      `select p.reason, p.envelope::jsonb #>> '{data,text}' as text from outbox_parked p where p.key = $1 order by p.seq`,
      [key],
    );
  await relay.stop();
  await emit('large', 'first', 'x'.repeat(3_000_000), 'third');
  await emit('crowd', ...crowd);
  await emit('large', 'fourth');
  relay = startRelay(producer);
  await eventually(async () => expect(await notes('crowd')).toEqual(crowd));
  await eventually(async () => expect(await notes('large')).toEqual(['first']));
  await eventually(async () =>
    expect((await texts('large')).map(({ text }) => text.slice(0, 6))).toEqual(['xxxxxx', 'third', 'fourth']),
  );
  expect(await select(db.manager, 'select 1 from outbox')).toEqual([]);
});

it('one bad raw record among many is kept, the others go through', async () => {
  await send('trial.raw', 'raw', ...Array.from({ length: 50 }, (_each, n) => (n === 17 ? 'bad' : `r${n}`)));
  await eventually(async () => expect(await notes('raw')).toHaveLength(49));
  expect((await parked('raw')).map((row) => row.reason)).toEqual(['fault']);
});

it('the id of a derivable fact depends on its parts and their borders only', () => {
  expect(deterministicId('a', 'b')).toBe(deterministicId('a', 'b'));
  expect(deterministicId('a', 'b')).not.toBe(deterministicId('ab'));
  expect(z.uuid().safeParse(deterministicId('a')).success).toBe(true);
});
