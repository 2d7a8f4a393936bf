import { type IHeaders, type Kafka, Partitioners, type Producer } from 'kafkajs';
import { RAW_TOPICS, type FaultHeaders, type PacketHeaders } from '#libs/contracts/ingestion.events.js';
import { topicName } from '#libs/messaging/kafka.js';
import type { Log } from '#libs/observability/log.js';

interface Waiting {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: IHeaders;
  readonly done: () => void;
  readonly failed: (why: unknown) => void;
}

export interface PacketSenderOptions {
  readonly kafka: Kafka;
  readonly namespace: string;
  readonly log: Log;
  readonly lingerMs?: number;
  readonly most?: number;
  readonly inFlight?: number;
}

/**
 * Sends raw records to Kafka in batches with `acks=all`; each promise resolves only when Kafka holds its record, so
 * whoever answers a device waits for it. Several batches are under way at once: the order of packets does not matter,
 * their effects are harmless twice and in any order.
 */
export class PacketSender {
  private readonly producer: Producer;
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private underWay = 0;
  private held = 0;
  private idle: (() => void)[] = [];

  constructor(private readonly options: PacketSenderOptions) {
    this.producer = options.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      maxInFlightRequests: options.inFlight ?? 5,
    });
  }

  connect(): Promise<void> {
    return this.producer.connect();
  }

  /** Records taken and not yet held by Kafka. */
  get pending(): number {
    return this.held;
  }

  sendPacket(key: string, value: Buffer, headers: PacketHeaders): Promise<void> {
    return this.send(RAW_TOPICS.packets.topic, key, value, headers);
  }

  sendFault(key: string, value: Buffer, headers: FaultHeaders): Promise<void> {
    return this.send(RAW_TOPICS.faults.topic, key, value, headers);
  }

  /** Resolves when no more than this many records wait for Kafka. */
  async drained(most: number): Promise<void> {
    while (this.held > most) await new Promise((done) => setTimeout(done, 2));
  }

  async close(): Promise<void> {
    if (this.held > 0) {
      this.flush();
      await new Promise<void>((done) => this.idle.push(done));
    }
    await this.producer.disconnect();
  }

  private send(topic: string, key: string, value: Buffer, headers: object): Promise<void> {
    return new Promise((done, failed) => {
      this.held++;
      this.waiting.push({ topic, key, value, headers: headers as IHeaders, done, failed });
      if (this.waiting.length >= (this.options.most ?? 400)) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), this.options.lingerMs ?? 5);
    });
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.waiting.length > 0 && this.underWay < (this.options.inFlight ?? 5)) {
      const batch = this.waiting.splice(0, this.options.most ?? 400);
      this.underWay++;
      void this.sendBatch(batch).finally(() => {
        this.underWay--;
        this.held -= batch.length;
        if (this.waiting.length > 0) this.flush();
        else if (this.held === 0) for (const done of this.idle.splice(0)) done();
      });
    }
  }

  private async sendBatch(batch: readonly Waiting[]): Promise<void> {
    const byTopic = new Map<string, Waiting[]>();
    for (const one of batch) (byTopic.get(one.topic) ?? byTopic.set(one.topic, []).get(one.topic)!).push(one);
    try {
      await this.producer.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, of]) => ({
          topic: topicName(this.options.namespace, topic),
          messages: of.map(({ key, value, headers }) => ({ key, value, headers })),
        })),
      });
      for (const one of batch) one.done();
    } catch (why) {
      this.options.log.warn(
        { err: why, records: batch.length },
        'Kafka did not take a batch: nothing of it is acknowledged',
      );
      for (const one of batch) one.failed(why);
    }
  }
}
