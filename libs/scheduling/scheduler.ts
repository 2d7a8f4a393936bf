import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import type { Firing, TimerHandler } from './fire.js';
import { createHandover } from './handover.js';
import { createLeadership } from './leadership.js';
import { createRedisLink, type RedisLink, within } from './redis-link.js';
import { createRedisWatch } from './redis-watch.js';
import { type Schedule, timetableOf } from './schedule.js';
import { frontiers } from './schedule-run.store.js';
import { createSweeper, END_OF_TIME, slotsAfter, type Sweep } from './sweeper.js';
import { nextDueAt, unhandledKinds } from './timer.store.js';
import { createWork, type JobKind, type JobPayload } from './work.js';
import { type Failure, obligationWorker, type RunningWorker, workWorker } from './workers.js';

export type { TimerHandler } from './fire.js';
export type { MissedPolicy, Schedule, Slot } from './schedule.js';
export type { Timer } from './timer.store.js';
export type { JobKind, JobPayload, Progress } from './work.js';

export interface SchedulerOptions {
  readonly service: string;
  /** The service's own data source; it has to have an url, since the sweeper's lock needs a connection of its own. */
  readonly db: DataSource;
  readonly redisUrl: string;
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly sweepIntervalMs: number;
  /** What a due timer of each kind does. */
  readonly timers: Readonly<Record<string, TimerHandler>>;
  readonly schedules: readonly Schedule[];
  readonly jobs?: Readonly<Record<string, JobKind>>;
  readonly concurrency?: number;
  readonly jobConcurrency?: number;
  /** Real time Redis may be away before the sweeper fires by itself; a minute unless said otherwise. */
  readonly redisAwayMs?: number;
  /** Real time after which a due row that still waits has its job looked for; ten seconds unless said otherwise. */
  readonly putBackMs?: number;
  /** How many due rows may have a job waiting at a time; ten thousand unless said otherwise. */
  readonly mostWaiting?: number;
}

export interface SchedulerHealth {
  /** This process is the one that sweeps. */
  readonly leading: boolean;
  readonly redis: 'ok' | 'away';
  /** What somebody has to look at, or null. */
  readonly alarm: string | null;
  /** Pending timers more than a minute past due; known to the leader only. */
  readonly lateTimers: number;
  readonly sweepError: string | null;
  /** What failed last in this process's workers and has not succeeded since. */
  readonly failing: readonly Failure[];
}

