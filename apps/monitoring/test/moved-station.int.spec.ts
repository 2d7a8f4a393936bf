/** Days worked out again while stations are moved: each day of each station once, wherever it is by then. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { addDays } from '#libs/domain/calendar/shanghai.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { policyOf } from '../src/policy.js';
import { insertRecomputation } from '../src/recomputation/recomputation.store.js';
import { recompute } from '../src/recomputation/recompute.js';
import { findSubject, upsertSubject } from '../src/register/register.store.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, between, nationalHour, registerCity, rowsOf } from './sample-city.js';

const DAY = '2026-05-01';
/** So many station-days a step takes: with two stations of one area and one of the next it ends between the areas of its last day. */
const STEP = 500;
const [FIRST, SECOND] = areas.flatMap(({ id, level }) => (level === 'county' ? [id] : [])).sort() as [string, string];
const STATIONS = ['ST01', 'ST02', 'ST03'];
const MOVED = 'ST03';
const policy = policyOf(await loadPack('packs/default-district'));
let service: MonitoringService;

beforeAll(async () => {
  service = await startMonitoring(shanghai(`${DAY} 00:00`));
  await registerCity(service, ({ id }) => STATIONS.includes(id));
  const rows = between(rowsOf('air-national-hourly.csv.gz'), `${DAY} 00:00`, `${addDays(DAY, 1)} 00:00`);
  await service.sendPackets(rows.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai(`${addDays(DAY, 1)} 00:40`));
  await service.settle();
}, 120_000);
const moveTo = async (tx: EntityManager, areaId: string): Promise<void> =>
  upsertSubject(tx, { ...(await findSubject(tx, MOVED))!, areaId });
afterAll(() => service?.stop());

it('a station moved between two steps of a day, from an area to come to one that is done, is worked out for it', async () => {
  const id = '01975c2e-0000-7000-8000-000000000002';
  const now = new Date(shanghai('2026-05-02 00:40'));
  const fromDay = addDays(DAY, -Math.floor(STEP / STATIONS.length));
  const contentOf = async (): Promise<unknown> =>
    (
      await service.db.query(
        'select d.content from station_day d where d.is_current and d.station_id = $1 and d.day = $2',
        [MOVED, DAY],
      )
    )[0]?.content;
  const worked = await contentOf();
  expect(worked).toBeDefined();
  // As it stands where it was worked out by another rule.
  await service.db.query(`update station_day set content = content || '{"values": {}}' where station_id = $1`, [MOVED]);
  const percents = await runWithCause(systemCause('spec'), async () => {
    const step = (): Promise<number> => service.db.transaction((tx) => recompute(tx, id, policy, now));
    const one = await service.db.transaction(async (tx) => {
      await moveTo(tx, SECOND);
      await insertRecomputation(tx, {
        ...{ id, kind: 'air', fromDay, toDay: DAY, stationIds: STATIONS, sectionIds: null },
        ...{ areaId: null, dustId: null, reason: 'spec', requestedAt: now, requestedBy: 'spec' },
      });
      const percent = await recompute(tx, id, policy, now);
      await moveTo(tx, FIRST);
      return percent;
    });
    return [one, await step(), await step()];
  });
  expect(percents).toEqual([99, 100, 100]);
  expect(await contentOf()).toEqual(worked);
});
