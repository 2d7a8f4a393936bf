import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing/eventually.js';
import { testProxy, type TestProxy } from '#libs/testing/proxy.js';
import type { Schedule, TimerHandler } from './scheduler.js';
import { after, HOUR, MINUTE, type Rig, schedulingRig, T0 } from './spec-rig.js';
import { setTimer } from './timer.store.js';

let rig: Rig;
let proxy: TestProxy;
beforeAll(async () => {
  rig = await schedulingRig();
});
afterAll(() => rig?.stop());
beforeEach(async () => {
  await rig.reset();
  proxy = await testProxy(rig.redis.url);
});
afterEach(async () => {
  await rig.reset();
  await proxy.stop();
});

/** Nothing listens on port 1. */
const NOWHERE = 'redis://127.0.0.1:1';
const set = (subjectId: string, dueAt: Date, step = 0) =>
  setTimer(rig.db.manager, { kind: 'remind', subjectId, step, dueAt });
const effectsAre = (count: number) =>
  eventually(async () => (await rig.effects()).length === count, { what: `${count} effects` });
const daily: Schedule = {
  id: 'close-day',
  pattern: '5 8 * * *',
  timeZone: 'Asia/Shanghai',
  missed: 'all',
  run: (tx, { slot }) => rig.note(tx, { id: '', kind: 'run', subjectId: 'close-day', step: 0, dueAt: slot }),
};

