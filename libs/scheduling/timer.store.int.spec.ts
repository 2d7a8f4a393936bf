import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { after, HOUR, MINUTE, type Rig, schedulingRig, T0 } from './spec-rig.js';
import { cancelTimers, countLateTimers, lateTimers, pendingTimers, setTimer } from './timer.store.js';

let rig: Rig;
beforeAll(async () => {
  rig = await schedulingRig();
});
afterAll(() => rig?.stop());
beforeEach(() => rig.reset());

const wish = { kind: 'remind', subjectId: 'p1', dueAt: after(HOUR) };
const due = async () => (await rig.db.query('select due_at, calendar_version, state from timer')) as object[];

describe('setting a timer', () => {
  it('makes one per kind, subject and step', async () => {
    const { manager } = rig.db;
    for (const each of [wish, { ...wish, step: 1 }, { ...wish, kind: 'warn' }, { ...wish, subjectId: 'p2' }, wish]) {
      expect(await setTimer(manager, each)).toBe(true);
    }
    expect(Object.keys(await rig.states())).toHaveLength(3);
    expect(await rig.db.query('select 1 from timer')).toHaveLength(4);
  });

  it('moves a pending one and keeps the calendar it was reckoned with', async () => {
    await setTimer(rig.db.manager, { ...wish, calendarVersion: '2026.1' });
    expect(await setTimer(rig.db.manager, { ...wish, dueAt: after(2 * HOUR), calendarVersion: '2026.2' })).toBe(true);
    expect(await due()).toEqual([{ due_at: after(2 * HOUR), calendar_version: '2026.2', state: 'pending' }]);
  });

  it('leaves a fired one alone and says so', async () => {
    await setTimer(rig.db.manager, wish);
    await rig.db.query(`update timer set state = 'fired'`);
    expect(await setTimer(rig.db.manager, { ...wish, dueAt: after(2 * HOUR) })).toBe(false);
    expect(await due()).toMatchObject([{ due_at: after(HOUR), state: 'fired' }]);
  });

  it('makes a cancelled one pending again', async () => {
    await setTimer(rig.db.manager, wish);
    await cancelTimers(rig.db.manager, 'remind', 'p1');
    expect(await setTimer(rig.db.manager, { ...wish, dueAt: after(2 * HOUR) })).toBe(true);
    expect(await due()).toMatchObject([{ due_at: after(2 * HOUR), state: 'pending' }]);
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const work = rig.db.transaction(async (tx) => {
      await setTimer(tx, wish);
      throw new Error('the rest failed');
    });
    await expect(work).rejects.toThrow('the rest failed');
    expect(await due()).toEqual([]);
  });
});

it('cancels every pending step of a kind and subject, and nothing else', async () => {
  const { manager } = rig.db;
  await setTimer(manager, wish);
  await setTimer(manager, { ...wish, step: 1 });
  await setTimer(manager, { ...wish, step: 2 });
  await setTimer(manager, { ...wish, subjectId: 'p2' });
  await rig.db.query(`update timer set state = 'fired' where step = 2`);
  expect(await cancelTimers(manager, 'remind', 'p1')).toBe(2);
  expect(await rig.states()).toEqual({ 'p1/0': 'cancelled', 'p1/1': 'cancelled', 'p1/2': 'fired', 'p2/0': 'pending' });
  expect(await cancelTimers(manager, 'remind', 'p1')).toBe(0);
});

it('lists pending timers page by page in the order they fall due, ties in the order they were set', async () => {
  const { manager } = rig.db;
  const subjects = ['d', 'a', 'c', 'b'];
  for (const subjectId of subjects) await setTimer(manager, { ...wish, subjectId });
  await setTimer(manager, { ...wish, subjectId: 'first', dueAt: T0 });
  const seen: string[] = [];
  for (
    let page = await pendingTimers(manager, 2);
    page.length > 0;
    page = await pendingTimers(manager, 2, page.at(-1)!)
  ) {
    seen.push(...page.map(({ subjectId }) => subjectId));
  }
  expect(seen).toEqual(['first', ...subjects]);
});

it('counts as late what is more than a minute past due', async () => {
  const { manager } = rig.db;
  await setTimer(manager, { ...wish, dueAt: T0 });
  expect(await lateTimers(manager, after(MINUTE), 10)).toEqual([]);
  expect(await lateTimers(manager, after(MINUTE + 1), 10)).toMatchObject([
    { kind: 'remind', subjectId: 'p1', dueAt: T0 },
  ]);
  expect(await countLateTimers(manager, after(MINUTE + 1))).toBe(1);
  await cancelTimers(manager, 'remind', 'p1');
  expect(await countLateTimers(manager, after(HOUR))).toBe(0);
});
