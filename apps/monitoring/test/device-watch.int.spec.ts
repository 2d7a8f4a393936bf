import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SilenceEnded, SilenceStarted } from '#libs/contracts/monitoring.events.js';
import {
  dataTime,
  deviceRecord,
  type RawSend,
  shanghai,
  startMonitoring,
  type MonitoringService,
} from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const [known] = subjects.filter(({ kind }) => kind === 'outlet');
const OUTLET = {
  name: 'an outlet',
  areaId: known!.area,
  position: null,
  network: 'new',
  answersFor: [],
  limits: [],
};
const DEVICE = (id: string) => ({
  mn: `MN-${id}`,
  subject: { kind: 'outlet', id },
  password: 'secret',
  protocol: 'HJ212-2017',
  profile: { hourLabelOffsetMinutes: 60, units: { w01018: 'mg/L', w21003: 'mg/L' } },
  silenceAfterHours: 24,
  expectedVersion: 0,
});
/** An hour of a device, labelled by its end. */
const hourOf = (id: string, label: string, cod = '30.1', nh3n = '0.3'): RawSend => {
  const start = new Date(Date.parse(shanghai(label)) + 7 * 3_600_000).toISOString();
  return deviceRecord(
    `MN-${id}`,
    '2061',
    `DataTime=${dataTime(start.slice(0, 16))};w01018-Avg=${cod},w01018-Flag=N;w21003-Avg=${nh3n},w21003-Flag=N`,
    new Date(Date.parse(shanghai(label)) + 120_000).toISOString(),
  );
};
interface Health {
  id: string;
  standing: string;
  silentSince: string | null;
  lastLabel: string | null;
  packets: number;
  lastPacketAt: string | null;
  lastPacketId: string | null;
  troubles: string[];
  repeating: object[];
}
const healthOf = async (id: string): Promise<Health | undefined> =>
  (await service.get<{ items: Health[] }>(`/device-health?deviceId=D-${id}`)).body.items[0];
const register = async (id: string, more: object = {}, device: object | null = {}): Promise<void> => {
  expect((await service.put(`/outlets/${id}`, { ...OUTLET, ...more, expectedVersion: 0 })).status).toBe(200);
  if (device) expect((await service.put(`/devices/D-${id}`, { ...DEVICE(id), ...device })).status).toBe(200);
};
const startedOf = (id: string) => service.dataOf(SilenceStarted).filter(({ subject }) => subject.id === id);
const endedOf = (id: string) => service.dataOf(SilenceEnded).filter(({ subject }) => subject.id === id);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-20 08:00'));
  await registerCity(service, ({ id }) => id === known!.id);
}, 120_000);
afterAll(() => service?.stop());

describe('what is registered and never heard of', () => {
  it('is missed when the hours of its device are over, and heard of with its first packet', async () => {
    await register('NEW1', {}, { silenceAfterHours: 6 });
    await register('NEW2', {}, { silenceAfterHours: null });
    await register('NEW3', { silenceAfterHours: 12 }, null);
    await register('NEW4', {}, null);
    await register('NEW5', {}, { silenceAfterHours: 6 });
    expect(await healthOf('NEW1')).toMatchObject({ standing: 'never', silentSince: null });
    await service.setClock(shanghai('2026-06-20 13:59'));
    await service.settle();
    expect(startedOf('NEW1')).toEqual([]);
    await service.setClock(shanghai('2026-06-20 14:01'));
    await service.settle();
    expect(startedOf('NEW1')).toMatchObject([
      {
        neverHeard: true,
        lastSeenAt: shanghai('2026-06-20 08:00'),
        silentSince: shanghai('2026-06-20 14:00'),
        endedAt: null,
      },
    ]);
    expect(await healthOf('NEW1')).toMatchObject({ standing: 'never', silentSince: shanghai('2026-06-20 14:00') });
    await service.sendPackets([hourOf('NEW1', '2026-06-20 15:00')]);
    await service.settle();
    expect(endedOf('NEW1')).toMatchObject([
      { neverHeard: true, silentSince: shanghai('2026-06-20 14:00'), endedAt: shanghai('2026-06-20 15:00') },
    ]);
    expect(await healthOf('NEW1')).toMatchObject({ standing: 'online', silentSince: null });
    await service.setClock(shanghai('2026-06-20 21:01'));
    await service.settle();
    expect(startedOf('NEW1').map(({ neverHeard }) => neverHeard)).toEqual([true, undefined]);
    expect(startedOf('NEW3')).toMatchObject([{ neverHeard: true, silentSince: shanghai('2026-06-20 20:00') }]);
    expect([...startedOf('NEW2'), ...startedOf('NEW4')]).toEqual([]);
  });

  it('is not missed any more once its device is to be missed by nobody, and again from when it is', async () => {
    expect(startedOf('NEW5')).toHaveLength(1);
    await service.setClock(shanghai('2026-06-21 08:00'));
    const again = { ...DEVICE('NEW5'), expectedVersion: 1, silenceAfterHours: null };
    expect((await service.put('/devices/D-NEW5', again)).status).toBe(200);
    await service.settle();
    expect(endedOf('NEW5')).toMatchObject([{ neverHeard: true, endedAt: shanghai('2026-06-21 08:00') }]);
    await service.setClock(shanghai('2026-06-22 08:00'));
    await service.settle();
    expect(startedOf('NEW5')).toHaveLength(1);
    expect((await service.put('/devices/D-NEW5', { ...again, expectedVersion: 2, silenceAfterHours: 3 })).status).toBe(
      200,
    );
    await service.setClock(shanghai('2026-06-22 11:01'));
    await service.settle();
    expect(startedOf('NEW5').at(-1)).toMatchObject({ neverHeard: true, silentSince: shanghai('2026-06-22 11:00') });
    expect(startedOf('NEW5')).toHaveLength(2);
  });
});