describe('an emptied Redis', () => {
  it('between setting and due changes nothing', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note }, schedules: [daily] });
    await scheduler.start();
    await set('p1', after(HOUR));
    await scheduler.sweepOnce();
    await rig.redis.flush();
    rig.clock.set(after(HOUR));
    await effectsAre(2);
    expect((await rig.effects()).map(({ subject }) => subject).sort()).toEqual(['close-day', 'p1']);
  });

  it('between handing over and firing loses no job for longer than a sweep', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note }, putBackMs: 600_000 });
    await scheduler.sweepOnce();
    for (let n = 0; n < 300; n += 1) await set(`s${n}`, T0);
    await set('s0', T0, 1);
    expect((await scheduler.sweepOnce()).handedOver).toBe(301);
    expect((await scheduler.sweepOnce()).handedOver).toBe(0);
    await rig.redis.flush();
    await scheduler.start();
    await effectsAre(301);
  });

  it('while work is in hand fires nothing twice', async () => {
    let begun = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const remind: TimerHandler = async (tx, timer) => {
      begun += 1;
      await gate;
      await rig.note(tx, timer);
    };
    const scheduler = rig.scheduler({ timers: { remind }, concurrency: 2 });
    for (const subject of ['a', 'b', 'c', 'd']) await set(subject, T0);
    await scheduler.start();
    await eventually(() => begun === 2);
    await rig.redis.flush();
    await eventually(async () => (await scheduler.queue.getWaitingCount()) > 0);
    release();
    await effectsAre(4);
    await eventually(() => scheduler.idle());
    expect((await rig.effects()).map(({ subject }) => subject).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('a single lost job is put back', async () => {
    const scheduler = rig.scheduler({ timers: { remind: rig.note }, putBackMs: 50 });
    await set('p1', T0);
    await scheduler.sweepOnce();
    const [job] = await scheduler.queue.getWaiting();
    await job!.remove();
    await scheduler.start();
    await effectsAre(1);
  });
});

describe('a Redis that is away', () => {
  it('from the start: the sweeper fires by itself after the wait, and raises the alarm', async () => {
    const scheduler = rig.scheduler({
      redisUrl: NOWHERE,
      redisAwayMs: 100,
      timers: { remind: rig.note },
      schedules: [daily],
    });
    await set('p1', after(HOUR));
    for (const step of [2, 0, 1]) await set('p2', T0, step);
    await scheduler.start();
    await effectsAre(3);
    rig.clock.set(after(HOUR));
    await effectsAre(5);
    const effects = await rig.effects();
    expect(effects.slice(0, 3).map(({ step }) => step)).toEqual([2, 0, 1]);
    expect(effects.find(({ kind }) => kind === 'run')?.at).toEqual(after(5 * MINUTE));
    expect(scheduler.health()).toMatchObject({ redis: 'away', alarm: expect.stringContaining('Redis is away') });
    expect(await scheduler.idle()).toBe(true);
  });

  it('is given the time that was agreed before anything is fired without it', async () => {
    const scheduler = rig.scheduler({ redisUrl: NOWHERE, redisAwayMs: 600_000, timers: { remind: rig.note } });
    await set('p1', T0);
    await scheduler.start();
    expect((await scheduler.sweepOnce()).firedHere).toBe(0);
    expect(scheduler.health()).toMatchObject({ redis: 'away', alarm: null });
    expect(await rig.states()).toEqual({ 'p1/0': 'pending' });
  });

  it('leaves waiting what fails, without holding the others', async () => {
    let broken = true;
    const remind: TimerHandler = async (tx, timer) => {
      await rig.note(tx, timer);
      if (broken && timer.subjectId === 'bad') throw new Error('no such unit');
    };
    const scheduler = rig.scheduler({ redisUrl: NOWHERE, redisAwayMs: 1, timers: { remind } });
    await set('bad', T0);
    for (let n = 0; n < 120; n += 1) await set(`s${n}`, T0);
    await scheduler.start();
    await effectsAre(120);
    expect((await rig.states())['bad/0']).toBe('pending');
    broken = false;
    await effectsAre(121);
  });

  it('and comes back: the alarm ends, jobs go through it again, and nothing was fired twice', async () => {
    const scheduler = rig.scheduler({ redisUrl: proxy.url, redisAwayMs: 50, timers: { remind: rig.note } });
    await scheduler.start();
    await set('before', T0);
    await effectsAre(1);
    await proxy.cut();
    for (let n = 0; n < 20; n += 1) await set(`away${n}`, T0);
    await effectsAre(21);
    expect(scheduler.health().alarm).not.toBeNull();
    await proxy.mend();
    await eventually(() => scheduler.health().alarm === null);
    const done = await scheduler.queue.getCompletedCount();
    await set('after', T0);
    await effectsAre(22);
    await eventually(async () => (await scheduler.queue.getCompletedCount()) > done, { what: 'a job through Redis' });
    expect(new Set((await rig.effects()).map(({ subject }) => subject)).size).toBe(22);
  });

  it('while a worker is firing lets the effect stand, once', async () => {
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
    const scheduler = rig.scheduler({ redisUrl: proxy.url, redisAwayMs: 50, timers: { remind } });
    await set('p1', T0);
    await scheduler.start();
    await eventually(() => begun);
    await proxy.cut();
    await eventually(() => scheduler.health().redis === 'away');
    release();
    await effectsAre(1);
    await proxy.mend();
    await eventually(() => scheduler.health().redis === 'ok');
    await set('p2', T0);
    await effectsAre(2);
  });

  it('is noticed by a process that does not lead, and is not waited for when work is asked for', async () => {
    const chore = { run: () => Promise.resolve(), pending: () => Promise.resolve([]) };
    const schedulers = [1, 2].map(() => rig.scheduler({ redisUrl: proxy.url, jobs: { chore } }));
    for (const scheduler of schedulers) await scheduler.start();
    expect(schedulers.map((scheduler) => scheduler.health())).toMatchObject([
      { leading: true, redis: 'ok' },
      { leading: false, redis: 'ok' },
    ]);
    await proxy.cut();
    await eventually(() => schedulers.every((scheduler) => scheduler.health().redis === 'away'));
    const begin = performance.now();
    expect(await schedulers[1]!.enqueue('chore', 'c1')).toBe(false);
    expect(performance.now() - begin).toBeLessThan(1_000);
    await proxy.mend();
    await eventually(() => schedulers.every((scheduler) => scheduler.health().redis === 'ok'));
    expect(await schedulers[1]!.enqueue('chore', 'c1')).toBe(true);
  });

  it('does not hold up stopping', async () => {
    const scheduler = rig.scheduler({ redisUrl: NOWHERE, timers: { remind: rig.note } });
    await scheduler.start();
    const begin = performance.now();
    await scheduler.stop();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('left a moment ago does not hold up stopping either', async () => {
    const scheduler = rig.scheduler({ redisUrl: proxy.url, timers: { remind: rig.note } });
    await set('p1', T0);
    await scheduler.start();
    await effectsAre(1);
    await proxy.cut();
    const begin = performance.now();
    await scheduler.stop();
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
