import { type ITopicConfig, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { TopicPlan } from '#libs/contracts/topics.js';
import type { Log } from '#libs/observability/log.js';
import { mendKafkajs } from './record-encoding.js';

mendKafkajs();

/** Topics carry an optional prefix, so that spec files and side-by-side systems can share a broker. */
export const topicName = (namespace: string, topic: string): string => (namespace ? `${namespace}.${topic}` : topic);
export const plainTopic = (namespace: string, name: string): string =>
  namespace ? name.slice(namespace.length + 1) : name;

/** One client a process. kafkajs' own retries stay short: the relay and the consumers have their own. */
export const createKafka = (brokers: readonly string[], clientId: string, log: Log): Kafka =>
  new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 3_000 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, namespace, log: entry }) => {
        // A restarted broker makes kafkajs print errors that heal by themselves; a healthy day logs no errors.
        const text = `kafka ${namespace}: ${entry.message}`;
        if (level <= logLevel.WARN) log.warn({ kafka: String(entry['error'] ?? '') }, text);
      },
  });

/** One request in flight: otherwise a retry can overtake and break the order of a key. */
export const createProducer = (kafka: Kafka): Producer =>
  kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });

const TOPICS_PATIENCE_MS = 60_000;

/**
 * Makes the topics of the plan exist; existing ones are left as they are, since partition counts never change. A broker
 * that has just started, or is starved, refuses for a while: it is asked again until it can.
 */
export const ensureTopics = async (kafka: Kafka, namespace: string, plan: readonly TopicPlan[]): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  const deadline = performance.now() + TOPICS_PATIENCE_MS;
  try {
    for (;;) {
      try {
        const existing = new Set(await admin.listTopics());
        const missing = plan.filter(({ topic }) => !existing.has(topicName(namespace, topic)));
        if (missing.length === 0) return;
        await admin.createTopics({ waitForLeaders: true, topics: missing.map((one) => topicConfig(namespace, one)) });
      } catch (why) {
        if (performance.now() > deadline) throw why;
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  } finally {
    await admin.disconnect();
  }
};

const topicConfig = (namespace: string, { topic, partitions, compacted, retentionHours }: TopicPlan): ITopicConfig => ({
  topic: topicName(namespace, topic),
  numPartitions: partitions,
  replicationFactor: -1,
  configEntries: compacted
    ? [{ name: 'cleanup.policy', value: 'compact' }]
    : [{ name: 'retention.ms', value: String(retentionHours * 3_600_000) }],
});
