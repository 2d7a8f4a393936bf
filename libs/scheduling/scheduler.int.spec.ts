import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/domain/refusal.js';
import { currentCause } from '#libs/observability/cause.js';
import { eventually } from '#libs/testing/eventually.js';
import { testProxy } from '#libs/testing/proxy.js';
import type { TimerHandler } from './scheduler.js';
import { after, HOUR, MINUTE, type Rig, rigSource, schedulingRig, SECOND, T0 } from './spec-rig.js';
import { cancelTimers, setTimer } from './timer.store.js';

let rig: Rig;
beforeAll(async () => {
  rig = await schedulingRig();
});
afterAll(() => rig?.stop());
beforeEach(() => rig.reset());

const set = (subjectId: string, dueAt: Date, step = 0, kind = 'remind') =>
  setTimer(rig.db.manager, { kind, subjectId, step, dueAt });
const effectsAre = (count: number) =>
  eventually(async () => (await rig.effects()).length === count, { what: `${count} effects` });
const subjects = async () => (await rig.effects()).map(({ subject }) => subject);

describe('a due timer', () => {
  it('fires at its instant and not before, with its own instant as the business time', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    await set('p1', after(HOUR));
    await scheduler.start();
    rig.clock.set(after(HOUR - 1));
    expect((await scheduler.sweepOnce()).due).toBe(0);
    expect(await rig.effects()).toEqual([]);
    rig.clock.set(after(HOUR + 7 * MINUTE));
    await effectsAre(1);
    expect(await rig.effects()).toEqual([{ kind: 'remind', subject: 'p1', step: 0, at: after(HOUR) }]);
    expect(await rig.db.query('select state, fired_at from timer')).toEqual([
      { state: 'fired', fired_at: after(HOUR + 7 * MINUTE) },
    ]);
  });

  it('runs under a cause that names it', async () => {
    const causes: string[] = [];
    const remind: TimerHandler = () => {
      causes.push(currentCause().actor.id);
      return Promise.resolve();
    };
    await set('p1', T0);
    await rig.scheduler({ timers: { remind } }).start();
    await eventually(() => causes.length > 0);
    expect(causes).toEqual(['rig.timer.remind']);
  });

  it('fires once when three jobs for it arrive at once', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note, warn: rig.note } });
    await set('p1', T0);
    const [{ id }] = (await rig.db.query('select id from timer')) as [{ id: string }];
    const job = { name: 'timer.remind', data: { timers: [id] } };
    await scheduler.queue.addBulk([job, job, job]);
    await scheduler.start();
    await eventually(async () => (await scheduler.queue.getCompletedCount()) >= 3);
    expect(await subjects()).toEqual(['p1']);
  });

  it('is left alone when it was cancelled or moved after its job was made', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    await set('cancelled', T0);
    await set('moved', T0);
    await set('stays', T0);
    expect((await scheduler.sweepOnce()).handedOver).toBe(3);
    await cancelTimers(rig.db.manager, 'remind', 'cancelled');
    await set('moved', after(HOUR));
    await scheduler.start();
    await eventually(async () => (await scheduler.queue.getCompletedCount()) === 3);
    expect(await subjects()).toEqual(['stays']);
    rig.clock.set(after(HOUR));
    await effectsAre(2);
    expect(await subjects()).toEqual(['stays', 'moved']);
  });

  it('is done without its effect when a rule refuses it', async () => {
    const remind: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      if (timer.subjectId === 'closed') throw new Refusal('PROBLEM_CLOSED', 'the problem is closed');
    };
    await set('closed', T0);
    await set('closed', T0, 1);
    await set('open', T0);
    await rig.scheduler({ timers: { remind } }).start();
    await eventually(async () => Object.values(await rig.states()).every((state) => state === 'fired'));
    expect(await subjects()).toEqual(['open']);
  });

  it('of a kind nobody handles waits, and neither fires nor counts as the next instant', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    await set('p1', T0, 0, 'foreign');
    await scheduler.start();
    expect(await scheduler.nextInstant()).toBeNull();
    expect(await scheduler.idle()).toBe(true);
    expect(await rig.states()).toEqual({ 'p1/0': 'pending' });
  });
});