describe('what is to be missed by nobody', () => {
  it('is not told of as silent though it was heard of, and once it is to be missed, not as never heard of', async () => {
    await service.setClock(shanghai('2026-06-22 12:30'));
    await register('PAUSE', {}, { silenceAfterHours: 6 });
    await register('LATER', {}, { silenceAfterHours: null });
    await service.sendPackets([hourOf('PAUSE', '2026-06-22 12:00'), hourOf('LATER', '2026-06-22 12:00')]);
    await service.settle();
    const save = async (id: string, expectedVersion: number, silenceAfterHours: number | null): Promise<void> => {
      const { status } = await service.put(`/devices/D-${id}`, { ...DEVICE(id), expectedVersion, silenceAfterHours });
      expect(status).toBe(200);
    };
    await save('PAUSE', 1, null);
    await service.setClock(shanghai('2026-06-22 18:30'));
    await service.settle();
    expect(startedOf('PAUSE')).toEqual([]);
    await save('PAUSE', 2, 2);
    await save('LATER', 1, 7);
    expect(await healthOf('LATER')).toMatchObject({ standing: 'late', lastLabel: shanghai('2026-06-22 12:00') });
    await service.setClock(shanghai('2026-06-22 20:31'));
    await service.settle();
    expect(startedOf('PAUSE')).toMatchObject([{ silentSince: shanghai('2026-06-22 20:30') }]);
    expect(startedOf('LATER')).toMatchObject([
      { lastSeenAt: shanghai('2026-06-22 12:00'), silentSince: shanghai('2026-06-22 19:00') },
    ]);
    expect([...startedOf('PAUSE'), ...startedOf('LATER')].map(({ neverHeard }) => neverHeard)).toEqual([
      undefined,
      undefined,
    ]);
    await save('PAUSE', 3, null);
    await service.settle();
    expect(endedOf('PAUSE')).toHaveLength(1);
  });
});

describe('an outlet that is retired and comes back', () => {
  it('is missed again by the hours it was missed by before', async () => {
    await service.setClock(shanghai('2026-06-22 20:40'));
    await register('BACK', {}, { silenceAfterHours: 6 });
    await service.sendPackets([hourOf('BACK', '2026-06-22 20:00')]);
    await service.settle();
    const gone = { ...DEVICE('BACK'), expectedVersion: 1, retired: true };
    expect((await service.put('/devices/D-BACK', gone)).status).toBe(200);
    const retire = async (retired: boolean, expectedVersion: number): Promise<void> =>
      expect((await service.put('/outlets/BACK', { ...OUTLET, retired, expectedVersion })).status).toBe(200);
    await retire(true, 1);
    await service.setClock(shanghai('2026-06-23 02:30'));
    await service.settle();
    expect(startedOf('BACK')).toEqual([]);
    await retire(false, 2);
    await service.setClock(shanghai('2026-06-23 08:29'));
    await service.settle();
    expect(startedOf('BACK')).toEqual([]);
    await service.setClock(shanghai('2026-06-23 08:31'));
    await service.settle();
    expect(startedOf('BACK')).toMatchObject([{ silentSince: shanghai('2026-06-23 08:30') }]);
  });
});

