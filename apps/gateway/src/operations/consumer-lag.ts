import type { Kafka } from 'kafkajs';
import { TOPICS } from '#libs/contracts/topics.js';
import { plainTopic, topicName } from '#libs/messaging/kafka.js';

export interface ConsumerLag {
  readonly group: string;
  readonly topic: string;
  readonly lag: number;
}

/** How far each consumer group of the installation is behind the end of its topics, in records. */
export const consumerLags = async (kafka: Kafka, namespace: string): Promise<ConsumerLag[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const own = new Set(TOPICS.map((plan) => topicName(namespace, plan.topic)));
    const ends = new Map<string, Map<number, bigint>>();
    const { groups } = await admin.listGroups();
    const lags: ConsumerLag[] = [];
    for (const { groupId } of groups) {
      if (namespace && !groupId.startsWith(`${namespace}.`)) continue;
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
        if (!own.has(topic)) continue;
        let end = ends.get(topic);
        if (!end) {
          end = new Map((await admin.fetchTopicOffsets(topic)).map((at) => [at.partition, BigInt(at.high)]));
          ends.set(topic, end);
        }
        let lag = 0n;
        for (const { partition, offset } of partitions) {
          const done = BigInt(offset);
          lag += (end.get(partition) ?? 0n) - (done < 0n ? 0n : done);
        }
        lags.push({ group: plainTopic(namespace, groupId), topic: plainTopic(namespace, topic), lag: Number(lag) });
      }
    }
    return lags.sort((a, b) => (a.group + a.topic < b.group + b.topic ? -1 : 1));
  } finally {
    await admin.disconnect();
  }
};
