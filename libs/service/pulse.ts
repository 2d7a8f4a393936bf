import type { DataSource } from 'typeorm';
import type { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import { movements, relayedByTopic } from '#libs/observability/metrics.js';
import { selectOne } from '#libs/persistence/select.js';

/** What is under way in one process; the sample player waits until it is nothing, operators read it. */
export interface Pulse {
  readonly outboxPending: number;
  /** How long the oldest event has waited to be sent; 0 where none waits. */
  readonly outboxOldestSeconds: number;
  readonly outboxParked: number;
  readonly parked: number;
  readonly waiting: number;
  /** Whether obligations due at the clock have all been fired and no job is active or waiting. */
  readonly idle: boolean;
  /** The next instant at which something is due. */
  readonly nextInstant: string | null;
  readonly troubles: readonly string[];
  /** Another text than before when anything has moved in between. */
  readonly moved: string;
}

/** The pulse as the ops port tells it: beside it which life of the process answers, and what it has sent in that life. */
export interface PulseOfProcess extends Pulse {
  readonly pid: number;
  readonly sentByTopic: Readonly<Record<string, number>>;
}

export const pulseOfProcess = async (pulse: Pulse): Promise<PulseOfProcess> => ({
  ...pulse,
  pid: process.pid,
  sentByTopic: await relayedByTopic(),
});

export const takePulse = async (db: DataSource, strategy: KafkaStrategy, scheduler: Scheduler): Promise<Pulse> => {
  // First of all: whatever is done while the rest is looked at then shows as a movement.
  const moved = await movements();
  const [counts, { idle, next }] = await Promise.all([countsOf(db), scheduler.rest()]);
  return {
    outboxPending: counts?.outbox ?? 0,
    outboxOldestSeconds: Math.max(0, counts?.oldest ?? 0),
    outboxParked: counts?.outboxParked ?? 0,
    parked: counts?.parked ?? 0,
    waiting: counts?.waiting ?? 0,
    idle,
    nextInstant: next?.toISOString() ?? null,
    troubles: strategy.troubles(),
    moved,
  };
};

const countsOf = (db: DataSource) =>
  selectOne<{
    outbox: number;
    oldest: number;
    outboxParked: number;
    parked: number;
    waiting: number;
  }>(
    db.manager,
    `select (select count(*)::int from (select 1 from outbox limit 10000) o) as outbox,
            coalesce((select extract(epoch from clock_timestamp() - o.created_at)::int from outbox o order by o.seq limit 1), 0) as oldest,
            (select count(*)::int from outbox_parked) as outbox_parked,
            (select count(*)::int from parked p where p.state = 'parked' and p.reason <> 'waiting') as parked,
            (select count(*)::int from parked p where p.state = 'parked' and p.reason = 'waiting') as waiting`,
  );
