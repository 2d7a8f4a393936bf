import type { DataSource } from 'typeorm';
import { createLog } from '#libs/observability/log.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';
import { type FixedClock, fixedClock } from '#libs/testing/fixed-clock.js';
import { testRedis, type TestRedis } from '#libs/testing/redis.js';
import { createScheduler, type Scheduler, type SchedulerOptions, type TimerHandler } from './scheduler.js';

export const T0 = new Date('2026-03-02T00:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const after = (ms: number): Date => new Date(T0.getTime() + ms);

/** One spec file's database, Redis and clock, and the schedulers it starts. */
export interface Rig {
  readonly db: DataSource;
  readonly url: string;
  readonly redis: TestRedis;
  readonly clock: FixedClock;
  /** A scheduler that sweeps every 30 ms once started; stopped by `reset`. */
  scheduler(options?: Partial<SchedulerOptions>): Scheduler;
  /** Writes the timer into `effect`, in the order of its transaction. */
  readonly note: TimerHandler;
  /** What `note` wrote, in order. */
  effects(): Promise<{ kind: string; subject: string; step: number; at: Date }[]>;
  /** State of every timer, by subject and step. */
  states(): Promise<Record<string, string>>;
  /** Between specs: schedulers stopped, tables and Redis empty, the clock at T0. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export const rigSource = (url: string): DataSource =>
  serviceDataSource({ schema: 'rig', url, entities: [], migrations: [HouseTables1700000000000] });

export const schedulingRig = async (): Promise<Rig> => {
  const database: TestDatabase = await testDatabase(rigSource, 'rig');
  const { db } = database;
  const redis = await testRedis();
  const clock = fixedClock(T0);
  const running: Scheduler[] = [];
  await db.query(`create table effect (
    seq bigint generated always as identity, kind text, subject text, step integer, at timestamptz)`);
  await db.query('create table chore (id text primary key, done boolean not null default false)');

  const stopAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((scheduler) => scheduler.stop()));
  };
  return {
    db,
    url: database.url,
    redis,
    clock,
    scheduler: (options = {}) => {
      const scheduler = createScheduler({
        service: 'rig',
        db,
        redisUrl: redis.url,
        namespace: '',
        clock,
        log: createLog('rig', 'silent'),
        sweepIntervalMs: 30,
        timers: {},
        schedules: [],
        ...options,
      });
      running.push(scheduler);
      return scheduler;
    },
    note: async (tx, { kind, subjectId, step, dueAt }) => {
      await tx.query('insert into effect (kind, subject, step, at) values ($1, $2, $3, $4)', [
        kind,
        subjectId,
        step,
        dueAt,
      ]);
    },
    effects: () => db.query('select kind, subject, step, at from effect order by seq'),
    states: async () => {
      const rows: { timer: string; state: string }[] = await db.query(
        `select subject_id || '/' || step as timer, state from timer order by 1`,
      );
      return Object.fromEntries(rows.map(({ timer, state }) => [timer, state]));
    },
    reset: async () => {
      await stopAll();
      await db.query('truncate timer, schedule_run, schedule_known, effect, chore');
      await redis.flush();
      clock.set(T0);
    },
    stop: async () => {
      await stopAll();
      await redis.stop();
      await database.stop();
    },
  };
};
