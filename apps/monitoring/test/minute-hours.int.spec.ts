import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { buildHours } from '../src/minute-hour/build-hours.js';
import { type Policy, policyOf } from '../src/policy.js';
import { dataTime, deviceRecord, shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';

let service: MonitoringService;
let policy: Policy;
const DAY = '2026-06-01';

const build = (time: string): Promise<number> =>
  runWithCause(systemCause('spec'), () =>
    service.db.transaction((tx) => buildHours(tx, policy, new Date(shanghai(`${DAY} ${time}`)))),
  );
/** Ten-minute values of SO2 that begin at these minutes of an hour. */
const minutes = async (mn: string, hour: string, values: Readonly<Record<string, string>>): Promise<void> => {
  await service.sendPackets(
    Object.entries(values).map(([minute, cp]) => {
      const wall = `${DAY} ${hour}:${minute}`;
      return deviceRecord(mn, '2051', `DataTime=${dataTime(wall)};${cp}`, shanghai(`${DAY} ${hour}:59`));
    }),
  );
  await service.settle();
};
const so2 = (value: number, mark = 'N'): string => `a21026-Avg=${value},a21026-Flag=${mark}`;
const FIVE = { '00': so2(10), '10': so2(11), '20': so2(12), '30': so2(13), '40': so2(14) };
type Hours = { items: { label: string; values: object; revision: number }[] };
const hoursOf = async (stationId: string): Promise<[string, object, number][]> =>
  (await service.get<Hours>(`/hours?stationId=${stationId}`)).body.items.map(({ label, values, revision }) => [
    label,
    values,
    revision,
  ]);
const station = async (id: string, settings: object): Promise<string> => {
  const state = {
    ...{ name: id, areaId: 'C1T1', position: [120.5, 30.5], network: 'air', expectedVersion: 0 },
    answersFor: [{ unitId: 'u1', sharePerMille: 1000, basis: 'paper 1', from: '2026-01-01', to: null }],
    evaluationPoint: null,
  };
  expect(await service.put(`/stations/${id}`, state)).toMatchObject({ status: 200 });
  const saved = await service.put(`/devices/D${id}`, {
    ...{ mn: `MIN${id}`, subject: { kind: 'station', id }, password: 'secret', protocol: 'HJ212-2017' },
    ...{ silenceAfterHours: 24, profile: { hourLabelOffsetMinutes: 60, units: { a21026: 'mg/m³' } } },
    ...{ settings, expectedVersion: 0 },
  });
  expect(saved).toMatchObject({ status: 200 });
  return `MIN${id}`;
};
const inMg = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([minute, cp]) => [minute, cp.replace(/=(\d+),/, (_, n) => `=0.0${String(n)},`)]),
  );

beforeAll(async () => {
  service = await startMonitoring(shanghai(`${DAY} 00:00`));
  policy = policyOf(await loadPack('packs/default-district'));
  const areas = [
    { id: 'C1', level: 'county' as const, parentId: null },
    { id: 'C1T1', level: 'town' as const, parentId: 'C1' },
  ];
  await service.keep(
    AreaState,
    areas.map((area) => ({ ...area, version: 1, retired: false, name: area.id, unitId: null, outline: [] })),
  );
  const unit = { id: 'u1', version: 1, retired: false, name: 'u1', shortName: 'u1', type: 'TOWNSHIP' };
  await service.keep(UnitState, [{ ...unit, parentId: 'city', path: ['city', 'u1'], external: false, areaId: null }]);
  await service.settle();
});
afterAll(() => service?.stop());

it('is built 40 minutes after its end from its minutes, once, and its evidence leads to their packets', async () => {
  const mn = await station('S1', { hoursFrom: 'minutes' });
  await minutes(mn, '08', inMg(FIVE));
  expect(await build('09:39')).toBe(0);
  expect(await Promise.all([build('09:40'), build('09:40')])).toEqual(expect.arrayContaining([1, 0]));
  expect(await build('09:50')).toBe(0);
  expect(await hoursOf('S1')).toEqual([[shanghai(`${DAY} 09:00`), { SO2: 12 }, 1]]);
  const id = `S1~${shanghai(`${DAY} 09:00`)}`;
  const { body } = await service.get<{ basis: { references: { kind: string }[] } }>(
    `/evidence/monitoring/station-hour/${encodeURIComponent(id)}`,
  );
  expect(body.basis.references.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'packet'));

  await minutes(mn, '08', inMg({ '50': so2(18) }));
  expect(await build('10:10')).toBe(1);
  expect((await hoursOf('S1'))[0]).toEqual([shanghai(`${DAY} 09:00`), { SO2: 13 }, 2]);
  expect(await build('10:11')).toBe(0);
});

it('is not built from less than 45 minutes that count', async () => {
  const mn = await station('S2', { hoursFrom: 'minutes' });
  await minutes(mn, '08', inMg({ ...FIVE, '40': so2(14, 'D') }));
  expect(await build('11:00')).toBe(0);
  expect(await hoursOf('S2')).toEqual([]);
});

it('is not built over an hour that came as one, before or after', async () => {
  const mn = await station('S3', { hoursFrom: 'minutes' });
  const sent = (hour: string) =>
    deviceRecord(
      mn,
      '2061',
      `DataTime=${dataTime(`${DAY} ${hour}:00`)};a21026-Avg=0.050,a21026-Flag=N`,
      shanghai(`${DAY} 10:05`),
    );
  await minutes(mn, '07', inMg(FIVE));
  await minutes(mn, '08', inMg(FIVE));
  await service.sendPackets([sent('07')]);
  await service.settle();
  expect(await build('10:00')).toBe(1);
  await service.sendPackets([sent('08')]);
  await service.settle();
  await minutes(mn, '08', inMg({ '50': so2(18) }));
  expect(await build('10:10')).toBe(0);
  const values = (await hoursOf('S3')).filter(([, , revision]) => revision > 0).map(([label, one]) => [label, one]);
  expect(values).toContainEqual([shanghai(`${DAY} 08:00`), { SO2: 50 }]);
  expect(values).toContainEqual([shanghai(`${DAY} 09:00`), { SO2: 50 }]);
});

it('is not built for a device that sends its hours', async () => {
  const mn = await station('S4', {});
  await minutes(mn, '08', inMg(FIVE));
  expect(await build('12:00')).toBe(0);
});
