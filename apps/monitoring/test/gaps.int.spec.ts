import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { DeviceCommandEnded } from '#libs/contracts/ingestion.events.js';
import { DeviceDataWanted } from '#libs/contracts/monitoring.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { eventually } from '#libs/testing/eventually.js';
import { askForGaps } from '../src/gap/ask-for-gaps.js';
import { buildHours } from '../src/minute-hour/build-hours.js';
import { type Policy, policyOf } from '../src/policy.js';
import { dataTime, deviceRecord, shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';

const UNITS = { a21026: 'µg/m³' };
let service: MonitoringService;
let policy: Policy;

const ask = (wall: string): Promise<number> =>
  runWithCause(systemCause('spec'), () =>
    service.db.transaction((tx) => askForGaps(tx, policy, new Date(shanghai(wall)))),
  );
/** Sends the hours of a device that end at these hours of 1 June. */
const send = async (mn: string, hours: readonly number[], offset = 60): Promise<void> => {
  await service.sendPackets(
    hours.map((hour) => {
      const wall = (h: number): string => `2026-06-01 ${String(h).padStart(2, '0')}:00`;
      const stamp = dataTime(wall(offset === 0 ? hour : hour - 1));
      return deviceRecord(mn, '2061', `DataTime=${stamp};a21026-Avg=5,a21026-Flag=N`, shanghai(wall(hour)));
    }),
  );
  await service.settle();
};
const wanted = (deviceId: string): [string, string][] =>
  service
    .dataOf(DeviceDataWanted)
    .filter((one) => one.deviceId === deviceId)
    .map(({ from, to }) => [from, to]);
const device = async (id: string, more: object = {}): Promise<string> => {
  const mn = `GAP${id}`;
  const station = {
    ...{ name: id, areaId: 'C1T1', position: [120.5, 30.5], network: 'air', expectedVersion: 0 },
    answersFor: [{ unitId: 'u1', sharePerMille: 1000, basis: 'paper 1', from: '2026-01-01', to: null }],
    evaluationPoint: null,
  };
  expect(await service.put(`/stations/${id}`, station)).toMatchObject({ status: 200 });
  const saved = await service.put(`/devices/${id}`, {
    ...{ mn, subject: { kind: 'station', id }, password: 'secret', protocol: 'HJ212-2017', silenceAfterHours: 24 },
    ...{ profile: { hourLabelOffsetMinutes: 60, units: UNITS }, expectedVersion: 0 },
    ...more,
  });
  expect(saved).toMatchObject({ status: 200 });
  return mn;
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-01 00:00'));
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

describe('minutes a device did not send, of whose minutes hours are built', () => {
  const settings = { hoursFrom: 'minutes', minuteInterval: 10 };
  const sendMinutes = async (mn: string, times: readonly string[]): Promise<void> => {
    await service.sendPackets(
      times.map((time) => {
        const wall = `2026-06-01 ${time}`;
        return deviceRecord(mn, '2051', `DataTime=${dataTime(wall)};a21026-Avg=5,a21026-Flag=N`, shanghai(wall));
      }),
    );
    await service.settle();
  };
  const hour = (h: string, without: readonly string[] = []): string[] =>
    ['00', '10', '20', '30', '40', '50']
      .filter((minute) => !without.includes(minute))
      .map((minute) => `${h}:${minute}`);

  it('are asked for as minutes, neighbours at once, and given up like hours', async () => {
    const mn = await device('MN1', { settings });
    await sendMinutes(mn, [...hour('00'), ...hour('01', ['20', '30']), ...hour('02', ['50'])]);
    const built = await runWithCause(systemCause('spec'), () =>
      service.db.transaction((tx) => buildHours(tx, policy, new Date(shanghai('2026-06-01 01:45')))),
    );
    expect(built).toBe(1);
    expect(await ask('2026-06-01 02:09')).toBe(0);
    // 40 minutes after their end; those that end later wait.
    expect(await ask('2026-06-01 02:20')).toBe(1);
    await service.settle();
    const span = (from: string, to: string): [string, string] => [
      shanghai(`2026-06-01 ${from}`),
      new Date(Date.parse(shanghai(`2026-06-01 ${to}`)) - 1_000).toISOString(),
    ];
    expect(wanted('MN1')).toEqual([span('01:20', '01:40')]);
    const [event] = service.dataOf(DeviceDataWanted).filter(({ deviceId }) => deviceId === 'MN1');
    expect(event?.cn).toBe('2051');
    await sendMinutes(mn, ['01:20', ...hour('03'), ...hour('04')]);
    expect(await ask('2026-06-01 03:19')).toBe(0);
    expect(await ask('2026-06-01 03:45')).toBe(2);
    await service.settle();
    expect(wanted('MN1').slice(1)).toEqual([span('01:30', '01:40'), span('02:50', '03:00')]);
  });
});

describe('hours a device did not send', () => {
  it('are asked for after a while, neighbours at once, and no more when they have come', async () => {
    const mn = await device('ST1');
    await send(mn, [1, 2, 5, 6, 8]);
    expect(await ask('2026-06-01 08:30')).toBe(2);
    await service.settle();
    expect(wanted('ST1')).toEqual([
      [shanghai('2026-06-01 02:00'), new Date(Date.parse(shanghai('2026-06-01 04:00')) - 1_000).toISOString()],
      [shanghai('2026-06-01 06:00'), new Date(Date.parse(shanghai('2026-06-01 07:00')) - 1_000).toISOString()],
    ]);
    expect(await ask('2026-06-01 08:31')).toBe(0);
    await send(mn, [3, 4]);
    expect(await ask('2026-06-01 09:30')).toBe(1);
    await send(mn, [7, 9]);
    expect(await ask('2026-06-01 13:30')).toBe(0);
    await service.settle();
    expect(wanted('ST1')).toHaveLength(3);
    const { body } = await service.get<{ items: { start: string; askings: number }[] }>('/device-gaps?deviceId=ST1');
    expect(body.items.map(({ start, askings }) => [start, askings])).toEqual([
      [shanghai('2026-06-01 06:00'), 2],
      [shanghai('2026-06-01 03:00'), 1],
      [shanghai('2026-06-01 02:00'), 1],
    ]);
    const first = (await service.get<{ nextCursor: string }>('/device-gaps?deviceId=ST1&limit=2')).body;
    expect(first).toMatchObject({ items: [{ askings: 2 }, { start: shanghai('2026-06-01 03:00') }] });
    expect((await service.get(`/device-gaps?deviceId=ST1&limit=2&cursor=${first.nextCursor}`)).body).toMatchObject({
      items: [{ start: shanghai('2026-06-01 02:00') }],
      nextCursor: null,
    });
  });

  it('are asked for by two at once only once', async () => {
    const mn = await device('ST2');
    await send(mn, [1, 3]);
    const counts = await Promise.all([ask('2026-06-01 03:30'), ask('2026-06-01 03:30'), ask('2026-06-01 03:30')]);
    expect(counts.sort()).toEqual([0, 0, 1]);
  });

  it('are asked for three times, at waits that double, then no more', async () => {
    const mn = await device('ST3', { profile: { hourLabelOffsetMinutes: 0, units: UNITS } });
    await send(mn, [1, 3], 0);
    const times = ['03:30', '04:29', '04:30', '06:29', '06:30', '10:31', '12:00'];
    const counts: number[] = [];
    for (const time of times) {
      await send(mn, [Number(time.slice(0, 2))], 0);
      counts.push(await ask(`2026-06-01 ${time}`));
    }
    // The hours that came later are not missed; 05 and 07 to 09 are, once each as they become due.
    const asked = (await service.get<{ items: { start: string; askings: number }[] }>('/device-gaps?deviceId=ST3'))
      .body;
    expect(asked.items.find(({ start }) => start === shanghai('2026-06-01 01:00'))).toMatchObject({ askings: 3 });
    expect(counts.slice(0, 2)).toEqual([1, 0]);
    await service.settle();
    // DataTime of this device is the end of the hour.
    expect(wanted('ST3')[0]![0]).toBe(shanghai('2026-06-01 02:00'));
  });

  it('the device says it has not are not asked for again', async () => {
    const mn = await device('ST4');
    await send(mn, [1, 3]);
    expect(await ask('2026-06-01 03:30')).toBe(1);
    await service.settle();
    const askingId = service.dataOf(DeviceDataWanted).find(({ deviceId }) => deviceId === 'ST4')?.askingId ?? '';
    const ended = {
      ...{ commandId: askingId, deviceId: 'ST4', cn: '2061', origin: 'gap' as const, askingId },
      ...{ state: 'executed' as const, result: 'noData', parts: 0 },
    };
    await service.send(DeviceCommandEnded, [{ key: 'ST4', data: ended }]);
    await eventually(async () => {
      const { body } = await service.get<{ items: { isAbsent: boolean }[] }>('/device-gaps?deviceId=ST4');
      expect(body.items).toMatchObject([{ isAbsent: true }]);
    });
    await send(mn, [4, 5]);
    await ask('2026-06-01 05:35');
    await service.settle();
    expect(wanted('ST4')).toHaveLength(1);
  });

  it.each([
    ['a device that is to be left alone', { settings: { gaps: 'leave' } }, '03:30'],
    ['a device that is not heard of', {}, '09:30'],
  ])('are not asked of %s', async (_name, more, time) => {
    const id = `ST5${time.slice(0, 2)}`;
    const mn = await device(id, more);
    await send(mn, [1, 3]);
    await ask(`2026-06-01 ${time}`);
    await service.settle();
    expect(wanted(id)).toEqual([]);
  });
});