describe('two devices of one outlet', () => {
  it('stand each by what came of itself', async () => {
    await service.setClock(shanghai('2026-06-23 08:35'));
    await register('TWIN', {}, { silenceAfterHours: 6 });
    const second = { ...DEVICE('TWIN'), mn: 'MN-TWIN2', silenceAfterHours: 6 };
    expect((await service.put('/devices/D-TWIN2', second)).status).toBe(200);
    const twins = async () => {
      const { body } = await service.get<{ standings: object; items: Health[] }>('/device-health?subjectId=TWIN');
      return {
        standings: body.standings,
        of: Object.fromEntries(
          body.items.map(({ id, standing, lastLabel, silentSince }) => [id, [standing, lastLabel, silentSince]]),
        ),
      };
    };
    await service.sendPackets([hourOf('TWIN', '2026-06-23 08:00')]);
    await service.settle();
    expect(await twins()).toEqual({
      standings: { silent: 0, late: 0, never: 1, online: 1 },
      of: {
        'D-TWIN': ['online', shanghai('2026-06-23 08:00'), null],
        'D-TWIN2': ['never', null, null],
      },
    });
    await service.sendPackets([hourOf('TWIN2', '2026-06-23 09:00')]);
    await service.setClock(shanghai('2026-06-23 11:00'));
    await service.settle();
    expect((await twins()).standings).toMatchObject({ late: 1, online: 1 });
    await service.sendPackets([hourOf('TWIN2', '2026-06-23 13:00')]);
    await service.setClock(shanghai('2026-06-23 14:01'));
    await service.settle();
    // The outlet is heard of, and one of its devices is not.
    expect(startedOf('TWIN')).toEqual([]);
    expect(await twins()).toEqual({
      standings: { silent: 1, late: 0, never: 0, online: 1 },
      of: {
        'D-TWIN': ['silent', shanghai('2026-06-23 08:00'), shanghai('2026-06-23 14:00')],
        'D-TWIN2': ['online', shanghai('2026-06-23 13:00'), null],
      },
    });
  });
});

describe('values of a device that repeat', () => {
  const hours = Array.from(
    { length: 24 },
    (_, n) => `2026-06-${n < 10 ? 23 : 24} ${String((n + 14) % 24).padStart(2, '0')}:00`,
  );

  it('are a trouble of it, told by the pack, with what repeats and since when', async () => {
    await register('STUCK');
    await register('LIVE');
    await service.setClock(shanghai('2026-06-24 13:30'));
    await service.sendPackets(
      hours.flatMap((label, n) => [
        hourOf('STUCK', label, n < 8 ? `3${n}.5` : '46.56', '0.05'),
        hourOf('LIVE', label, n % 12 === 11 ? '47' : '46.56'),
      ]),
    );
    await service.settle();
    expect(await healthOf('STUCK')).toMatchObject({
      troubles: ['repeating'],
      repeating: [
        {
          factor: 'w01018',
          name: '化学需氧量',
          value: 46.56,
          unit: 'mg/L',
          from: shanghai('2026-06-23 22:00'),
          until: shanghai('2026-06-24 13:00'),
          times: 16,
        },
      ],
    });
    expect(await healthOf('LIVE')).toMatchObject({
      troubles: ['repeating'],
      repeating: [{ factor: 'w21003', times: 24 }],
    });
    await service.setClock(shanghai('2026-06-25 06:30'));
    expect(await healthOf('STUCK')).toMatchObject({ troubles: [], repeating: [] });
  });

  it('are long gone, and the last packet is still named', async () => {
    const { lastPacketId } = (await healthOf('STUCK'))!;
    expect(lastPacketId).not.toBeNull();
    await service.setClock(shanghai('2026-08-10 06:30'));
    expect(await healthOf('STUCK')).toMatchObject({
      packets: 0,
      lastPacketAt: new Date(Date.parse(shanghai('2026-06-24 13:00')) + 120_000).toISOString(),
      lastPacketId,
    });
    expect(await healthOf('NEW2')).toMatchObject({ lastPacketAt: null, lastPacketId: null });
  });
});
