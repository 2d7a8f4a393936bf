import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { topicName } from './kafka.js';

const LOOK_AGAIN_MS = 250;
const PATIENCE_MS = 30_000;

/**
 * Waits until a group has taken in every record that is in a topic now. Throws when that takes longer than half a minute, or
 * when Kafka is away; who asked tries again later.
 */
export const takenIn = async (
  kafka: Kafka,
  of: { readonly namespace: string; readonly topic: string; readonly group: string },
): Promise<void> => {
  const topic = topicName(of.namespace, of.topic);
  const groupId = topicName(of.namespace, of.group);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const at = new Map((committed?.partitions ?? []).map(({ partition, offset }) => [partition, BigInt(offset)]));
      // A group that has committed nothing on a partition begins at its oldest record.
      const behind = ends.reduce((sum, { partition, high, low }) => {
        const done = at.get(partition) ?? -1n;
        const left = BigInt(high) - (done < 0n ? BigInt(low) : done);
        return left > 0n ? sum + left : sum;
      }, 0n);
      if (behind === 0n) return;
      if (performance.now() > deadline)
        throw new Error(`${behind} records of ${of.topic} wait to be taken in by ${of.group}`);
      await pause(LOOK_AGAIN_MS);
    }
  } finally {
    await admin.disconnect();
  }
};
