import { type ConnectionOptions, type Job, Worker } from 'bullmq';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import type { Log } from '#libs/observability/log.js';
import { jobsDone } from '#libs/observability/metrics.js';
import { fireRun, fireTimers, type Firing } from './fire.js';
import type { JobKind, JobPayload } from './work.js';

/** Something that failed and has not succeeded since. */
export interface Failure {
  readonly job: string;
  readonly data: unknown;
  readonly error: string;
  readonly attempts: number;
}

const MOST_FAILURES = 1_000;

/** As JSON makes it of the sweeper's pointer. */
type ReadPointer = { readonly timers: readonly string[] } | { readonly schedule: string; readonly slot: string };

const fire = async (firing: Firing, pointer: ReadPointer): Promise<void> => {
  if ('schedule' in pointer) {
    return fireRun(firing, { schedule: pointer.schedule, slot: new Date(pointer.slot) }, 'worker');
  }
  const failed = await fireTimers(firing, pointer.timers, 'worker');
  const first = [...failed.values()][0];
  if (failed.size === 1) throw first;
  if (failed.size > 1) {
    throw new Error(`${failed.size} of ${pointer.timers.length} timers failed, the first: ${String(first)}`, {
      cause: first,
    });
  }
};

export interface RunningWorker {
  /** Takes no more jobs and resolves when those in hand are finished. */
  drain(): Promise<void>;
  /** With `force` without waiting for anything, as when Redis is away. */
  close(force: boolean): Promise<void>;
}

const startWorker = <D>(
  queueName: string,
  connection: ConnectionOptions,
  log: Log,
  concurrency: number,
  lock: { lockDuration: number; stalledInterval: number },
  failures: Map<string, Failure>,
  process: (job: Job<D>) => Promise<void>,
): RunningWorker => {
  const inHand = new Set<Promise<void>>();
  const track = (job: Job<D>): Promise<void> => {
    const work = process(job).finally(() => inHand.delete(work));
    inHand.add(work);
    return work;
  };
  const worker = new Worker<D, void>(queueName, track, {
    connection,
    prefix: 'duban',
    concurrency,
    runRetryDelay: 1_000, // the library waits fifteen seconds after Redis has come back
    ...lock,
  });
  const nameOf = (job: Job<D>): string => `${job.name} ${JSON.stringify(job.data)}`;
  worker.on('error', (error) => log.debug({ reason: error.message, queue: queueName }, 'worker lost touch with Redis'));
  worker.on('completed', (job) => {
    jobsDone.inc({ queue: queueName });
    failures.delete(nameOf(job));
  });
  worker.on('failed', (job, error) => {
    if (!job) return;
    log.error({ err: error, job: job.name, data: job.data, attempts: job.attemptsMade }, 'job failed');
    const failure = { job: job.name, data: job.data, error: error.message, attempts: job.attemptsMade };
    if (failures.size < MOST_FAILURES || failures.has(nameOf(job))) failures.set(nameOf(job), failure);
  });
  return {
    drain: async () => {
      await worker.pause(true);
      await Promise.allSettled(inHand);
    },
    close: (force) => worker.close(force),
  };
};

/**
 * Fires what the sweeper found due. Locks are short: an effect is one transaction, and a second worker that takes over
 * from a dead one, or from a slow one, finds nothing left to do.
 */
export const obligationWorker = (
  queueName: string,
  connection: ConnectionOptions,
  firing: Firing,
  concurrency: number,
  failures: Map<string, Failure>,
): RunningWorker =>
  startWorker<ReadPointer>(
    queueName,
    connection,
    firing.log,
    concurrency,
    { lockDuration: 10_000, stalledInterval: 5_000 },
    failures,
    ({ data }) => fire(firing, data),
  );

/** Does the work whose rows are elsewhere. A queue apart, so that slow deliveries never hold up an obligation. */
export const workWorker = (
  queueName: string,
  connection: ConnectionOptions,
  {
    service,
    jobs,
    log,
    done,
  }: {
    service: string;
    jobs: Readonly<Record<string, JobKind>>;
    log: Log;
    done: (name: string, id: string) => void;
  },
  concurrency: number,
  failures: Map<string, Failure>,
): RunningWorker =>
  startWorker<JobPayload>(
    queueName,
    connection,
    log,
    concurrency,
    { lockDuration: 15_000, stalledInterval: 5_000 },
    failures,
    async (job) => {
      const kind = jobs[job.name];
      if (!kind) throw new Error(`no job is named ${job.name}`);
      const progress = async (percent: number): Promise<void> => {
        // Only for the eye: Redis leaving does not spoil the work.
        await job.updateProgress(percent).catch(() => undefined);
      };
      await runWithCause(systemCause(`${service}.job.${job.name}`), () => kind.run(job.data, progress));
      done(job.name, job.data.id);
    },
  );