describe('order', () => {
  it('within a subject is by instant, then by the order of setting, however many workers there are', async () => {
    const steps = [5, 3, 8, 1, 9, 2, 7, 4, 6, 0];
    for (const step of steps) for (const subject of ['a', 'b', 'c']) await set(subject, T0, step);
    await set('a', after(-SECOND), 99);
    await rig.scheduler({ timers: { remind: rig.note }, concurrency: 8 }).start();
    await effectsAre(31);
    const stepsOf = async (of: string) =>
      (await rig.effects()).filter(({ subject }) => subject === of).map(({ step }) => step);
    expect(await stepsOf('a')).toEqual([99, ...steps]);
    expect(await stepsOf('b')).toEqual(steps);
    expect(await stepsOf('c')).toEqual(steps);
  });

  it('holds when hundreds fall due at once and go in bundles', async () => {
    const steps = Array.from({ length: 12 }, (_unused, n) => (n * 7) % 12);
    const all = Array.from({ length: 40 }, (_unused, n) => `s${n}`);
    for (const step of steps) for (const subject of all) await set(subject, T0, step);
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    await scheduler.start();
    await effectsAre(480);
    const effects = await rig.effects();
    for (const of of all) {
      expect(effects.filter(({ subject }) => subject === of).map(({ step }) => step)).toEqual(steps);
    }
    expect(await scheduler.queue.getCompletedCount()).toBeLessThan(50);
  });

  it('lets the effect of one timer cancel the next, in a bundle too', async () => {
    const remind: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      await cancelTimers(tx, 'remind', timer.subjectId);
    };
    for (let n = 0; n < 150; n += 1) for (const step of [0, 1]) await set(`s${n}`, T0, step);
    await rig.scheduler({ timers: { remind } }).start();
    await eventually(async () => !Object.values(await rig.states()).includes('pending'));
    const effects = await rig.effects();
    expect(effects).toHaveLength(150);
    expect(new Set(effects.map(({ step }) => step))).toEqual(new Set([0]));
  });

  it('lets the effect of one timer cancel another subject’s, in a bundle too', async () => {
    const remind: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      const number = Number(timer.subjectId.slice(1));
      if (number % 2 === 0) await cancelTimers(tx, 'remind', `s${number + 1}`);
    };
    for (let n = 0; n < 300; n += 1) await set(`s${n}`, T0);
    await rig.scheduler({ timers: { remind } }).start();
    await eventually(async () => !Object.values(await rig.states()).includes('pending'));
    expect((await subjects()).filter((subject) => Number(subject.slice(1)) % 2 === 1)).toEqual([]);
    expect(await subjects()).toHaveLength(150);
  });
});

describe('a handler that fails', () => {
  const failing =
    (subjects: Set<string>): TimerHandler =>
    async (tx, timer) => {
      await rig.note(tx, timer);
      if (subjects.has(timer.subjectId)) throw new Error('no such unit');
    };

  it('leaves its timer waiting with nothing done, holds nobody else, and is tried again', async () => {
    const broken = new Set(['bad']);
    const scheduler = rig.scheduler({ timers: { remind: failing(broken) } });
    await set('bad', T0);
    await set('bad', T0, 1);
    await set('good', T0);
    await scheduler.start();
    await effectsAre(1);
    await eventually(() => scheduler.health().failing.length > 0);
    expect(scheduler.health().failing[0]).toMatchObject({ job: 'timer.remind', error: 'no such unit' });
    expect(await rig.states()).toEqual({ 'bad/0': 'pending', 'bad/1': 'pending', 'good/0': 'fired' });
    broken.clear();
    await effectsAre(3);
    expect((await rig.effects()).map(({ subject, step }) => `${subject}/${step}`)).toEqual([
      'good/0',
      'bad/0',
      'bad/1',
    ]);
    await eventually(() => scheduler.health().failing.length === 0);
  });

  it('fails alone in a bundle', async () => {
    const broken = new Set(['s7', 's123']);
    for (let n = 0; n < 260; n += 1) await set(`s${n}`, T0);
    await rig.scheduler({ timers: { remind: failing(broken) } }).start();
    await effectsAre(258);
    broken.clear();
    await effectsAre(260);
    expect(new Set(await subjects()).size).toBe(260);
  });

  it('because its connection broke between claim and commit leaves the timer waiting', async () => {
    let broken = false;
    const remind: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      if (broken) return;
      broken = true;
      await tx.query('select pg_terminate_backend(pg_backend_pid())');
    };
    await set('p1', T0);
    await rig.scheduler({ timers: { remind } }).start();
    await effectsAre(1);
    expect(broken).toBe(true);
    expect(await rig.states()).toEqual({ 'p1/0': 'fired' });
  });

  it('for good gets a new job after a pause, and is seen among the failed ones', async () => {
    const broken = new Set(['bad']);
    const scheduler = rig.scheduler({ timers: { remind: failing(broken) }, putBackMs: 50 });
    await set('bad', T0);
    await scheduler.sweepOnce();
    const [job] = await scheduler.queue.getJobs(['waiting']);
    await job!.remove();
    await scheduler.queue.add(job!.name, job!.data, { jobId: job!.id!, attempts: 1 });
    await scheduler.start();
    await eventually(async () => (await scheduler.queue.getFailedCount()) === 1);
    const again = await eventually(async () => (await scheduler.queue.getDelayed())[0] ?? null);
    expect(again.data).toEqual(job!.data);
    broken.clear();
    await again.promote();
    await effectsAre(1);
  });
});

