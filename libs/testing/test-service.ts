import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Consumer, Producer } from 'kafkajs';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { setSharedClock, SHARED_CLOCK_SQL } from '#libs/clock/clock.js';
import { loadConfig, type ServiceConfig } from '#libs/config/config.js';
import type { DataOf, Envelope, EventContract } from '#libs/contracts/event.js';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { TOPICS } from '#libs/contracts/topics.js';
import { type Identity, IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { createProducer } from '#libs/messaging/kafka.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { type RunningService, startService } from '#libs/service/run-service.js';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { testDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { testKafka, type TestKafka } from './kafka.js';
import { testBrokers, testRedisUrl } from './servers.js';

export const INTERNAL_KEY = 'a5'.repeat(32);

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** One service as a process would run it, on a private database, private topics and a clock the spec moves. */
export interface TestService {
  readonly db: DataSource;
  readonly running: RunningService;
  readonly kafka: TestKafka;
  readonly producer: Producer;
  /** Events the service published under a contract, oldest first, repetitions included. */
  published<C extends EventContract>(contract: C): DataOf<C>[];
  /** Everything it published on a topic, with envelopes, in the order Kafka has it. */
  envelopes(topic: string): Envelope[];
  /** Waits until all that the service has published up to now can be seen here. */
  readBack(): Promise<void>;
  /** Sends events as another service would; the id of each is made from topic, key and data unless given. */
  send<C extends EventContract>(
    contract: C,
    events: readonly { key: string; data: DataOf<C>; id?: string; occurredAt?: string }[],
  ): Promise<void>;
  sendRaw(topic: string, key: string, value: string): Promise<void>;
  setClock(at: string): Promise<void>;
  call<T = Record<string, unknown>>(
    identity: Partial<Identity> & { permissions: readonly string[] },
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** Starts a service for a spec file. `topics` are those it reads and writes. */
export const startTestService = async <S extends z.ZodType<ServiceConfig>>(options: {
  definition: ServiceDefinition<z.infer<S>>;
  config: S;
  at: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<TestService> => {
  const { definition } = options;
  const database: TestDatabase = await testDatabase(definition.dataSource, definition.name);
  const clockPool = new pg.Pool({ connectionString: database.url, max: 1 });
  await clockPool.query(SHARED_CLOCK_SQL);
  await setSharedClock(clockPool, new Date(options.at));
  const kafka = await testKafka(TOPICS.map(({ topic }) => topic));
  const files = await mkdtemp(join(tmpdir(), 'duban-files-'));
  const settings = loadConfig(options.config, {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl(),
    KAFKA_BROKERS: testBrokers().join(','),
    NAMESPACE: kafka.namespace,
    HTTP_PORT: '0',
    OPS_PORT: '0',
    INTERNAL_KEY,
    FILES_DIR: files,
    CLOCK: 'shared',
    LOG_LEVEL: 'error',
    RELAY_INTERVAL_MS: '10',
    SWEEP_INTERVAL_MS: '50',
    KAFKA_SESSION_TIMEOUT_MS: '10000',
    ...options.settings,
  }) as z.infer<S>;
  const running = await startService(definition, settings);
  const producer = createProducer(kafka.kafka);
  await producer.connect();
  const seen: { topic: string; envelope: Envelope }[] = [];
  const raw = Object.values(RAW_TOPICS).map(({ topic }): string => topic);
  const own = TOPICS.map(({ topic }) => topic).filter(
    (topic) => topic.startsWith(`${definition.name}.`) && !raw.includes(topic),
  );
  const reader: Consumer | null =
    own.length > 0 ? kafka.kafka.consumer({ groupId: `${kafka.namespace}.reader`, maxWaitTimeInMs: 100 }) : null;
  if (reader) {
    await reader.connect();
    await reader.subscribe({ topics: own.map((topic) => kafka.topic(topic)), fromBeginning: true });
    await reader.run({
      eachMessage: ({ topic, message }) => {
        seen.push({
          topic: topic.slice(kafka.namespace.length + 1),
          envelope: JSON.parse(String(message.value)) as Envelope,
        });
        return Promise.resolve();
      },
    });
  }
  return {
    db: database.db,
    running,
    kafka,
    producer,
    published: (contract) =>
      seen
        .filter((one) => one.topic === contract.topic && one.envelope.type === contract.type)
        .map((one) => one.envelope.data as never),
    readBack: async () => {
      const admin = kafka.kafka.admin();
      await admin.connect();
      try {
        for (const topic of own) {
          const ends = await admin.fetchTopicOffsets(kafka.topic(topic));
          const published = ends.reduce((sum, { high }) => sum + Number(high), 0);
          const isSeen = (): boolean => seen.filter((one) => one.topic === topic).length >= published;
          await eventually(isSeen, { what: `reading back what was published on ${topic}`, deadlineMs: 60_000 });
        }
      } finally {
        await admin.disconnect();
      }
    },
    envelopes: (topic) => seen.filter((one) => one.topic === topic).map(({ envelope }) => envelope),
    send: async (contract, events) => {
      await producer.send({
        topic: kafka.topic(contract.topic),
        acks: -1,
        messages: events.map(({ key, data, id, occurredAt }) => ({
          key,
          value: JSON.stringify({
            id: id ?? deterministicId(contract.topic, contract.type, key, JSON.stringify(data)),
            type: contract.type,
            version: contract.version,
            key,
            occurredAt: occurredAt ?? options.at,
            causationId: null,
            correlationId: deterministicId('correlation', key),
            actor: { kind: 'system', id: 'spec', name: 'spec', unitId: null, postId: null },
            data,
          }),
        })),
      });
    },
    sendRaw: async (topic, key, value) =>
      void (await producer.send({ topic: kafka.topic(topic), acks: -1, messages: [{ key, value }] })),
    setClock: (at) => setSharedClock(clockPool, new Date(at)),
    call: async (identity, method, path, body) => {
      const { permissions, ...who } = identity;
      const token = await signIdentity(INTERNAL_KEY, {
        accountId: 'spec',
        personId: 'p.spec',
        name: 'Spec',
        postIds: [],
        grants: permissions.map((permission) => ({ permission, unitId: who.unitId ?? 'city' })),
        unitId: 'city',
        postId: null,
        ...who,
      });
      const { port } = running.app.getHttpServer().address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { [IDENTITY_HEADER]: token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as never };
    },
    stop: async () => {
      await reader?.disconnect();
      await producer.disconnect();
      await running.stop();
      await clockPool.end();
      await kafka.stop();
      await database.stop();
      await rm(files, { recursive: true, force: true });
    },
  };
};

/** Waits until a service has read everything it was sent: nothing behind in its group on these topics. */
export const caughtUp = (service: TestService, group: string, topics: readonly string[]): Promise<true> =>
  eventually(
    async () => {
      const admin = service.kafka.kafka.admin();
      await admin.connect();
      try {
        for (const topic of topics) {
          const ends = await admin.fetchTopicOffsets(service.kafka.topic(topic));
          const [at] = await admin.fetchOffsets({
            groupId: service.kafka.topic(group),
            topics: [service.kafka.topic(topic)],
          });
          const done = new Map((at?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
          if (ends.some(({ partition, high }) => Number(high) > Math.max(0, done.get(partition) ?? 0))) return false;
        }
        return true as const;
      } finally {
        await admin.disconnect();
      }
    },
    { what: `${group} reading everything`, deadlineMs: 30_000, everyMs: 100 },
  );
