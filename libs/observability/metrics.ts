import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** The registry of this process. One process is one service, so module scope is the right scope. */
export const registry = new Registry();

/** Node's own figures; called once by a service's start. */
export const collectProcessMetrics = (service: string): void => {
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
};

const registers = [registry];

export const recordOutcomes = new Counter({
  name: 'duban_records_total',
  help: 'Kafka records by outcome: handled, duplicate, ignored, refused, parked',
  labelNames: ['consumer', 'topic', 'outcome'],
  registers,
});
export const outboxPending = new Gauge({
  name: 'duban_outbox_pending',
  help: 'Events waiting for the relay',
  registers,
});
export const outboxAge = new Gauge({
  name: 'duban_outbox_oldest_seconds',
  help: 'Age of the oldest waiting event',
  registers,
});
export const eventsRelayed = new Counter({
  name: 'duban_events_relayed_total',
  help: 'Events sent to Kafka',
  labelNames: ['topic'],
  registers,
});
export const timersFired = new Counter({
  name: 'duban_timers_fired_total',
  help: 'Timers fired',
  labelNames: ['kind', 'by'],
  registers,
});
export const jobsDone = new Counter({
  name: 'duban_jobs_done_total',
  help: 'Jobs finished, of obligations and of work, by queue',
  labelNames: ['queue'],
  registers,
});
export const httpWrites = new Counter({
  name: 'duban_http_writes_total',
  help: 'HTTP requests that may change something, counted as they come in',
  registers,
});
export const timersLate = new Gauge({
  name: 'duban_timers_late',
  help: 'Pending timers more than a minute past due',
  registers,
});
export const consumersTripped = new Gauge({
  name: 'duban_consumers_tripped',
  help: '1 while a consumer is paused because more than one record in a hundred fails',
  labelNames: ['consumer'],
  registers,
});

/**
 * Changes whenever this process has sent or handled an event, fired a timer, finished a job or been asked to change
 * something, and with every start of it.
 */
export const movements = async (): Promise<string> => {
  const sums = await Promise.all(
    [recordOutcomes, eventsRelayed, timersFired, jobsDone, httpWrites].map(async (counter) =>
      (await counter.get()).values.map(({ value }) => value).reduce((sum, value) => sum + value, 0),
    ),
  );
  return `${process.pid}/${sums.join('/')}`;
};

/** How many events this process has sent to each topic since its start. */
export const relayedByTopic = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await eventsRelayed.get()).values.map(({ labels, value }) => [String(labels.topic), value]));
