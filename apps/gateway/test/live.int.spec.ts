import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing/eventually.js';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';
import { gatewayDataSource } from '../src/data-source.js';
import { addLiveEvent, dropLiveEventsBefore, lastLiveSeq, liveEventsAfter } from '../src/live/live.store.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(gatewayDataSource, 'gateway');
});
afterAll(() => database?.stop());

const event = (title: string) => ({
  eventId: randomUUID(),
  kind: 'problem',
  id: title,
  action: 'assign',
  title,
  unitIds: ['area-d'],
  permission: 'problem.read',
  at: new Date('2026-05-08T01:00:00Z'),
});
const heard = async (after: string): Promise<string[]> =>
  (await liveEventsAfter(database.db.manager, after, 10)).map(({ title }) => title);

it('lets no listener pass an event that is committed late', async () => {
  const start = await lastLiveSeq(database.db.manager);
  const early = database.db.createQueryRunner();
  await early.connect();
  await early.startTransaction();
  await addLiveEvent(early.manager, event('early'));
  const late = database.db.transaction((tx) => addLiveEvent(tx, event('late')));
  await eventually(async () => {
    const waiting: unknown[] = await database.db.query(
      `select 1 from pg_locks where locktype = 'advisory' and not granted`,
    );
    return waiting.length === 1;
  });
  expect(await heard(start)).toEqual([]);
  await early.commitTransaction();
  await early.release();
  await late;
  expect(await heard(start)).toEqual(['early', 'late']);
});

it('writes an event that comes twice once', async () => {
  const start = await lastLiveSeq(database.db.manager);
  const one = event('once');
  for (let n = 0; n < 2; n += 1) await database.db.transaction((tx) => addLiveEvent(tx, one));
  expect(await heard(start)).toEqual(['once']);
});

it('takes away what is old and keeps the rest', async () => {
  const start = await lastLiveSeq(database.db.manager);
  const at = (day: string) => new Date(`${day}T01:00:00Z`);
  for (const [title, day] of [
    ['old', '2026-01-01'],
    ['young', '2026-06-01'],
  ] as const)
    await database.db.transaction((tx) => addLiveEvent(tx, { ...event(title), at: at(day) }));
  expect(await database.db.transaction((tx) => dropLiveEventsBefore(tx, at('2026-02-01')))).toBe(1);
  expect(await heard(start)).toEqual(['young']);
});
