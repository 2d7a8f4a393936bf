import type { Admin, Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { topicName } from '#libs/messaging/kafka.js';
import { eventually, type Patience } from './eventually.js';

/** What has to come to rest. Everything that is left out is not looked at. */
export interface Commotion {
  /** Database and schemas whose outbox has to be empty and whose due timers and slots have to be done. */
  readonly services?: readonly { readonly db: DataSource; readonly schema: string }[];
  /** Says which timers and slots are due; without it they are not looked at. */
  readonly clock?: Clock;
  readonly kafka?: Kafka;
  readonly namespace?: string;
  /** Consumer groups (plain names) and the topics (plain names) each of them reads. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Anything else, such as `scheduler.idle`. */
  readonly idle?: readonly (() => Promise<boolean>)[];
}

interface Unrest {
  readonly reasons: readonly string[];
  /** End offsets of all topics: they tell whether something moved between two looks. */
  readonly position: string;
}

const unrestInDatabase = async (db: DataSource, schema: string, now: Date | null): Promise<string[]> => {
  const rows: { what: string; n: string }[] = await db.query(
    `select 'outbox' as what, count(*) as n from ${schema}.outbox
     union all
     select 'timer', count(*) from ${schema}.timer where state = 'pending' and due_at <= $1
     union all
     select 'schedule_run', count(*) from ${schema}.schedule_run where state = 'pending' and slot <= $1`,
    [now],
  );
  return rows.filter(({ n }) => n !== '0').map(({ what, n }) => `${schema}.${what}: ${n}`);
};

const unrestOnBroker = async (admin: Admin, group: string, topics: readonly string[]): Promise<Unrest> => {
  const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
  const reasons: string[] = [];
  const position: string[] = [];
  for (const { topic, partitions } of committed) {
    for (const end of await admin.fetchTopicOffsets(topic)) {
      const at = partitions.find(({ partition }) => partition === end.partition)?.offset ?? '-1';
      // A group that has committed nothing yet begins at the oldest record.
      const lag = BigInt(end.high) - (at === '-1' ? BigInt(end.low) : BigInt(at));
      if (lag > 0n) reasons.push(`${group} is ${lag} behind on ${topic}/${end.partition}`);
      position.push(`${topic}/${end.partition}@${end.high}`);
    }
  }
  return { reasons, position: position.join() };
};

const look = async (commotion: Commotion, admin: Admin | null): Promise<Unrest> => {
  const { services = [], groups = {}, namespace = '', idle = [] } = commotion;
  const now = commotion.clock ? await commotion.clock.now() : null;
  const reasons: string[] = [];
  const position: string[] = [];
  for (const { db, schema } of services) reasons.push(...(await unrestInDatabase(db, schema, now)));
  for (const [group, topics] of Object.entries(groups)) {
    if (!admin) throw new Error('quiet: groups are named but no kafka is given');
    const named = topics.map((topic) => topicName(namespace, topic));
    const unrest = await unrestOnBroker(admin, topicName(namespace, group), named);
    reasons.push(...unrest.reasons);
    position.push(unrest.position);
  }
  for (const check of idle) if (!(await check())) reasons.push('an idle check said no');
  return { reasons, position: position.join() };
};

/**
 * Waits until all of it is quiet in two looks running, with the same end offsets in both: work travels from outbox to
 * topic to consumer to outbox while we look, so one quiet look may have missed it each time.
 */
export const quiet = async (commotion: Commotion, patience: Patience = {}): Promise<void> => {
  const admin = commotion.kafka?.admin() ?? null;
  await admin?.connect();
  try {
    let before: string | null = null;
    await eventually(
      async () => {
        const { reasons, position } = await look(commotion, admin);
        const settled = reasons.length === 0 && position === before;
        before = reasons.length === 0 ? position : null;
        if (reasons.length > 0) throw new Error(`still moving: ${reasons.join('; ')}`);
        return settled;
      },
      { deadlineMs: 30_000, everyMs: 50, what: 'quiet', ...patience },
    );
  } finally {
    await admin?.disconnect();
  }
};
