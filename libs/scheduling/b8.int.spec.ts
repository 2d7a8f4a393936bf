import { it, expect } from '@jest/globals';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { createLog } from '#libs/observability/log.js';
import { testDatabase } from '#libs/testing/database.js';
import { testRedis } from '#libs/testing/redis.js';
import { eventually } from '#libs/testing/eventually.js';
import { fixedClock } from '#libs/testing/fixed-clock.js';
import { createScheduler } from './scheduler.js';

it('b8', async () => {
  const N = Number(process.env['N'] ?? 20000);
  const { db, stop } = await testDatabase(
    (url) => serviceDataSource({ schema: 's', url, entities: [], migrations: [HouseTables1700000000000] }),
    's',
  );
  const redis = await testRedis();
  const clock = fixedClock(new Date('2026-01-01T00:00:00Z'));
  await db.query('create table effect (subject text, at timestamptz)');
  await db.query(
    `insert into timer (id, kind, subject_id, step, due_at) select gen_random_uuid(), 'k', 's' || i, 0, '2026-01-01T00:00:00Z' from generate_series(1, $1) i`,
    [N],
  );
  await db.query('analyze');
  const s = createScheduler({
    service: 's',
    db,
    redisUrl: process.env['AWAY'] ? 'redis://127.0.0.1:1' : redis.url,
    namespace: '',
    clock,
    log: createLog('s', process.env['L'] ?? 'warn'),
    sweepIntervalMs: 1000,
    redisAwayMs: 10,
    schedules: [],
    timers: {
      k: async (tx, t) => {
        await tx.query('insert into effect values ($1, $2)', [t.subjectId, t.dueAt]);
      },
    },
  });
  const c0 = process.cpuUsage();
  const t0 = performance.now();
  await s.start();
  await eventually(
    async () => {
      const n = (await db.query('select count(*)::int n from effect'))[0].n;
      process.stderr.write(((performance.now() - t0) | 0) + ' ' + n + '\n');
      return n === N;
    },
    { deadlineMs: Number(process.env['D'] ?? 200000), everyMs: 500 },
  );
  const c1 = process.cpuUsage(c0);
  console.log(
    'cpu us per timer',
    (c1.user + c1.system) / N,
    N,
    (performance.now() - t0) / 1000,
    's',
    (N / (performance.now() - t0)) * 1000,
    '/s',
    s.health(),
  );
  expect((await db.query('select count(distinct subject)::int n from effect'))[0].n).toBe(N);
  process.stderr.write(
    JSON.stringify(
      [
        await db.query(
          'select relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch, n_dead_tup, n_tup_hot_upd from pg_stat_user_tables',
        ),
        await db.query(
          'select indexrelname, idx_scan, idx_tup_read, idx_tup_fetch from pg_stat_user_indexes where idx_scan > 0',
        ),
      ],
      null,
      1,
    ) + '\n',
  );
  await s.stop();
  await redis.stop();
  await stop();
}, 300000);
