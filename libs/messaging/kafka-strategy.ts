import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import { consumersTripped } from '#libs/observability/metrics.js';
import { Breaker } from './breaker.js';
import { isTransient } from './faults.js';
import { plainTopic, topicName } from './kafka.js';
import { DUBAN_KAFKA, type HandlerExtras, type RawRecord } from './on.js';
import { type BoundHandler, Receiver } from './receive.js';

/**
 * A transaction over more would outlast the session, and the group would take its consumer for dead: slices of files weigh a
 * hundred times as much as packets, and take as much longer.
 */
const CHUNK_BYTES = 1_536 * 1024;

export interface StrategyOptions {
  readonly kafka: Kafka;
  readonly service: string;
  readonly namespace: string;
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Group of a handler by its topic; the service's own group unless said otherwise. The hot path has its own. */
  readonly groupOf?: (topic: string) => string;
  readonly sessionTimeoutMs?: number;
}

interface Group {
  readonly consumer: Consumer;
  readonly receiver: Receiver;
  readonly breaker: Breaker;
  readonly topics: readonly string[];
  running: boolean;
}

/**
 * Nest's transport over kafkajs in batches. It owns decoding, the transaction with its claims,
 * commits, waiting while the database is away, splitting, parking and draining; handlers stay methods of controllers.
 */
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = DUBAN_KAFKA;
  override readonly propagatesEventHandlerErrors = true;
  private readonly groups = new Map<string, Group>();
  private stopping = false;

  constructor(private readonly options: StrategyOptions) {
    super();
  }

  /** Receivers by consumer group, for replaying parked records. */
  get receivers(): ReadonlyMap<string, Receiver> {
    return new Map([...this.groups].map(([name, group]) => [name, group.receiver]));
  }

  /** Names of groups that are not running, with the reason; empty when all is well. */
  troubles(): string[] {
    return [...this.groups].flatMap(([name, group]) =>
      group.breaker.tripped
        ? [`${name}: paused, too many records fail`]
        : group.running
          ? []
          : [`${name}: not running`],
    );
  }

  resume(name: string): boolean {
    const group = this.groups.get(name);
    if (!group) return false;
    group.breaker.reset();
    consumersTripped.set({ consumer: name }, 0);
    group.consumer.resume(group.topics.map((topic) => ({ topic: topicName(this.options.namespace, topic) })));
    return true;
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  private async start(): Promise<void> {
    const byGroup = new Map<string, BoundHandler[]>();
    for (const handler of this.messageHandlers.values()) {
      for (const each of chain(handler)) {
        const extras = each.extras as HandlerExtras | undefined;
        const topic = extras?.raw ?? extras?.contract?.topic;
        if (!extras || !topic) throw new Error('a message handler without @On, @OnBatch or @OnRaw');
        const group = this.options.groupOf?.(topic) ?? this.options.service;
        const bound: BoundHandler = {
          ...extras,
          invoke: async (payload, tx) => settle(await each(payload, tx as never)),
        };
        (byGroup.get(group) ?? byGroup.set(group, []).get(group)!).push(bound);
      }
    }
    for (const [name, handlers] of byGroup) await this.startGroup(name, handlers);
  }

  private async startGroup(name: string, handlers: readonly BoundHandler[]): Promise<void> {
    const { kafka, namespace, db, clock, log } = this.options;
    const sessionTimeout = this.options.sessionTimeoutMs ?? 30_000;
    const consumer = kafka.consumer({
      groupId: topicName(namespace, name),
      sessionTimeout,
      rebalanceTimeout: sessionTimeout,
      heartbeatInterval: Math.max(500, Math.floor(sessionTimeout / 10)),
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 4 * 1024 * 1024,
      retry: { retries: 10, initialRetryTime: 200, maxRetryTime: 3_000, restartOnFailure: () => Promise.resolve(true) },
    });
    const topics = [...new Set(handlers.map((handler) => handler.raw ?? handler.contract!.topic))];
    const group: Group = {
      consumer,
      receiver: new Receiver({ consumer: name, db, clock, log }, handlers),
      breaker: new Breaker(),
      topics,
      running: false,
    };
    this.groups.set(name, group);
    consumer.on(consumer.events.GROUP_JOIN, () => (group.running = true));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      group.running = false;
      // kafkajs stays up but dead after an error it will not retry; only a new process helps.
      if (!payload.restart && !this.stopping) {
        log.fatal({ err: payload.error, consumer: name }, 'consumer stopped for good');
        process.exit(1);
      }
    });
    await consumer.connect();
    await consumer.subscribe({ topics: topics.map((topic) => topicName(namespace, topic)), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => this.eachBatch(name, group, payload),
    });
  }

  private async eachBatch(name: string, group: Group, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    const topic = plainTopic(this.options.namespace, batch.topic);
    const size = group.receiver.chunkSize(topic);
    for (let from = 0, to = 0; from < batch.messages.length; from = to) {
      if (!isRunning() || isStale() || this.stopping || group.breaker.tripped) return;
      to = chunkEnd(batch.messages, from, size);
      const messages = batch.messages.slice(from, to);
      const records = messages.map((message): RawRecord => ({
        key: message.key?.toString('utf8') ?? '',
        value: message.value ?? Buffer.alloc(0),
        headers: headersOf(message),
        topic,
        partition: batch.partition,
        offset: message.offset,
      }));
      for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
        try {
          const counts = await group.receiver.receive(topic, records);
          if (group.breaker.count(records.length, counts.parked)) {
            consumersTripped.set({ consumer: name }, 1);
            this.options.log.error(
              { consumer: name },
              'more than one record in a hundred fails: consumer paused until an operator resumes it',
            );
            group.consumer.pause(group.topics.map((each) => ({ topic: topicName(this.options.namespace, each) })));
          }
          break;
        } catch (why) {
          if (!isTransient(why)) throw new Error(`could not receive from ${topic}`, { cause: why });
          this.options.log.warn({ consumer: name, topic, err: why }, 'database away: waiting');
          await new Promise((done) => setTimeout(done, wait));
          if (!isRunning() || isStale() || this.stopping) return;
          await heartbeat();
        }
      }
      const last = messages.at(-1)!;
      resolveOffset(last.offset);
      await group.consumer.commitOffsets([
        { topic: batch.topic, partition: batch.partition, offset: (BigInt(last.offset) + 1n).toString() },
      ]);
      await heartbeat();
    }
  }

  async close(): Promise<void> {
    this.stopping = true;
    await Promise.all(
      [...this.groups.values()].map(async ({ consumer }) => {
        await consumer.stop().catch(() => undefined);
        await consumer.disconnect().catch(() => undefined);
      }),
    );
  }

  on(): never {
    throw new Error('the transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.groups as T;
  }
}

/**
 * Where the chunk ends that begins at `from`: it holds at least one record, `size` at most, and otherwise weighs no more than
 * `CHUNK_BYTES`.
 */
const chunkEnd = (messages: readonly KafkaMessage[], from: number, size: number): number => {
  let bytes = 0;
  let to = from;
  while (to < messages.length && to - from < size) {
    bytes += messages[to]!.value?.length ?? 0;
    if (to > from && bytes > CHUNK_BYTES) break;
    to++;
  }
  return to;
};

const headersOf = ({ headers }: KafkaMessage): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const key in headers) texts[key] = String(headers[key]);
  return texts;
};

const chain = function* (handler: MessageHandler): Generator<MessageHandler> {
  for (let each: MessageHandler | undefined = handler; each; each = each.next) yield each;
};

const settle = async (result: unknown): Promise<void> => {
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
};
