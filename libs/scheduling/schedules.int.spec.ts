import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/domain/refusal.js';
import { eventually } from '#libs/testing/eventually.js';
import type { MissedPolicy, Schedule } from './scheduler.js';
import { after, HOUR, MINUTE, type Rig, schedulingRig, T0 } from './spec-rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await schedulingRig();
});
afterAll(() => rig?.stop());
beforeEach(() => rig.reset());

/** Each hour at five past; T0 is on the hour. */
const hourly = (missed: MissedPolicy, overrides: Partial<Schedule> = {}): Schedule => ({
  id: 'count-hour',
  pattern: '5 * * * *',
  timeZone: 'Asia/Shanghai',
  missed,
  run: async (tx, { slot, late }) => {
    await tx.query('insert into effect (kind, subject, at) values ($1, $2, $3)', [
      'run',
      late ? 'late' : 'on time',
      slot,
    ]);
  },
  ...overrides,
});
const slot = (hour: number): Date => after(hour * HOUR + 5 * MINUTE);
const ran = async () => (await rig.effects()).map(({ subject, at }) => [subject, at] as const);
const runs = (): Promise<{ slot: Date; state: string; late: boolean }[]> =>
  rig.db.query('select slot, state, late from schedule_run order by slot');
const ranTimes = (count: number) =>
  eventually(async () => (await rig.effects()).length === count, { what: `${count} runs` });
const settled = (count: number) =>
  eventually(async () => (await runs()).filter(({ state }) => state !== 'pending').length === count);

/** A service that knew its schedule at T0, was then down, and is up again at the instant. */
const upAgainAt = async (at: Date, schedule: Schedule) => {
  const before = rig.scheduler({ schedules: [schedule] });
  await before.start();
  await before.stop();
  rig.clock.set(at);
  const scheduler = rig.scheduler({ schedules: [schedule] });
  await scheduler.start();
  return scheduler;
};

describe('a schedule', () => {
  it('runs at each slot, once, with the slot as its time', async () => {
    const scheduler = rig.scheduler({ schedules: [hourly('all')] });
    await scheduler.start();
    expect(await ran()).toEqual([]);
    for (const hour of [0, 1, 2]) {
      rig.clock.set(slot(hour));
      await ranTimes(hour + 1);
    }
    expect(await ran()).toEqual([0, 1, 2].map((hour) => ['on time', slot(hour)]));
    expect(await runs()).toMatchObject([0, 1, 2].map((hour) => ({ slot: slot(hour), state: 'done', late: false })));
  });

  it('never runs for a slot before it was known', async () => {
    rig.clock.set(after(10 * HOUR));
    await rig.scheduler({ schedules: [hourly('all')] }).start();
    rig.clock.set(slot(10));
    await ranTimes(1);
    expect(await ran()).toEqual([['on time', slot(10)]]);
  });

  it('runs for a slot at the very instant it becomes known', async () => {
    rig.clock.set(slot(3));
    await rig.scheduler({ schedules: [hourly('all')] }).start();
    await ranTimes(1);
    expect(await ran()).toEqual([['on time', slot(3)]]);
  });

  it('runs once in two processes', async () => {
    const schedulers = [1, 2].map(() => rig.scheduler({ schedules: [hourly('all')] }));
    await Promise.all(schedulers.map((scheduler) => scheduler.start()));
    const { id, schedule } = { id: 'count-hour', schedule: hourly('all') };
    rig.clock.set(slot(0));
    await ranTimes(1);
    const pointer = { schedule: id, slot: slot(0) };
    const again = { name: `schedule.${schedule.id}`, data: pointer };
    await schedulers[0]!.queue.addBulk([again, again, again]);
    await eventually(async () => (await schedulers[0]!.queue.getCompletedCount()) >= 4);
    expect(await ran()).toHaveLength(1);
  });

  it('tells its next instant before its slot has been written down, and is not idle in between', async () => {
    const scheduler = rig.scheduler({ schedules: [hourly('all')] });
    await scheduler.sweepOnce();
    expect(await scheduler.nextInstant()).toEqual(slot(0));
    expect(await scheduler.idle()).toBe(true);
    rig.clock.set(slot(0));
    expect(await scheduler.idle()).toBe(false);
    await scheduler.start();
    await eventually(() => scheduler.idle());
    expect(await ran()).toHaveLength(1);
    expect(await scheduler.nextInstant()).toEqual(slot(1));
  });
});

