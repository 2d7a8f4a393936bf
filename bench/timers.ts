/** B8: timers that fall due in the same minute; each fires once, in a transaction of its own with its effect. */
import { systemClock } from '#libs/clock/clock.js';
import { createLog } from '#libs/observability/log.js';
import { createScheduler } from '#libs/scheduling/scheduler.js';
import { testRedis } from '#libs/testing/redis.js';
import { watchCpu } from './cpu-shares.js';
import { benchDatabase, SCHEMA } from './database.js';
import { progress, report, until } from './report.js';

const TIMERS = 100_000;

const database = await benchDatabase('create table effect (subject text not null, at timestamptz not null)', 10);
const redis = await testRedis();
const { db } = database;
const count = async (sql: string): Promise<number> => (await db.query<{ n: number }[]>(sql))[0]?.n ?? 0;
const scheduler = createScheduler({
  service: SCHEMA,
  db,
  redisUrl: redis.url,
  namespace: '',
  clock: systemClock,
  log: createLog('bench', 'error'),
  sweepIntervalMs: 1_000,
  schedules: [],
  jobs: {},
  timers: {
    trial: async (tx, timer) => {
      await tx.query('insert into effect (subject, at) values ($1, $2)', [timer.subjectId, timer.dueAt]);
    },
  },
});
try {
  progress(`setting ${TIMERS} timers ...`);
  await db.query(
    `insert into timer (id, kind, subject_id, step, due_at)
     select gen_random_uuid(), 'trial', 'subject-' || i, 0, now() - interval '1 minute' * random()
       from generate_series(1, $1::int) i`,
    [TIMERS],
  );
  await db.query('analyze timer');
  const cpu = watchCpu();
  const start = performance.now();
  await scheduler.start();
  await until(
    'firing',
    300,
    async () => (await count("select count(*)::int as n from timer where state = 'pending'")) === 0,
    200,
  );
  const seconds = (performance.now() - start) / 1_000;
  const used = cpu();
  const effects = await count('select count(*)::int as n from effect');
  const subjects = await count('select count(distinct subject)::int as n from effect');
  if (effects !== TIMERS || subjects !== TIMERS) throw new Error(`${effects} effects on ${subjects} subjects`);
  report(
    [
      { what: `${TIMERS} timers due in one minute, all fired`, value: seconds, unit: 's', goal: 60, isAtMost: true },
      { what: 'the same as a rate', value: TIMERS / seconds, unit: 'timers/s' },
    ],
    used,
    'each fired once',
  );
} finally {
  await scheduler.stop();
  await redis.stop();
  await database.stop();
}
