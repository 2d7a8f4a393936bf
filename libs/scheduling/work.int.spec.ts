import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { currentCause } from '#libs/observability/cause.js';
import { eventually } from '#libs/testing/eventually.js';
import type { JobKind, JobPayload, SchedulerOptions } from './scheduler.js';
import { type Rig, schedulingRig } from './spec-rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await schedulingRig();
});
afterAll(() => rig?.stop());
let ran: JobPayload[] = [];
beforeEach(async () => {
  await rig.reset();
  ran = [];
});

/** Renders a chore: its row says whether it is done. */
const render = (before: (payload: JobPayload) => Promise<void> = () => Promise.resolve()): JobKind => ({
  run: async (payload) => {
    ran.push(payload);
    await before(payload);
    await rig.db.query('update chore set done = true where id = $1', [payload.id]);
  },
  pending: async (tx, limit) => {
    const rows: { id: string }[] = await tx.query('select id from chore where not done order by id limit $1', [limit]);
    return rows.map(({ id }) => id);
  },
});
const add = (...ids: string[]) => rig.db.query('insert into chore (id) select unnest($1::text[])', [ids]);
const allDone = () =>
  eventually(async () => (await rig.db.query('select 1 from chore where not done')).length === 0, { what: 'all done' });
const start = async (kind: JobKind, options: Partial<SchedulerOptions> = {}) => {
  const scheduler = rig.scheduler({ jobs: { render: kind }, putBackMs: 50, ...options });
  await scheduler.start();
  return scheduler;
};

describe('work', () => {
  it('is done soon after it was asked for, under a cause of its own', async () => {
    const causes: string[] = [];
    const kind = render(() => {
      causes.push(currentCause().actor.id);
      return Promise.resolve();
    });
    const scheduler = await start(kind, { sweepIntervalMs: 600_000 });
    await add('d1');
    expect(await scheduler.enqueue('render', 'd1', { copies: 2 })).toBe(true);
    await allDone();
    expect(ran).toEqual([{ id: 'd1', copies: 2 }]);
    expect(causes).toEqual(['rig.job.render']);
  });

  it('shows its progress', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const kind: JobKind = {
      ...render(),
      run: async ({ id }, progress) => {
        await progress(40);
        await gate;
        await rig.db.query('update chore set done = true where id = $1', [id]);
      },
    };
    const scheduler = await start(kind);
    await add('d1');
    const [, work] = scheduler.queues;
    const job = await eventually(async () => (await work!.getActive())[0] ?? null);
    await eventually(async () => (await work!.getJob(job.id!))?.progress === 40);
    expect(await scheduler.idle()).toBe(false);
    release();
    await allDone();
  });

  it('of one row is one at a time, however often it is asked for', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const scheduler = await start(render(() => gate));
    await add('d1');
    for (let n = 0; n < 5; n += 1) await scheduler.enqueue('render', 'd1');
    await eventually(() => ran.length === 1);
    for (let n = 0; n < 5; n += 1) await scheduler.enqueue('render', 'd1');
    release();
    await allDone();
    await eventually(() => scheduler.idle());
    expect(ran).toHaveLength(1);
  });

  it('can be asked for again when it is done', async () => {
    const scheduler = await start(render());
    await add('d1');
    await allDone();
    await eventually(() => scheduler.idle());
    await rig.db.query('update chore set done = false');
    await scheduler.enqueue('render', 'd1');
    await allDone();
    expect(ran).toHaveLength(2);
  });

  it('nobody asked for is found by its row', async () => {
    await start(render());
    await add('d1', 'd2', 'd3');
    await allDone();
    expect(ran.map(({ id }) => id).sort()).toEqual(['d1', 'd2', 'd3']);
  });

  it('of a row that waits again right after it was done is new work, not asked for already', async () => {
    const scheduler = await start(render(), { sweepIntervalMs: 600_000, putBackMs: 600_000 });
    await add('d1');
    await scheduler.sweepOnce();
    await allDone();
    await eventually(async () => (await scheduler.queues[1]!.getActiveCount()) === 0);
    await rig.db.query('update chore set done = false');
    await scheduler.sweepOnce();
    await allDone();
    expect(ran).toEqual([{ id: 'd1' }, { id: 'd1' }]);
  });

  it('a nudge sweeps at once', async () => {
    const scheduler = await start(render(), { sweepIntervalMs: 600_000 });
    await add('d1');
    scheduler.nudge();
    await allDone();
  });

  it('lost with Redis is put back', async () => {
    const scheduler = rig.scheduler({ jobs: { render: render() }, putBackMs: 600_000 });
    await add('d1', 'd2');
    expect((await scheduler.sweepOnce()).handedOver).toBe(2);
    await rig.redis.flush();
    await scheduler.start();
    await allDone();
  });

  it('that fails is tried again, and is seen until it succeeds', async () => {
    let broken = true;
    const scheduler = await start(
      render(() => (broken ? Promise.reject(new Error('no template')) : Promise.resolve())),
    );
    await add('d1');
    await eventually(() => scheduler.health().failing.length === 1);
    expect(scheduler.health().failing[0]).toMatchObject({ job: 'render', data: { id: 'd1' }, error: 'no template' });
    expect(await scheduler.idle()).toBe(false);
    broken = false;
    await allDone();
    await eventually(() => scheduler.health().failing.length === 0);
  });

  it('whose rows cannot be listed does not hold up obligations', async () => {
    const kind: JobKind = { ...render(), pending: () => Promise.reject(new Error('no such table')) };
    const scheduler = await start(kind, { timers: { remind: rig.note } });
    await rig.db.query(
      `insert into timer (id, kind, subject_id, due_at) values (gen_random_uuid(), 'remind', 'p1', '2026-01-01')`,
    );
    await eventually(async () => (await rig.effects()).length === 1);
    expect(scheduler.health().sweepError).toBeNull();
  });

  it('asked for while Redis is away is refused softly and found later', async () => {
    const away = await start(render(), { redisUrl: 'redis://127.0.0.1:1' });
    await add('d1');
    expect(await away.enqueue('render', 'd1')).toBe(false);
    await away.stop();
    await start(render());
    await allDone();
  });

  it('of an unknown name is a fault', async () => {
    const scheduler = await start(render());
    await expect(scheduler.enqueue('paint', 'd1')).rejects.toThrow('no job is named paint');
  });
});