export interface Scheduler {
  /** Starts workers and sweeps; returns after the first sweep, whose failure is only logged. */
  start(): Promise<void>;
  /** Takes no new work, finishes what is in hand, and closes everything within the deadline. */
  stop(deadlineMs?: number): Promise<void>;
  /** After commit: asks for the job soon. False when Redis is away; the next sweep will find the row. */
  enqueue(name: string, id: string, payload?: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** Queue of timers and schedule runs. */
  readonly queue: Queue;
  /** All queues, for the operators' dashboard. */
  readonly queues: readonly Queue[];
  sweepOnce(): Promise<Sweep>;
  /** Sweeps now instead of at the end of the interval; returns at once. */
  nudge(): void;
  health(): SchedulerHealth;
  /** The earliest instant at which something falls due, which may be past; null when nothing ever will. */
  nextInstant(): Promise<Date | null>;
  /** Nothing is due and undone at the clock's instant, no row waits for a job, and no job waits or runs. */
  idle(): Promise<boolean>;
  /** Both at one look. */
  rest(): Promise<{ readonly idle: boolean; readonly next: Date | null }>;
}

const MOST_WAITING_ROWS = 10_000;
const SOON_MS = 1_000;
const CLOSE_PATIENCE_MS = 2_000;
const COUNT_PATIENCE_MS = 3_000;
const QUEUE_PREFIX = 'duban';

type LazyQueue = (() => Queue) & { opened(): boolean };

/** Connects when first asked for, so that a service can be described without its servers. */
const lazyQueue = (link: RedisLink, name: string): LazyQueue => {
  let queue: Queue | null = null;
  const open = (): Queue => {
    if (!queue) {
      queue = new Queue(name, { connection: link.connection(), prefix: QUEUE_PREFIX });
      queue.on('error', () => undefined); // the watch tells whether Redis is there
    }
    return queue;
  };
  return Object.assign(open, { opened: () => queue !== null });
};

const checked = (schedules: readonly Schedule[]): ReadonlyMap<string, Schedule> => {
  const byId = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  if (byId.size < schedules.length) throw new Error('two schedules have the same id');
  const odd = schedules.find(({ id }) => !/^[a-z0-9-]+$/.test(id));
  if (odd) throw new Error(`a schedule's id is kebab-case: ${odd.id}`);
  return byId;
};

/**
 * Obligations of one service. PostgreSQL holds every one of them (`timer`, `schedule_run`); BullMQ drives the work, and
 * may be emptied or away: the sweeper finds again what is due. Every effect happens in the transaction that marks its
 * row, so it happens once however many jobs point at it.
 */
export const createScheduler = (options: SchedulerOptions): Scheduler => {
  const { service, db, namespace, clock, log, jobs = {} } = options;
  const putBackMs = options.putBackMs ?? 10_000;
  const schedules = checked(options.schedules);
  const timetables = new Map(options.schedules.map((schedule) => [schedule.id, timetableOf(schedule)]));
  const firing: Firing = { service, db, clock, log, timers: options.timers, schedules };
  const kinds = Object.keys(options.timers);
  const term = randomBytes(4).toString('hex');
  const base = namespace ? `${namespace}-${service}` : service;

  const link = createRedisLink(options.redisUrl);
  const obligations = lazyQueue(link, `${base}-obligations`);
  const workQueue = Object.keys(jobs).length > 0 ? lazyQueue(link, `${base}-work`) : null;
  const work = workQueue && createWork(workQueue, jobs, putBackMs, log);

  const leadership = createLeadership(db, `scheduling ${base}`, log);
  const redis = createRedisWatch(link, `${QUEUE_PREFIX}:${base}:sweeper`, term, log);
  const handover = createHandover(obligations, term, putBackMs, options.mostWaiting ?? MOST_WAITING_ROWS);
  const redisAwayMs = options.redisAwayMs ?? 60_000;
  const stopping = new AbortController();
  const sweeper = createSweeper({
    firing,
    clock,
    log,
    timetables,
    leadership,
    redis,
    handover,
    work,
    redisAwayMs,
    stopping: stopping.signal,
  });

  const failures = new Map<string, Failure>();
  let workers: RunningWorker[] = [];
  let sweepError: string | null = null;
  let sweeping: Promise<Sweep> | null = null;
  let loop: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;

  /** One sweep at a time: whoever asks during one gets that one's answer. */
  const sweepOnce = (): Promise<Sweep> => {
    sweeping ??= sweeper.sweep().finally(() => {
      sweeping = null;
    });
    return sweeping;
  };

  const sweepSafely = async (): Promise<boolean> => {
    try {
      const { more } = await sweepOnce();
      sweepError = null;
      return more;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (sweepError !== reason) log.warn({ reason }, 'sweep failed, will be tried again');
      sweepError = reason;
      return false;
    }
  };

  let nudged = new AbortController();
  const keepSweeping = async (firstMore: boolean): Promise<void> => {
    let more = firstMore;
    while (!stopping.signal.aborted) {
      nudged = new AbortController();
      await pause(more ? Math.min(SOON_MS, options.sweepIntervalMs) : options.sweepIntervalMs, undefined, {
        signal: AbortSignal.any([stopping.signal, nudged.signal]),
      }).catch(() => undefined);
      if (!stopping.signal.aborted) more = await sweepSafely();
    }
  };

  const warnOfUnhandled = async (): Promise<void> => {
    const unhandled = await unhandledKinds(db.manager, kinds).catch(() => []);
    if (unhandled.length > 0) log.error({ kinds: unhandled }, 'timers wait that nothing handles');
  };

  /** The next slot nobody has written down yet. */
  const nextSlotAt = async (now: Date): Promise<Date | null> => {
    if (sweeper.nextSlotAt) return sweeper.nextSlotAt;
    const ids = [...schedules.keys()];
    const slots = (await frontiers(db.manager, ids, now)).flatMap(
      (frontier) => timetables.get(frontier.schedule)!.next(slotsAfter(frontier)) ?? [],
    );
    return slots.length === 0 ? null : new Date(Math.min(...slots.map((slot) => slot.getTime())));
  };

  const nextInstantAt = async (now: Date): Promise<Date | null> => {
    // Slots first: one written down in between is then found among the rows.
    const slot = await nextSlotAt(now);
    const due = await nextDueAt(db.manager, kinds, [...schedules.keys()]);
    return slot !== null && slot < END_OF_TIME && (due === null || slot < due) ? slot : due;
  };
  const nextInstant = async (): Promise<Date | null> => nextInstantAt(await clock.now());

  const rowsWait = async (): Promise<boolean> => {
    const waiting = await Promise.all(Object.values(jobs).map((kind) => kind.pending(db.manager, 1)));
    return waiting.some((rows) => rows.length > 0);
  };

  const jobsMove = async (): Promise<boolean> => {
    if (!workQueue || redis.awayMs > 0) return false; // the rows have told
    const counting = workQueue().getJobCounts('waiting', 'active', 'delayed', 'prioritized');
    const counts = await within(counting, COUNT_PATIENCE_MS, 'counting jobs').catch(() => null);
    return counts === null || Object.values(counts).some((count) => count > 0);
  };

  const rest = async (): Promise<{ idle: boolean; next: Date | null }> => {
    const now = await clock.now();
    const next = await nextInstantAt(now);
    if (next !== null && next <= now) return { idle: false, next };
    const busy = await Promise.all([rowsWait(), jobsMove()]);
    return { idle: !busy.includes(true), next };
  };

  const shutDown = async (deadlineMs: number): Promise<void> => {
    stopping.abort();
    let force = false;
    const drained = Promise.all([loop, sweeping?.catch(() => undefined), ...workers.map((worker) => worker.drain())]);
    await within(drained, deadlineMs, 'finishing work in hand').catch((error: unknown) => {
      force = true;
      log.warn({ reason: String(error) }, 'stopped with work in hand; it will be done again');
    });
    force ||= redis.awayMs > 0;
    for (const worker of workers) {
      await within(worker.close(force), CLOSE_PATIENCE_MS, 'closing a worker').catch(() => undefined);
    }
    for (const queue of [obligations, workQueue]) {
      if (queue?.opened()) await within(queue().close(), CLOSE_PATIENCE_MS, 'closing a queue').catch(() => undefined);
    }
    await link.close();
    await leadership.release();
  };

  return {
    get queue() {
      return obligations();
    },
    get queues() {
      return workQueue ? [obligations(), workQueue()] : [obligations()];
    },
    sweepOnce,
    nudge: () => nudged.abort(),
    nextInstant,
    start: async () => {
      if (loop) throw new Error('the scheduler has been started before');
      workers = [
        obligationWorker(obligations().name, link.workerConnection(), firing, options.concurrency ?? 4, failures),
      ];
      if (workQueue) {
        workers.push(
          workWorker(
            workQueue().name,
            link.workerConnection(),
            { service, jobs, log, done: (name, id) => work?.done(name, id) },
            options.jobConcurrency ?? 4,
            failures,
          ),
        );
      }
      await warnOfUnhandled();
      const more = await sweepSafely();
      loop = keepSweeping(more);
    },
    stop: (deadlineMs = 10_000) => (stopped ??= shutDown(deadlineMs)),
    enqueue: async (name, id, payload = {}) => {
      if (!jobs[name] || !work) throw new Error(`no job is named ${name}`);
      if (!link.up || redis.awayMs > 0) return false;
      const data: JobPayload = { ...payload, id };
      return work.enqueue(name, data).then(
        () => true,
        (error: unknown) => {
          log.warn({ job: name, id, reason: String(error) }, 'job not enqueued; a sweep will find its row');
          return false;
        },
      );
    },
    health: () => {
      const away = redis.awayMs > 0;
      const firesHere = redis.awayMs >= redisAwayMs;
      return {
        leading: leadership.leading,
        redis: away ? 'away' : 'ok',
        alarm: firesHere ? 'Redis is away; due obligations are fired without it' : null,
        lateTimers: sweeper.late,
        sweepError,
        failing: [...failures.values()],
      };
    },
    idle: async () => (await rest()).idle,
    rest,
  };
};
