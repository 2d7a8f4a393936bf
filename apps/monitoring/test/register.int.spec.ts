import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { type MonitoringService, startMonitoring } from './monitoring-service.js';

/** Who may write what in the register: a city with two counties, each governed by a unit of its own. */
let service: MonitoringService;
const MAY = ['subject.manage', 'device.manage', 'data.review', 'monitoring.read'];
const answeredBy = (unitId: string) => [{ unitId, sharePerMille: 1000, basis: '登记', from: '2026-01-01', to: null }];
const station = (areaId: string, units: readonly string[]) => ({
  ...{ name: '站点', areaId, position: null, evaluationPoint: null, network: 'air', expectedVersion: 0 },
  answersFor: units.flatMap(answeredBy),
});
const device = (subjectId: string, mn: string) => ({
  ...{
    mn,
    subject: { kind: 'station', id: subjectId },
    password: '123456',
    protocol: 'HJ212-2017',
    expectedVersion: 0,
  },
  ...{ profile: { hourLabelOffsetMinutes: 0, units: {} }, silenceAfterHours: null },
});
const put = (path: string, body: object, unitId: string) => service.put(path, body, MAY, unitId);

beforeAll(async () => {
  service = await startMonitoring('2026-05-01T00:00:00Z');
  const unit = (id: string) => ({
    ...{ id, version: 1, retired: false, name: id, shortName: id, type: 'GOVERNMENT', parentId: 'city' },
    ...{ path: ['city', id], external: false, areaId: null },
  });
  await service.keep(UnitState, [unit('east'), unit('west')]);
  const area = (id: string, unitId: string | null, parentId: string | null) => ({
    ...{ id, version: 1, retired: false, name: id, level: 'county' as const, unitId, parentId, outline: [] },
  });
  await service.keep(AreaState, [
    area('a-east', 'east', null),
    area('a-west', 'west', null),
    area('a-none', null, null),
  ]);
  await service.settle();
});
afterAll(() => service?.stop());

it('lets nobody take over a device that measures for another unit', async () => {
  await put('/stations/e1', station('a-east', ['east']), 'east');
  await put('/stations/w1', station('a-west', ['west']), 'west');
  expect(await put('/devices/d1', device('w1', 'MN0001'), 'west')).toMatchObject({ status: 200 });
  const taken = { ...device('e1', 'MN0001'), expectedVersion: 1 };
  expect(await put('/devices/d1', taken, 'east')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_UNIT' } });
  // Whoever reaches both may move it.
  expect(await put('/devices/d1', taken, 'city')).toMatchObject({ status: 200, body: { version: 2 } });
});

describe('a subject nobody answers for', () => {
  it('is the business of the unit that governs its area', async () => {
    expect(await put('/stations/e2', station('a-east', []), 'west')).toMatchObject({ status: 403 });
    expect(await put('/stations/e2', station('a-east', []), 'east')).toMatchObject({ status: 200 });
  });

  it('is that of the whole where no unit governs the area', async () => {
    expect(await put('/stations/n1', station('a-none', []), 'east')).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN_UNIT' },
    });
    expect(await put('/stations/n1', station('a-none', []), 'city')).toMatchObject({ status: 200 });
  });
});

it.each([
  ['a term longer than a year', 's1', { silenceAfterHours: 3_000_000_000 }, 400, 'INPUT_INVALID'],
  ['no name', 's1', { name: '  ' }, 400, 'INPUT_INVALID'],
  ['an id of blanks', '%20%20', {}, 422, 'REGISTER_ID_INVALID'],
  ['an id longer than records bear', 'x'.repeat(101), {}, 422, 'REGISTER_ID_INVALID'],
])('refuses %s', async (_what, id, changed, status, code) => {
  const answer = await put(`/stations/${id}`, { ...station('a-east', ['east']), ...changed }, 'east');
  expect(answer).toMatchObject({ status, body: { code } });
});