describe('processes', () => {
  it('that start again go on where the last one stopped', async () => {
    const first = rig.scheduler({ timers: { remind: rig.note } });
    await first.start();
    await set('p1', after(HOUR));
    await set('p2', after(2 * HOUR));
    rig.clock.set(after(HOUR));
    await effectsAre(1);
    await first.stop();
    rig.clock.set(after(2 * HOUR));
    await set('p3', after(90 * MINUTE));
    await rig.scheduler({ timers: { remind: rig.note } }).start();
    await effectsAre(3);
    expect(new Set(await subjects())).toEqual(new Set(['p1', 'p2', 'p3']));
  });

  it('of one service share the work under one leader, and another takes the lead over', async () => {
    const schedulers = [1, 2].map(() => rig.scheduler({ timers: { remind: rig.note } }));
    for (const scheduler of schedulers) await scheduler.start();
    expect(schedulers.map((scheduler) => scheduler.health().leading)).toEqual([true, false]);
    for (let n = 0; n < 300; n += 1) await set(`s${n}`, T0);
    await effectsAre(300);
    await schedulers[0]!.stop();
    await eventually(() => schedulers[1]!.health().leading);
    for (let n = 300; n < 600; n += 1) await set(`s${n}`, T0);
    await effectsAre(600);
    expect(new Set(await subjects()).size).toBe(600);
  });

  it('lose the lead with their connection and take it again', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    await scheduler.start();
    await rig.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'duban lead%'`,
    );
    await set('p1', T0);
    await effectsAre(1);
    await eventually(() => scheduler.health().leading);
  });

  it('stop only when what is in hand is done', async () => {
    let begun = false;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const remind: TimerHandler = async (tx, timer) => {
      begun = true;
      await gate;
      await rig.note(tx, timer);
    };
    const scheduler = rig.scheduler({ timers: { remind }, concurrency: 1 });
    await set('p1', T0);
    await set('p2', T0);
    await scheduler.start();
    await eventually(() => begun);
    let stopped = false;
    const stopping = scheduler.stop().then(() => (stopped = true));
    await set('p3', T0);
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect(await subjects()).toEqual(['p1']);
    expect(await rig.states()).toEqual({ 'p1/0': 'fired', 'p2/0': 'pending', 'p3/0': 'pending' });
  });

  it('stop at the deadline when work does not end, and the work is not lost', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = false;
    const stuck: TimerHandler = async () => {
      begun = true;
      await gate;
      throw new Error('too late');
    };
    const scheduler = rig.scheduler({ timers: { remind: stuck } });
    await set('p1', T0);
    await scheduler.start();
    await eventually(() => begun);
    await scheduler.stop(100);
    release();
    await rig.scheduler({ timers: { remind: rig.note } }).start();
    await effectsAre(1);
  });
});

it('a database that goes away and comes back loses nothing and fires nothing twice', async () => {
  const proxy = await testProxy(rig.url);
  const db = await rigSource(proxy.url).initialize();
  try {
    const scheduler = rig.scheduler({ db, timers: { remind: rig.note }, putBackMs: 100 });
    await scheduler.start();
    await set('before', T0);
    await effectsAre(1);
    await proxy.cut();
    await eventually(() => scheduler.health().sweepError !== null);
    for (let n = 0; n < 10; n += 1) await set(`away${n}`, T0);
    await proxy.mend();
    await effectsAre(11);
    await eventually(() => scheduler.health().sweepError === null);
    await scheduler.stop();
  } finally {
    await db.destroy();
    await proxy.stop();
  }
});

it('timers that fail at the head of the line do not hide those behind', async () => {
  const remind: TimerHandler = async (tx, timer) => {
    if (timer.subjectId.startsWith('bad')) throw new Error('no such unit');
    await rig.note(tx, timer);
  };
  for (let n = 0; n < 30; n += 1) await set(`bad${n}`, after(-HOUR));
  await set('good', T0);
  const scheduler = rig.scheduler({ timers: { remind }, mostWaiting: 5, putBackMs: 50 });
  await scheduler.start();
  await effectsAre(1);
  expect((await rig.effects())[0]).toMatchObject({ subject: 'good' });
});

describe('what comes next', () => {
  it('is the earliest pending timer; nothing is idle while it is due', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note } });
    expect(await scheduler.nextInstant()).toBeNull();
    await set('p1', after(2 * HOUR));
    await set('p2', after(HOUR));
    expect(await scheduler.nextInstant()).toEqual(after(HOUR));
    expect(await scheduler.idle()).toBe(true);
    rig.clock.set(after(HOUR));
    expect(await scheduler.idle()).toBe(false);
    await scheduler.start();
    await eventually(() => scheduler.idle());
    expect(await subjects()).toEqual(['p2']);
    expect(await scheduler.nextInstant()).toEqual(after(2 * HOUR));
  });

  it('can be followed from instant to instant, so that a season takes seconds', async () => {
    const chain: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      if (timer.step < 20) {
        await setTimer(tx, { ...timer, step: timer.step + 1, dueAt: new Date(timer.dueAt.getTime() + 24 * HOUR) });
      }
    };
    const scheduler = rig.scheduler({ timers: { remind: chain } });
    await set('p1', after(HOUR));
    await scheduler.start();
    for (let next = await scheduler.nextInstant(); next; next = await scheduler.nextInstant()) {
      rig.clock.set(next);
      await eventually(() => scheduler.idle());
    }
    const effects = await rig.effects();
    expect(effects.map(({ at }) => at)).toEqual(effects.map((_effect, n) => after(HOUR + n * 24 * HOUR)));
    expect(effects).toHaveLength(21);
  });
});
