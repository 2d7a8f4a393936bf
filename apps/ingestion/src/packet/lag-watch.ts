import type { Kafka } from 'kafkajs';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { topicName } from '#libs/messaging/kafka.js';
import type { Log } from '#libs/observability/log.js';

/** The consumer group that takes packets on; its lag is the back-pressure of the hot path. */
const TAKER = 'monitoring.packets';

/**
 * Tells the doors to hold while the consumer of packets is too far behind: without it sockets outrun the database. Holding
 * starts above `most` records and ends below half of it.
 */
export const watchLag = (options: {
  kafka: Kafka;
  namespace: string;
  most: number;
  log: Log;
  hold: (isHeld: boolean) => void;
}): { close(): Promise<void> } => {
  const admin = options.kafka.admin();
  const topic = topicName(options.namespace, RAW_TOPICS.packets.topic);
  let closed = false;
  let connected = false;
  let held = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      if (!connected) {
        await admin.connect();
        connected = true;
      }
      const [ends, done] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId: topicName(options.namespace, TAKER), topics: [topic] }),
      ]);
      const at = new Map((done[0]?.partitions ?? []).map(({ partition, offset }) => [partition, BigInt(offset)]));
      // A group that has never committed is not behind: it has not begun.
      const lag = ends.reduce((sum, { partition, high }) => {
        const from = at.get(partition) ?? -1n;
        return from < 0n ? sum : sum + Number(BigInt(high) - from);
      }, 0);
      const next = lag > options.most || (held && lag > options.most / 2);
      if (next !== held) {
        held = next;
        options.log.warn({ lag }, held ? 'doors hold: packets are not taken on fast enough' : 'doors open again');
        options.hold(held);
      }
    } catch (why) {
      options.log.debug({ err: why }, 'could not look at the lag');
    }
    if (!closed) timer = setTimeout(() => void look(), 1_000);
  };
  void look();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      if (connected) await admin.disconnect();
    },
  };
};
