import { eventually } from './eventually.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { testDatabase, type TestDatabase } from './database.js';
import { fixedClock } from './fixed-clock.js';
import { testKafka, type TestKafka } from './kafka.js';
import { testProxy } from './proxy.js';
import { quiet } from './quiet.js';
import { testRedis } from './redis.js';
import { testDatabaseServer } from './servers.js';

const sourceOf = (url: string) =>
  serviceDataSource({ schema: 'ledger', url, entities: [], migrations: [HouseTables1700000000000] });
const databases = async (): Promise<string[]> => {
  const client = new pg.Client({ connectionString: testDatabaseServer() });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
  await client.end();
  return rows.map(({ datname }) => datname);
};
const nameIn = (url: string): string => new URL(url).pathname.slice(1);

describe('a test database', () => {
  it('is migrated, private, and gone afterwards', async () => {
    const one = await testDatabase(sourceOf, 'ledger');
    const two = await testDatabase(sourceOf, 'ledger');
    await one.db.query(`insert into inbox (consumer, event_id) values ('c', gen_random_uuid())`);
    expect(await one.db.query('select 1 from inbox')).toHaveLength(1);
    expect(await two.db.query('select 1 from inbox')).toHaveLength(0);
    await one.stop();
    await two.stop();
    const left = await databases();
    expect(left).not.toContain(nameIn(one.url));
    expect(left).not.toContain(nameIn(two.url));
  });

  it('is gone when its migrations fail, too', async () => {
    class Broken1700000000001 {
      up(): Promise<void> {
        return Promise.reject(new Error('no such table'));
      }
      down(): Promise<void> {
        return Promise.resolve();
      }
    }
    const spoken = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    let url = '';
    const broken = testDatabase((own) => {
      url = own;
      return serviceDataSource({ schema: 'ledger', url: own, entities: [], migrations: [Broken1700000000001] });
    }, 'ledger');
    await expect(broken).rejects.toThrow('no such table');
    expect(await databases()).not.toContain(nameIn(url));
    spoken.mockRestore();
  });
});

it('two test Redises do not see each other', async () => {
  const [one, two] = [await testRedis(), await testRedis()];
  try {
    expect(one.url).not.toBe(two.url);
    await one.client.set('k', '1');
    await two.client.set('k', '2');
    await two.flush();
    expect(await one.client.get('k')).toBe('1');
    expect(await two.client.get('k')).toBeNull();
  } finally {
    await one.stop();
    await two.stop();
  }
});

it('a proxy can be cut and mended', async () => {
  const proxy = await testProxy(testDatabaseServer());
  const ask = async () => {
    const client = new pg.Client({ connectionString: proxy.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<{ one: number }>('select 1 as one')).rows[0]!.one;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  expect(await ask()).toBe(1);
  await proxy.cut();
  await expect(ask()).rejects.toThrow();
  await proxy.mend();
  expect(await ask()).toBe(1);
  await proxy.stop();
});

describe('quiet', () => {
  const NOW = new Date('2026-03-02T00:00:00Z');
  const patience = { deadlineMs: 5_000, everyMs: 20 };
  const impatience = { deadlineMs: 200, everyMs: 20 };
  let database: TestDatabase;
  let kafka: TestKafka;
  beforeAll(async () => {
    database = await testDatabase(sourceOf, 'ledger');
    kafka = await testKafka(['ledger.problems', 'made-up']);
  });
  afterAll(async () => {
    await kafka?.stop();
    await database?.stop();
  });
  const services = () => [{ db: database.db, schema: 'ledger' }];

  it('waits for an outbox and says which', async () => {
    const { db } = database;
    await db.query(`insert into outbox (id, topic, key, envelope) values (gen_random_uuid(), 't', 'k', '{}')`);
    await expect(quiet({ services: services() }, impatience)).rejects.toThrow('still moving: ledger.outbox: 1');
    const waiting = quiet({ services: services() }, patience);
    await db.query('delete from outbox');
    await waiting;
  });

  it('waits for timers and slots that are due, and for no others', async () => {
    const { db } = database;
    const clock = fixedClock(NOW);
    const set = (dueAt: string) =>
      db.query(
        `insert into timer (id, kind, subject_id, due_at) values (gen_random_uuid(), 'k', $1::text, $1::text::timestamptz)`,
        [dueAt],
      );
    await set('2026-03-02T00:00:01Z');
    await quiet({ services: services(), clock }, patience);
    await set('2026-03-02T00:00:00Z');
    await expect(quiet({ services: services(), clock }, impatience)).rejects.toThrow('ledger.timer: 1');
    await db.query(`update timer set state = 'cancelled'`);
    await db.query(`insert into schedule_run (schedule, slot) values ('s', $1)`, [NOW]);
    await expect(quiet({ services: services(), clock }, impatience)).rejects.toThrow('ledger.schedule_run: 1');
    await db.query(`update schedule_run set state = 'done'`);
    await quiet({ services: services(), clock }, patience);
  });

  it('waits for consumer groups, one that has read nothing yet included', async () => {
    const groups = { ledger: ['ledger.problems'] };
    const watched = { kafka: kafka.kafka, namespace: kafka.namespace, groups };
    const admin = kafka.kafka.admin();
    await admin.connect();
    try {
      expect(
        (await admin.fetchTopicMetadata({ topics: [kafka.topic('ledger.problems')] })).topics[0]!.partitions,
      ).toHaveLength(3);
      await quiet(watched, patience);
      const producer = kafka.kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      await producer.send({ topic: kafka.topic('ledger.problems'), messages: [{ partition: 1, value: 'x' }] });
      await producer.disconnect();
      await expect(quiet(watched, impatience)).rejects.toThrow(/ledger is 1 behind on .*ledger\.problems\/1/);
      await admin.setOffsets({
        groupId: kafka.topic('ledger'),
        topic: kafka.topic('ledger.problems'),
        partitions: [{ partition: 1, offset: '1' }],
      });
      await quiet(watched, patience);
    } finally {
      await admin.disconnect();
    }
  });

  it('asks whatever else it is told to ask', async () => {
    await expect(quiet({ idle: [() => Promise.resolve(false)] }, impatience)).rejects.toThrow('an idle check said no');
    await quiet({ idle: [() => Promise.resolve(true)] }, patience);
  });
});

it('a test Kafka removes its topics and groups', async () => {
  const kafka = await testKafka(['made-up']);
  /** A fresh client each time: the library goes on asking for topics it has once heard of. */
  const asAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };
  const [topic, groupId] = [kafka.topic('made-up'), kafka.topic('g')];
  await asAdmin((admin) => admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] }));
  expect(await asAdmin((admin) => admin.listTopics())).toContain(topic);
  await kafka.stop();
  // The broker takes a moment to forget a deleted topic.
  await eventually(async () => expect(await asAdmin((admin) => admin.listTopics())).not.toContain(topic));
  const { groups } = await asAdmin((admin) => admin.listGroups());
  expect(groups.map((group) => group.groupId)).not.toContain(groupId);
});
