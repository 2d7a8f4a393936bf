import type { Kafka } from 'kafkajs';
import { TOPICS, type TopicPlan } from '#libs/contracts/topics.js';
import { createKafka, ensureTopics, topicName } from '#libs/messaging/kafka.js';
import { createLog } from '#libs/observability/log.js';
import { testNamespace } from './namespace.js';
import { testBrokers } from './servers.js';

export interface TestKafka {
  readonly kafka: Kafka;
  readonly brokers: readonly string[];
  readonly namespace: string;
  /** The name on the broker of a topic of the plan. */
  topic(name: string): string;
  /** Removes the namespace's topics and groups. Consumers and producers have to be disconnected before. */
  stop(): Promise<void>;
}

const ONE_HOUR = 1;
const planOf = (topic: string): TopicPlan =>
  TOPICS.find((plan) => plan.topic === topic) ?? { topic, partitions: 1, compacted: false, retentionHours: ONE_HOUR };

/**
 * The given topics, created in a namespace of their own. A name of the platform's plan gets the planned partitions;
 * any other name gets one partition.
 */
export const testKafka = async (
  topics: readonly (string | TopicPlan)[],
  namespace: string = testNamespace(),
): Promise<TestKafka> => {
  const brokers = testBrokers();
  const kafka = createKafka(brokers, namespace, createLog('test', 'silent'));
  await ensureTopics(
    kafka,
    namespace,
    topics.map((topic) => (typeof topic === 'string' ? planOf(topic) : topic)),
  );
  const prefix = topicName(namespace, '');
  return {
    kafka,
    brokers,
    namespace,
    topic: (name) => topicName(namespace, name),
    stop: async () => {
      const admin = kafka.admin();
      await admin.connect();
      try {
        const own = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
        if (own.length > 0) await admin.deleteTopics({ topics: own });
        const groups = (await admin.listGroups()).groups
          .map(({ groupId }) => groupId)
          .filter((id) => id.startsWith(prefix));
        if (groups.length > 0) await admin.deleteGroups(groups);
      } finally {
        await admin.disconnect();
      }
    },
  };
};
