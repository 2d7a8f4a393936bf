import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { eventually } from '#libs/testing/eventually.js';
import type { TestService } from '#libs/testing/test-service.js';
import { PacketSender } from '../src/packet/packet-sender.js';

/** A packet or a fault as Kafka holds it. */
export interface RawRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}
export interface RawRecords {
  /** What came since the last `forget`, in the order it was read. */
  packets(): readonly RawRecord[];
  faults(): readonly RawRecord[];
  /**
   * Reads all that was taken so far and forgets it. To be awaited between tests: a record is read some time after its
   * sender was answered, and would otherwise be counted by the test that comes next.
   */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

const { packets, faults } = RAW_TOPICS;

/** Reads what ingestion hands on. */
export const readRawRecords = async ({ kafka, running }: TestService): Promise<RawRecords> => {
  const read = { [kafka.topic(packets.topic)]: 0, [kafka.topic(faults.topic)]: 0 };
  const topics = Object.keys(read);
  const held: (RawRecord & { readonly topic: string })[] = [];
  const of = (topic: string): RawRecord[] => held.filter((one) => one.topic === kafka.topic(topic));

  const admin = kafka.kafka.admin();
  await admin.connect();
  const reader = kafka.kafka.consumer({ groupId: `${kafka.namespace}.raw-reader`, maxWaitTimeInMs: 50 });
  await reader.connect();
  await reader.subscribe({ topics, fromBeginning: true });
  await reader.run({
    eachMessage: ({ topic, message }) => {
      held.push({
        topic,
        key: String(message.key),
        value: message.value ?? Buffer.alloc(0),
        headers: Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
      });
      read[topic]!++;
      return Promise.resolve();
    },
  });

  const hasReadAll = async (): Promise<boolean> => {
    if (running.app.get(PacketSender).pending > 0) return false;
    for (const topic of topics) {
      const ends = await admin.fetchTopicOffsets(topic);
      if (ends.reduce((sum, { high }) => sum + Number(high), 0) > read[topic]!) return false;
    }
    return true;
  };
  return {
    packets: () => of(packets.topic),
    faults: () => of(faults.topic),
    forget: async () => {
      await eventually(hasReadAll, { what: 'reading all raw records' });
      held.splice(0);
    },
    stop: async () => {
      await reader.disconnect();
      await admin.disconnect();
    },
  };
};