describe('missed slots', () => {
  it('with `all` are all run, in order, and say that they are late', async () => {
    await upAgainAt(after(4 * HOUR + 7 * MINUTE), hourly('all'));
    await ranTimes(5);
    expect(await ran()).toEqual([
      ['late', slot(0)],
      ['late', slot(1)],
      ['late', slot(2)],
      ['late', slot(3)],
      ['on time', slot(4)],
    ]);
    expect((await runs()).map(({ late }) => late)).toEqual([true, true, true, true, false]);
  });

  it('with `latest` leave only the newest to be run', async () => {
    await upAgainAt(after(4 * HOUR + 20 * MINUTE), hourly('latest'));
    await settled(5);
    expect(await ran()).toEqual([['late', slot(4)]]);
    expect((await runs()).map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'done']);
  });

  it('with `none` are skipped, and a slot still fresh is run', async () => {
    await upAgainAt(after(4 * HOUR + 7 * MINUTE), hourly('none'));
    await settled(5);
    expect(await ran()).toEqual([['on time', slot(4)]]);
    expect((await runs()).map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'done']);
  });

  it('are late from five minutes on', async () => {
    await upAgainAt(after(10 * MINUTE), hourly('none'));
    await ranTimes(1);
    await rig.reset();
    await upAgainAt(after(10 * MINUTE + 1), hourly('none'));
    await settled(1);
    expect(await ran()).toEqual([]);
  });

  it('of a long absence are written down page by page, none left out, and run by one job', async () => {
    const scheduler = rig.scheduler({ schedules: [hourly('all', { pattern: '* * * * *' })] });
    await scheduler.sweepOnce();
    rig.clock.set(after(2_500 * MINUTE));
    expect(await scheduler.nextInstant()).toEqual(T0);
    const more: boolean[] = [];
    for (let sweep = 0; sweep < 4; sweep += 1) more.push((await scheduler.sweepOnce()).more);
    expect(more).toEqual([true, true, false, false]);
    const slots = (await runs()).map((run) => run.slot.getTime());
    expect(slots).toEqual(Array.from({ length: 2_501 }, (_unused, n) => T0.getTime() + n * MINUTE));
    expect(await scheduler.queue.getWaitingCount()).toBe(1);
  });

  it('of a long absence with `latest` cost no more than a look back', async () => {
    await upAgainAt(after(60 * 24 * HOUR), hourly('latest', { pattern: '1-59 * * * *' }));
    await ranTimes(1);
    expect(await ran()).toEqual([['on time', after(60 * 24 * HOUR - MINUTE)]]);
    expect((await runs()).length).toBeLessThanOrEqual(1_000);
  });
});

describe('a run that fails', () => {
  const failingOnce = (missed: MissedPolicy, failAt: (at: Date) => boolean) =>
    hourly(missed, {
      run: async (tx, { slot: at }) => {
        await tx.query('insert into effect (kind, subject, at) values ($1, $2, $3)', ['run', '', at]);
        if (failAt(at)) throw new Error('source not sealed');
      },
    });

  it('stays waiting with nothing done, is seen, and is run when it can be', async () => {
    let broken = true;
    const scheduler = rig.scheduler({ schedules: [failingOnce('all', () => broken)] });
    await scheduler.start();
    rig.clock.set(slot(0));
    await eventually(() => scheduler.health().failing.length === 1);
    expect(scheduler.health().failing[0]).toMatchObject({ job: 'schedule.count-hour', error: 'source not sealed' });
    expect(await runs()).toMatchObject([{ state: 'pending' }]);
    expect(await rig.effects()).toEqual([]);
    broken = false;
    await ranTimes(1);
    await eventually(() => scheduler.health().failing.length === 0);
  });

  it('holds the later slots of a schedule that keeps its order', async () => {
    let broken = true;
    const first = slot(0).getTime();
    const scheduler = rig.scheduler({ schedules: [failingOnce('all', (at) => broken && at.getTime() === first)] });
    await scheduler.start();
    rig.clock.set(slot(0));
    await eventually(() => scheduler.health().failing.length === 1);
    rig.clock.set(slot(1));
    await eventually(async () => (await runs()).length === 2);
    broken = false;
    await ranTimes(2);
    expect((await rig.effects()).map(({ at }) => at)).toEqual([slot(0), slot(1)]);
  });

  it('is not skipped for being late, where missed slots are: it was not missed', async () => {
    let broken = true;
    const scheduler = rig.scheduler({ schedules: [failingOnce('none', () => broken)] });
    await scheduler.start();
    rig.clock.set(slot(0));
    await eventually(() => scheduler.health().failing.length === 1);
    rig.clock.set(after(50 * MINUTE));
    await scheduler.sweepOnce();
    expect(await runs()).toMatchObject([{ state: 'pending' }]);
    broken = false;
    await ranTimes(1);
    expect(await runs()).toMatchObject([{ state: 'done', late: true }]);
  });

  it('because a rule refused it is skipped', async () => {
    const refusing = hourly('all', { run: () => Promise.reject(new Refusal('PERIOD_CLOSED', 'closed')) });
    await rig.scheduler({ schedules: [refusing] }).start();
    rig.clock.set(slot(1));
    await settled(2);
    expect((await runs()).map(({ state }) => state)).toEqual(['skipped', 'skipped']);
  });
});

it('schedules that cannot be are refused at once', () => {
  expect(() => rig.scheduler({ schedules: [hourly('all'), hourly('none')] })).toThrow('same id');
  expect(() => rig.scheduler({ schedules: [hourly('all', { id: 'Count Hour' })] })).toThrow('kebab-case');
  expect(() => rig.scheduler({ schedules: [hourly('all', { pattern: 'hourly' })] })).toThrow();
});
