import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { isTransient } from '#libs/messaging/faults.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { policyOf } from '../src/policy.js';
import { recomputeDays } from '../src/recomputation/recompute-days.js';
import type { Recomputation } from '../src/recomputation/recomputation.store.js';
import { findSubject, upsertSubject } from '../src/register/register.store.js';
import { sealCutoff } from '../src/seal/seal-cutoff.js';
import type { LockKey } from '../src/subject/subject-kind.js';
import { lockStationDays, lockSubjects, lockTouched } from '../src/subject/subject-lock.store.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const station = subjects.find(({ kind }) => kind === 'station')!;
const [HOME, ELSEWHERE] = areas.flatMap(({ id, level }) => (level === 'county' ? [id] : [])) as [string, string];

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-31 12:00'));
  await registerCity(service, ({ id }) => id === station.id);
}, 120_000);
afterAll(() => service?.stop());

const move = async (tx: EntityManager, areaId: string): Promise<void> =>
  upsertSubject(tx, { ...(await findSubject(tx, station.id))!, areaId });
const isFree = async (area: string): Promise<boolean> =>
  (await selectOne<{ isFree: boolean }>(
    service.db.manager,
    `select pg_try_advisory_xact_lock(hashtextextended('monitoring ' || $1, 0)) as is_free`,
    [`area ${area}`],
  ))!.isFree;

it.each([
  ['alone', (tx: EntityManager) => lockTouched(tx, [station.id])],
  ['day by day', (tx: EntityManager) => lockStationDays(tx, [{ stationId: station.id, day: '2026-07-01' }])],
  [
    'by a seal',
    async (tx: EntityManager) => {
      await runWithCause(systemCause('spec'), () =>
        sealCutoff(
          tx,
          { id: 'spec', cutoff: new Date(shanghai('2026-07-31 00:00')) },
          policyOf(service.running.parts.pack),
        ),
      );
    },
  ],
  [
    'by a recomputation',
    async (tx: EntityManager) => {
      const work: Recomputation = {
        ...{ id: 'spec', kind: 'air', stationIds: [station.id], sectionIds: null, areaId: null, dustId: null },
        ...{
          fromDay: '2026-07-01',
          toDay: '2026-07-01',
          nextDay: '2026-07-01',
          nextArea: '',
          nextSection: null,
          nextSubject: null,
        },
        ...{ reason: 'spec', requestedBy: 'spec', requestedAt: new Date(shanghai('2026-07-31 12:00')) },
        ...{ stepsDone: 0, stepsOf: 1, changedHours: 0, changedDays: 0, changedWeeks: 0, changedMonths: 0 },
        finishedAt: null,
      };
      const now = new Date(shanghai('2026-07-31 12:00'));
      await runWithCause(systemCause('spec'), () => recomputeDays(tx, work, policyOf(service.running.parts.pack), now));
    },
  ],
])('follows a station that is moved while its area is waited for, %s', async (_, lock) => {
  await service.db.transaction((tx) => move(tx, HOME));
  let locked: Promise<void> | undefined;
  await service.db.transaction(async (mover) => {
    await lockSubjects(mover, [`area ${HOME}`, `area ${ELSEWHERE}`]);
    await move(mover, ELSEWHERE);
    locked = service.db.transaction(async (tx) => {
      await lock(tx);
      expect(await isFree(ELSEWHERE)).toBe(false);
    });
    await eventually(
      async () => {
        const waiting = await select(
          service.db.manager,
          `select 1 from pg_locks l where l.locktype = 'advisory' and not l.granted
              and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
        );
        expect(waiting).toHaveLength(1);
      },
      { deadlineMs: 5_000 },
    );
  });
  await locked;
  expect(await isFree(ELSEWHERE)).toBe(true);
});

const waiting = (count: number): Promise<void> =>
  eventually(
    async () =>
      expect(
        await select(
          service.db.manager,
          `select 1 from pg_locks l where l.locktype = 'advisory' and not l.granted
              and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
        ),
      ).toHaveLength(count),
    { deadlineMs: 5_000 },
  );

it('a place found while waiting is locked in the one order: nobody waits in a ring', async () => {
  // In the order in which one round takes them.
  const [first, second] = (
    await select<{ id: string }>(
      service.db.manager,
      `select a.id from unnest($1::text[]) as a (id) order by hashtextextended('monitoring area ' || a.id, 0)`,
      [[HOME, ELSEWHERE]],
    )
  ).map(({ id }) => id) as [string, string];
  await service.db.transaction((tx) => move(tx, second));
  const mover = service.db.createQueryRunner();
  await mover.startTransaction();
  await lockSubjects(mover.manager, [`area ${first}`, `area ${second}`]);
  await move(mover.manager, first);
  // Waits for the second area and finds the station in the first, for which another waits who wants the second as well.
  const follower = service.db.transaction((tx) => lockTouched(tx, [station.id]));
  await waiting(1);
  const other = service.db.transaction((tx) => lockSubjects(tx, [`area ${first}`, `area ${second}`]));
  await waiting(2);
  await mover.commitTransaction();
  await mover.release();
  const ended = await Promise.allSettled([follower, other]);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
});

/** Whether a transaction of its own gets the keys while `holding` are held by another; it does not wait longer than a moment. */
const gets = async (holding: readonly LockKey[], keys: readonly LockKey[]): Promise<boolean> =>
  service.db.transaction(async (holder) => {
    await lockSubjects(holder, holding);
    return service.db
      .transaction(async (tx) => {
        await tx.query(`set local lock_timeout = '50ms'`);
        await lockSubjects(tx, keys);
        return true;
      })
      .catch((why: unknown) => {
        if (isTransient(why)) return false;
        throw why;
      });
  });

it.each<[readonly LockKey[], readonly LockKey[], boolean]>([
  [['outlet A'], ['outlet A'], false],
  [['outlet A'], ['outlet B'], true],
  [['outlets'], ['outlet A'], false],
  [['outlet A'], ['outlets'], false],
  [['outlets'], ['area A', 'network N'], true],
])('while somebody works on %j, whoever wants %j gets it: %s', async (holding, keys, expected) => {
  expect(await gets(holding, keys)).toBe(expected);
});

it('a seal has all outlets to itself, in the one round in which it locks', async () => {
  await service.db.transaction(async (packet) => {
    await lockSubjects(packet, ['outlet A']);
    const sealed = service.db.transaction(async (tx) => {
      await tx.query(`set local lock_timeout = '50ms'`);
      await runWithCause(systemCause('spec'), () =>
        sealCutoff(
          tx,
          { id: 'spec', cutoff: new Date(shanghai('2026-07-31 00:00')) },
          policyOf(service.running.parts.pack),
        ),
      );
    });
    expect(isTransient(await sealed.catch((why: unknown) => why))).toBe(true);
  });
});
