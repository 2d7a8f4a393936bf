import { createCipheriv, createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { select } from '#libs/persistence/select.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { INTERNAL_KEY } from '#libs/testing/test-service.js';
import { receivePackets } from '../src/packet/receive-packets.js';
import { policyOf } from '../src/policy.js';
import {
  dataTime,
  deviceRecord,
  feedRecord,
  frameOf,
  originalOf,
  type RawSend,
  shanghai,
  startMonitoring,
  type MonitoringService,
} from './monitoring-service.js';

interface HealthPage {
  items: { id: string; mn: string; standing: string; subject: { id: string }; troubles: string[] }[];
  standings: Record<string, number>;
  nextCursor: string | null;
}

let service: MonitoringService;
const MN = 'A1234567890';
const UNITS = { a21026: 'µg/m³', a21004: 'µg/m³', a21005: 'mg/m³', a05024: 'mg/m³', a34002: 'µg/m³', a34004: 'µg/m³' };
const station = (id: string, more: object = {}) => ({
  name: id,
  areaId: 'C1T1',
  position: [120.5, 30.5],
  network: 'air',
  answersFor: [{ unitId: 'u1', sharePerMille: 1000, basis: 'paper 1', from: '2026-01-01', to: null }],
  evaluationPoint: { status: 'yes', basis: 'paper 2', from: '2026-01-01' },
  expectedVersion: 0,
  ...more,
});
const device = (mn: string, subject: { kind: string; id: string }, more: object = {}) => ({
  mn,
  subject,
  password: 'secret',
  protocol: 'HJ212-2017',
  profile: { hourLabelOffsetMinutes: 60, units: UNITS },
  silenceAfterHours: 24,
  expectedVersion: 0,
  ...more,
});
const counts = async (): Promise<Record<string, number>> =>
  (
    await select<Record<string, number>>(
      service.db.manager,
      `select (select count(*)::int from raw_packet) as packets, (select count(*)::int from reading) as readings,
              (select count(*)::int from station_hour) as hours, (select count(*)::int from fault) as faults,
              (select count(*)::int from parked) as parked`,
    )
  )[0]!;
const faultsOf = async (
  source: string,
): Promise<{ reason: string; where: string; packetId: string | null; text: string | null; sha256: string }[]> =>
  (await service.get<{ items: never[] }>(`/faults?source=${encodeURIComponent(source)}`)).body.items;
const hour = (cp: string, wall: string, receivedAt = wall, options: { qn?: string; flag?: string } = {}): RawSend =>
  deviceRecord(MN, '2061', `DataTime=${dataTime(wall)};${cp}`, shanghai(receivedAt), options);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-01 12:00'));
  await service.keep(
    AreaState,
    [
      { id: 'C1', level: 'county' as const, parentId: null },
      { id: 'C1T1', level: 'town' as const, parentId: 'C1' },
    ].map((area) => ({ ...area, version: 1, retired: false, name: area.id, unitId: null, outline: [] })),
  );
  await service.keep(UnitState, [
    {
      id: 'u1',
      version: 1,
      retired: false,
      name: 'u1',
      shortName: 'u1',
      type: 'TOWNSHIP',
      parentId: null,
      path: ['city', 'u1'],
      external: false,
      areaId: null,
    },
  ]);
  await service.settle();
  expect((await service.put('/stations/S1', station('S1'))).status).toBe(200);
  expect((await service.put('/devices/D1', device(MN, { kind: 'station', id: 'S1' }))).status).toBe(200);
}, 120_000);
afterAll(() => service?.stop());

describe('the register', () => {
  it('publishes whole states; a password only as a keyed hash, and nowhere else', async () => {
    await service.settle();
    const [state] = service.dataOf(DeviceState);
    expect(state?.passwordHash).toMatch(/^[0-9a-f]{64}$/);
    expect(state?.passwordHash).not.toBe(createHash('sha256').update('secret').digest('hex'));
    expect((await service.get('/devices/D1')).body).not.toHaveProperty('passwordHash');
    const written = await select<{ n: number }>(
      service.db.manager,
      `select count(*)::int as n from audit a where a.new::text like '%secret%' or a.new::text like $1`,
      [`%${state!.passwordHash}%`],
    );
    expect(written[0]?.n).toBe(0);
    expect(service.dataOf(MonitoredSubjectState)[0]).toMatchObject({
      id: 'S1',
      kind: 'station',
      version: 1,
      retired: false,
    });
  });
  it.each([
    ['/stations/S2', station('S2', { areaId: 'nowhere' }), 422, 'SUBJECT_AREA_INVALID'],
    [
      '/stations/S2',
      station('S2', { answersFor: [{ unitId: 'u9', sharePerMille: 1000, basis: 'p', from: '2026-01-01', to: null }] }),
      422,
      'SUBJECT_UNIT_INVALID',
    ],
    ['/stations/S1', station('S1', { name: 'other' }), 409, 'STATE_CHANGED_MEANWHILE'],
    [
      '/sections/S1',
      { ...station('S1'), evaluationPoint: undefined, water: { type: 'river', target: 3 }, expectedVersion: 1 },
      422,
      'SUBJECT_KIND_INVALID',
    ],
    ['/stations/S2', { name: 'S2' }, 400, 'INPUT_INVALID'],
    ['/devices/D2', device('M2', { kind: 'station', id: 'S9' }), 422, 'DEVICE_SUBJECT_INVALID'],
    ['/devices/D2', device(MN, { kind: 'station', id: 'S1' }), 422, 'DEVICE_NUMBER_INVALID'],
    [
      '/devices/D2',
      device('M2', { kind: 'station', id: 'S1' }, { password: undefined }),
      422,
      'DEVICE_PASSWORD_INVALID',
    ],
    ['/devices/D2', device('M;2', { kind: 'station', id: 'S1' }), 400, 'INPUT_INVALID'],
  ])('refuses %s (%#)', async (path, body, status, code) => {
    expect(await service.put(path, body)).toMatchObject({ status, body: { code } });
  });
  it('lets nobody change what their unit does not answer for', async () => {
    expect(
      (await service.put('/stations/S1', station('S1', { expectedVersion: 1 }), ['subject.manage'], 'u2')).status,
    ).toBe(403);
    expect((await service.put('/stations/S1', station('S1', { expectedVersion: 1 }), ['monitoring.read'])).status).toBe(
      403,
    );
    expect((await service.get('/stations', ['device.manage'])).status).toBe(403);
  });
});

describe('packets', () => {
  it('are kept byte for byte with hash and place, and read by the profile of their device', async () => {
    const record = hour(
      'a21026-Avg=7.0,a21026-Flag=N;a05024-Avg=0.126,a05024-Flag=N;a21004-Avg=9,a21004-Flag=D',
      '2026-05-31 01:00',
    );
    await service.sendPackets([record]);
    await service.settle();
    const { body } = await service.get<{
      items: { values: object; packetId: string; revision: number; label: string }[];
    }>('/hours?stationId=S1');
    expect(body.items[0]).toMatchObject({
      label: shanghai('2026-05-31 02:00'),
      values: { SO2: 7, O3: 126 },
      revision: 1,
    });
    const packet = (await service.get<Record<string, unknown>>(`/raw-packets/${body.items[0]!.packetId}`)).body;
    const bytes = record.value as Buffer;
    expect(packet).toMatchObject({
      source: MN,
      length: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      isIntact: true,
      isPasswordHidden: true,
      kafka: { topic: 'ingestion.packets', offset: expect.stringMatching(/^\d+$/) },
    });
    const { text, hex } = packet as { text: string; hex: string };
    expect(text).toBe(bytes.toString('utf8').replace(/PW=[^;]*/, (field) => `PW=${'*'.repeat(field.length - 3)}`));
    expect(Buffer.from(hex, 'hex').toString('utf8')).toBe(text);
    expect(await originalOf(service, packet['id'] as string)).toMatchObject({ hex: bytes.toString('hex') });
    expect((await service.post('/raw-packets/originals', { ids: ['0'] })).body).toEqual({ packets: [] });
    expect((await service.post('/raw-packets/originals', { ids: ['x'] })).status).toBe(400);
    expect((await service.post('/raw-packets/originals', { ids: ['1'] }, ['monitoring.read'])).status).toBe(403);
    const chain = await service.get(`/evidence/monitoring/packet/${packet['id']}`);
    expect(JSON.stringify(chain.body)).toContain('PW=**');
    expect(JSON.stringify(chain.body)).not.toMatch(/PW=[^*;]/);
    await service.db.query(`update raw_packet set bytes = 'other'::bytea where id = $1`, [packet['id']]);
    expect((await service.get(`/raw-packets/${packet['id']}`)).body).toMatchObject({ isIntact: false });
    await service.db.query('update raw_packet set bytes = $2 where id = $1', [packet['id'], bytes]);
  });

  it('twice in a row and three at once count once', async () => {
    const before = await counts();
    const record = hour('a21026-Avg=8,a21026-Flag=N', '2026-05-31 02:00');
    await service.sendPackets([record, record]);
    await service.sendPackets([record]);
    await service.settle();
    await service.sendPackets([record]);
    await service.settle();
    const after = await counts();
    expect(after).toEqual({
      ...before,
      packets: before['packets']! + 1,
      readings: before['readings']! + 1,
      hours: before['hours']! + 1,
    });
  });

  it('that were split add up to their hour in any order', async () => {
    const part = (no: number, cp: string) =>
      deviceRecord(MN, '2061', cp, shanghai('2026-05-31 04:05'), { flag: `7;PNUM=2;PNO=${no}` });
    await service.sendPackets([part(2, `DataTime=${dataTime('2026-05-31 03:00')};a34002-Avg=50,a34002-Flag=N`)]);
    await service.settle();
    await service.sendPackets([part(1, `DataTime=${dataTime('2026-05-31 03:00')};a21026-Avg=9,a21026-Flag=N`)]);
    await service.settle();
    const { body } = await service.get<{ items: { values: object }[] }>(
      `/hours?stationId=S1&label=${encodeURIComponent(shanghai('2026-05-31 04:00'))}`,
    );
    expect(body.items.map(({ values }) => values)).toEqual([{ SO2: 9, PM10: 50 }, { PM10: 50 }]);
  });

  it('correct a value with what was said before kept, and say nothing new by saying it again', async () => {
    const at = '2026-05-29 05:00';
    const said = (cp: string) =>
      deviceRecord(MN, '2011', `DataTime=${dataTime(at)};${cp}`, shanghai('2026-05-29 05:01'));
    for (const cp of [
      'a21026-Rtd=5.5,a21026-Flag=N;a34004-Rtd=7,a34004-Flag=N',
      'a21026-Rtd=5.50,a21026-Flag=N',
      'a21026-Rtd=6,a21026-Flag=N',
      'a21026-Flag=D',
    ]) {
      await service.sendPackets([said(cp)]);
      await service.settle();
    }
    const span = `from=${encodeURIComponent(shanghai(at))}&to=${encodeURIComponent(shanghai('2026-05-29 05:01'))}`;
    const { body } = await service.get<{ items: { factor: string; value: number; revision: number }[] }>(
      `/readings?subjectId=S1&kind=realtime&${span}`,
    );
    expect(body.items.map(({ factor, value, revision }) => [factor, value, revision])).toEqual([
      ['a21026', 6, 2],
      ['a34004', 7, 1],
    ]);
    const id = `hj212~${MN}~realtime~${new Date(shanghai(at)).toISOString()}~a21026`;
    const valueOf = async (version: number) =>
      (
        await service.get<{ record: { facts: { label: string; value: string }[] } }>(
          `/evidence/monitoring/reading/${encodeURIComponent(id)}?version=${version}`,
        )
      ).body.record.facts.find(({ label }) => label === '数值')?.value;
    expect([await valueOf(1), await valueOf(2)]).toEqual(['5.5', '6']);
  });

  it('cut anywhere are kept part by part, and read when they come together', async () => {
    const cp = (text: string): string => `DataTime=${dataTime('2026-05-30 05:00')};${text}`;
    const [one, two] = [
      deviceRecord(MN, '2061', cp('a21026-Avg=1'), shanghai('2026-05-30 06:01'), { flag: '7;PNUM=2;PNO=1' }),
      deviceRecord(MN, '2061', '7,a21026-Flag=N', shanghai('2026-05-30 06:01'), { flag: '7;PNUM=2;PNO=2' }),
    ];
    const before = await counts();
    const whole = Buffer.concat([one.value as Buffer, two.value as Buffer]);
    await service.sendPackets([
      { ...one, headers: { ...one.headers, part: '1/2' } },
      { ...two, headers: { ...two.headers, part: '2/2' } },
    ]);
    await service.settle();
    expect(await counts()).toEqual({ ...before, packets: before['packets']! + 2 });
    await service.sendPackets([{ ...one, value: whole, headers: { ...one.headers, parts: '2' } }]);
    await service.settle();
    const { body } = await service.get<{ items: { values: { value: string }[] }[] }>(
      `/hours?stationId=S1&label=${shanghai('2026-05-30 06:00')}`,
    );
    expect(JSON.stringify(body.items)).toContain('17');
    expect((await counts())['faults']).toBe(before['faults']);
  });

  it('of a device with another checksum and a cipher are read by its settings, whose key is shown to nobody', async () => {
    const key = '0123456789abcdeffedcba9876543210';
    const { status, body } = await service.put(
      '/devices/D9',
      device(
        'CIPHERED',
        { kind: 'station', id: 'S1' },
        { settings: { crc: 'swapped', sources: ['10.1.0.0/16'] }, cipherKey: key },
      ),
    );
    expect({ status, body }).toMatchObject({ status: 200, body: { settings: { crc: 'swapped', isEnciphered: true } } });
    expect(JSON.stringify(body)).not.toContain('cipherKeys');
    const [state] = service.dataOf(DeviceState).filter(({ id }) => id === 'D9');
    expect(JSON.stringify(state ?? {})).not.toContain(key);
    const plain = frameOf(
      `QN=20260530080000000;ST=22;CN=2061;PW=secret;MN=CIPHERED;Flag=9;CP=&&DataTime=${dataTime('2026-05-30 07:00')};a21026-Avg=23,a21026-Flag=N&&`,
    );
    const text = plain.subarray(0, -2).toString('latin1');
    const [open, close] = [text.indexOf('CP=&&') + 5, text.lastIndexOf('&&')];
    const cipher = createCipheriv('sm4-ecb', Buffer.from(key, 'hex'), null).setAutoPadding(false);
    const whole = (close - open) & ~15;
    const sealed = cipher.update(Buffer.from(text.slice(open, open + whole), 'latin1')).toString('latin1');
    const crc = text.slice(-4);
    const sent = `${text.slice(0, open)}${sealed}${text.slice(open + whole, -4)}${crc.slice(2)}${crc.slice(0, 2)}`;
    await service.sendPackets([
      {
        key: 'CIPHERED',
        value: Buffer.from(sent, 'latin1'),
        headers: { door: 'hj212', receivedAt: shanghai('2026-05-30 08:01'), source: 'CIPHERED' },
      },
    ]);
    await service.settle();
    expect(await faultsOf('CIPHERED')).toEqual([]);
    const hours = await service.get<{ items: unknown[] }>(`/hours?stationId=S1&label=${shanghai('2026-05-30 08:00')}`);
    expect(JSON.stringify(hours.body.items)).toContain('23');
    // As of the clock the packet is older than a day, so it is not among those shown live.
    expect((await service.get('/device-packets?deviceId=D9')).body).toEqual({ items: [], nextCursor: null });
    await service.sendPackets([
      {
        key: 'CIPHERED',
        value: Buffer.from(sent, 'latin1').fill('1', 18, 19),
        headers: { door: 'hj212', receivedAt: shanghai('2026-06-01 11:59') },
      },
    ]);
    await service.settle();
    const live = await service.get<{ items: { text: string; marks: string[] }[] }>('/device-packets?deviceId=D9');
    expect(live.body.items).toHaveLength(1);
    expect(live.body.items[0]!.text).toContain('PW=******;');
    expect(live.body.items[0]!.text).not.toContain('secret');
    const page = (await service.get<{ nextCursor: string }>('/device-packets?deviceId=D9&limit=1')).body;
    expect((await service.get(`/device-packets?deviceId=D9&limit=1&cursor=${page.nextCursor}`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('keep real-time, minute and day values apart from hours', async () => {
    const before = await counts();
    await service.sendPackets([
      deviceRecord(
        MN,
        '2011',
        `DataTime=${dataTime('2026-05-31 05:00')};a21026-Rtd=5.5,a21026-Flag=N`,
        shanghai('2026-05-31 05:00'),
      ),
      deviceRecord(
        MN,
        '2051',
        `DataTime=${dataTime('2026-05-31 05:00')};a21026-Min=5,a21026-Avg=5.6,a21026-Max=6,a21026-Flag=N`,
        shanghai('2026-05-31 05:10'),
      ),
      deviceRecord(
        MN,
        '2031',
        `DataTime=${dataTime('2026-05-31 00:00')};a21026-Avg=6,a21026-Flag=N`,
        shanghai('2026-06-01 00:05'),
      ),
      deviceRecord(MN, '9015', '', shanghai('2026-06-01 00:05')),
    ]);
    await service.settle();
    const span = `from=${encodeURIComponent(shanghai('2026-05-31 00:00'))}&to=${encodeURIComponent(shanghai('2026-06-01 00:00'))}`;
    const kinds = await Promise.all(
      ['realtime', 'minute', 'day'].map(async (kind) =>
        (
          await service.get<{ items: { value: number; minimum: number | null }[] }>(
            `/readings?subjectId=S1&kind=${kind}&${span}`,
          )
        ).body.items.map(({ value, minimum }) => [value, minimum]),
      ),
    );
    expect(kinds).toEqual([[[5.5, null]], [[5.6, 5]], [[6, null]]]);
    expect(await counts()).toMatchObject({
      hours: before['hours'],
      faults: before['faults'],
      packets: before['packets']! + 4,
    });
  });
});

describe('what a device says beside values', () => {
  it('is kept once, however often it comes, and paged the newest first', async () => {
    const said = (cp: string, cn = '2021') => deviceRecord(MN, cn, cp, shanghai('2026-05-31 12:01'));
    const state = (no: number, value: number) => said(`DataTime=${dataTime('2026-05-31 12:00')};SB${no}-RS=${value}`);
    await service.sendPackets([state(1, 1), state(1, 1), state(2, 0)]);
    await service.settle();
    await service.sendPackets([state(1, 1), said(`DataTime=${dataTime('2026-05-31 12:01')};VaseNo=4`, '3015')]);
    await service.settle();
    type Page = { items: { kind: string; content: object; packetId: string }[]; nextCursor: string | null };
    const first = (await service.get<Page>('/device-records?deviceId=D1&limit=2')).body;
    const second = (await service.get<Page>(`/device-records?deviceId=D1&limit=2&cursor=${first.nextCursor}`)).body;
    const all = [...first.items, ...second.items];
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({ kind: 'sampling', content: { vase: '4' } });
    expect(all.map(({ content }) => content)).toContainEqual({ equipment: 'SB1', state: '1', stateName: '运行' });
    expect((await service.get(`/raw-packets/${all[0]!.packetId}`)).status).toBe(200);
    const states = (await service.get<Page>('/device-records?deviceId=D1&kind=equipmentState')).body;
    expect(states.items).toHaveLength(2);
    expect(await service.get('/device-records?deviceId=nobody')).toMatchObject({ status: 404 });
    expect((await service.get('/device-records?deviceId=D1', ['subject.manage'])).status).toBe(403);
  });
});

describe('what is wrong', () => {
  const flipped = frameOf(`QN=1;ST=22;CN=2061;PW=secret;MN=${MN};Flag=5;CP=&&DataTime=20260531060000;a21026-Avg=7&&`);
  flipped[flipped.indexOf('=7&&') + 1] = 0x39;
  const wrong: [source: string, sent: RawSend, reason: string, where: string][] = [
    [
      'NOBODY',
      deviceRecord('NOBODY', '2061', 'DataTime=20260531000000;a21026-Avg=7', shanghai('2026-05-31 01:05')),
      'UNKNOWN_DEVICE',
      'MN NOBODY',
    ],
    [
      MN,
      { key: MN, value: flipped, headers: { door: 'hj212', source: MN, receivedAt: shanghai('2026-05-31 07:05') } },
      'CRC_MISMATCH',
      'frame',
    ],
    [
      MN,
      deviceRecord(MN, '2061', 'DataTime=20261318250000;a21026-Avg=7', shanghai('2026-05-31 07:05')),
      'TIME_IMPOSSIBLE',
      'DataTime=20261318250000',
    ],
    [
      MN,
      deviceRecord(MN, '2061', 'DataTime=20270531060000;a21026-Avg=7', shanghai('2026-05-31 07:05')),
      'TIME_IMPLAUSIBLE',
      'DataTime=20270531060000',
    ],
    [
      'S7',
      feedRecord('national-hourly', { code: 'S7', time: '2026-05-31 06:00' }, shanghai('2026-05-31 06:25')),
      'UNKNOWN_SUBJECT',
      'station S7',
    ],
    [
      'S1',
      feedRecord('sections', { code: 'S1', time: '2026-05-31 06:00', do: '5' }, shanghai('2026-05-31 06:25')),
      'SUBJECT_KIND',
      'S1 is a station',
    ],
    [
      'S1',
      feedRecord('elsewhere', { code: 'S1', time: '2026-05-31 06:00' }, shanghai('2026-05-31 06:25')),
      'LAYOUT_UNKNOWN',
      'layout elsewhere',
    ],
  ];
  beforeAll(async () => {
    const before = await counts();
    await service.sendPackets(wrong.map(([, record]) => record));
    await service.settle();
    const n = wrong.length;
    expect(await counts()).toEqual({ ...before, packets: before['packets']! + n, faults: before['faults']! + n });
  });
  it.each(wrong.map(([source, record, reason, where]) => ({ source, record, reason, where })))(
    'is kept and visible: $reason',
    async ({ source, record, reason, where }) => {
      const [fault] = (await faultsOf(source)).filter((one) => one.reason === reason);
      expect(fault?.where).toContain(where);
      expect(fault?.sha256).toBe(createHash('sha256').update(record.value).digest('hex'));
      const packet = await originalOf(service, fault!.packetId!);
      expect(packet).toMatchObject({ hex: Buffer.from(record.value as Buffer).toString('hex') });
    },
  );

  it('in a value is refused by itself, the rest of the packet is taken', async () => {
    await service.sendPackets([
      hour('a21026-Avg=NaN,a21026-Flag=N;a21004-Avg=-3,a21004-Flag=N;a34004-Avg=12,a34004-Flag=N', '2026-05-31 07:00'),
    ]);
    await service.settle();
    const { body } = await service.get<{ items: { values: object }[] }>(
      `/hours?stationId=S1&label=${encodeURIComponent(shanghai('2026-05-31 08:00'))}`,
    );
    expect(body.items.map(({ values }) => values)).toEqual([{ 'PM2.5': 12 }]);
    const faults = (await faultsOf(MN)).filter(({ where }) => /a2100|a21026/.test(where));
    expect(faults.map(({ reason, where }) => `${reason} ${where}`).sort()).toEqual([
      'NEGATIVE a21004-Avg=-3',
      'NOT_A_NUMBER a21026-Avg=NaN',
    ]);
  });

  it('in the headers is kept with its bytes', async () => {
    const before = await counts();
    await service.sendPackets([
      { key: 'k', value: 'no headers at all', headers: {} },
      { key: 'k', value: 'bad time', headers: { door: 'hj212', source: 'k', receivedAt: 'yesterday' } },
      hour('a21026-Avg=4,a21026-Flag=N', '2026-05-31 08:00'),
    ]);
    await service.settle();
    expect((await faultsOf('k')).map(({ reason, where, text }) => [reason, where, text]).sort()).toEqual([
      ['HEADER_INVALID', 'receivedAt', 'bad time'],
      ['HEADER_MISSING', 'door', 'no headers at all'],
    ]);
    expect(await counts()).toMatchObject({ faults: before['faults']! + 2, hours: before['hours']! + 1, parked: 0 });
  });

  it('at the doors arrives as a fault with its bytes, once', async () => {
    const fault = {
      key: 'x',
      value: Buffer.from('GET / HTTP/1.1\r\n'),
      headers: {
        door: 'hj212',
        reason: 'NOISE',
        where: 'line',
        source: '10.0.0.9',
        receivedAt: shanghai('2026-06-01 10:00'),
      },
    };
    await service.sendFaults([fault]);
    await service.settle();
    expect(await faultsOf('10.0.0.9')).toMatchObject([
      { reason: 'NOISE', where: 'line', packetId: null, text: 'GET / HTTP/1.1\r\n' },
    ]);
  });

  it('with a clock is told once an hour, the values are kept, and the health of the device says so', async () => {
    expect((await service.put('/devices/D5', device('WRONGCLOCK', { kind: 'station', id: 'S1' }))).status).toBe(200);
    const late = (measured: string, received: string): RawSend =>
      deviceRecord('WRONGCLOCK', '2011', `DataTime=${dataTime(measured)};a01001-Rtd=5`, shanghai(received));
    await service.sendPackets([
      late('2026-06-01 08:01', '2026-06-01 10:01'),
      late('2026-06-01 08:02', '2026-06-01 10:02'),
    ]);
    await service.settle();
    await service.sendPackets([late('2026-06-01 08:59', '2026-06-01 10:59')]);
    await service.sendPackets([late('2026-06-01 09:01', '2026-06-01 11:01')]);
    await service.settle();
    const faults = await faultsOf('WRONGCLOCK');
    expect(faults.map(({ reason }) => reason)).toEqual(['TIME_SKEW', 'TIME_SKEW']);
    const { body } = await service.get<{ items: { id: string; troubles: string[]; packets: number }[] }>(
      '/device-health',
    );
    expect(body.items.find(({ id }) => id === 'D5')).toMatchObject({ troubles: ['clock'], packets: 4 });
    const healthOf = async (query: string) => (await service.get<HealthPage>(`/device-health?${query}`)).body;
    const wrong = (await healthOf('trouble=clock')).items;
    expect(wrong.map(({ id }) => id)).toContain('D5');
    expect(wrong.every(({ troubles }) => troubles.includes('clock'))).toBe(true);
    expect((await healthOf('trouble=password')).items).toEqual([]);
    expect((await healthOf('trouble=clock&standing=never')).items).toEqual([]);
    expect((await healthOf('deviceId=D5')).items).toHaveLength(1);
    expect((await healthOf('subjectId=S1')).items.every(({ subject }) => subject.id === 'S1')).toBe(true);
  });

  it('is one of many: devices come a page at a time, each once, and are counted by standing whatever the page', async () => {
    const whole = (await service.get<HealthPage>('/device-health?limit=200')).body;
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await service.get<HealthPage>(`/device-health?limit=2${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      expect(body.standings).toEqual(whole.standings);
      seen.push(...body.items.map(({ id }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(Object.values(whole.standings).reduce((sum, n) => sum + n, 0)).toBe(whole.items.length);
    const order = whole.items.map(
      ({ standing, mn }) => `${['silent', 'late', 'never', 'online'].indexOf(standing)} ${mn}`,
    );
    expect(order).toEqual([...order].sort());
    const [one] = whole.items;
    const like = (await service.get<HealthPage>(`/device-health?standing=${one!.standing}`)).body;
    expect(like.items).toHaveLength(whole.standings[one!.standing]!);
    expect((await service.get('/device-health?cursor=AAAA')).status).toBe(400);
  });

  it('is looked at once more when it comes again after the register was mended', async () => {
    const row = feedRecord(
      'national-hourly',
      { code: 'S8', time: '2026-05-31 06:00', so2: '5' },
      shanghai('2026-05-31 06:25'),
    );
    await service.sendPackets([row]);
    await service.settle();
    expect(await faultsOf('S8')).toHaveLength(1);
    expect((await service.put('/stations/S8', station('S8'))).status).toBe(200);
    const before = await counts();
    await service.sendPackets([row, row]);
    await service.settle();
    expect(await counts()).toEqual({ ...before, hours: before['hours']! + 1, readings: before['readings']! + 1 });
  });

  it('pages through faults by a cursor, and refuses one nobody gave out', async () => {
    const first = (await service.get<{ items: { id: string }[]; nextCursor: string }>('/faults?limit=3')).body;
    const second = (await service.get<{ items: { id: string }[] }>(`/faults?limit=3&cursor=${first.nextCursor}`)).body;
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
    expect(await service.get('/faults?cursor=AAAA')).toMatchObject({ status: 400 });
    const named = (await service.get<{ items: { source: string | null }[] }>('/faults?limit=200')).body.items;
    const source = named.find((one) => (one.source?.length ?? 0) > 3)?.source ?? '';
    const count = async (query: string): Promise<number> =>
      (await service.get<{ items: never[] }>(`/faults?limit=200&${query}`)).body.items.length;
    expect(await count(`mn=${encodeURIComponent(source)}`)).toBe(named.filter((one) => one.source === source).length);
    expect(await count(`mn=${encodeURIComponent(source.slice(1, -1))}`)).toBe(0);
    const part = source.slice(1, -1).toLowerCase();
    expect(await count(`source=${encodeURIComponent(part)}`)).toBe(
      named.filter((one) => one.source?.toLowerCase().includes(part)).length,
    );
    expect(await count('source=%25')).toBe(0);
  });
});

describe('a batch', () => {
  const recordsOf = (sent: readonly RawSend[]) =>
    sent.map(({ key, value, headers }, n) => ({
      key,
      value: Buffer.from(value as Buffer),
      headers,
      topic: 'ingestion.packets',
      partition: 7,
      offset: String(n),
    }));

  it('killed before its commit leaves nothing, and comes again whole', async () => {
    const policy = policyOf(await loadPack('packs/default-district'));
    const parts = {
      policy,
      internalKey: INTERNAL_KEY,
      sources: new Map<string, number>(),
      factorLists: new Map<string, number>(),
    };
    const before = await counts();
    const batch = recordsOf([
      hour('a21026-Avg=1,a21026-Flag=N;zz9-Avg=1,zz9-Flag=N', '2026-05-31 09:00'),
      deviceRecord('ANOTHER', '2061', 'DataTime=20260531000000;a21026-Avg=7', shanghai('2026-05-31 01:05')),
    ]);
    const receive = (end: 'commit' | 'die') =>
      runWithCause(systemCause('spec'), () =>
        service.db.transaction(async (tx) => {
          await receivePackets(tx, batch, parts, new Date());
          if (end === 'die') throw new Error('killed');
        }),
      );
    await expect(receive('die')).rejects.toThrow('killed');
    expect(await counts()).toEqual(before);
    // Numbers made in the transaction that died are not remembered.
    expect([...parts.factorLists.keys()].join().includes('zz9')).toBe(false);
    await receive('commit');
    await receive('commit');
    expect(await counts()).toEqual({
      ...before,
      packets: before['packets']! + 2,
      readings: before['readings']! + 2,
      hours: before['hours']! + 1,
      faults: before['faults']! + 1,
    });
  });

  it('taken by two at once is taken once', async () => {
    const policy = policyOf(await loadPack('packs/default-district'));
    const before = await counts();
    const batch = recordsOf([
      hour('a21026-Avg=1,a21026-Flag=N', '2026-05-31 10:00'),
      hour('a21026-Avg=2,a21026-Flag=N', '2026-05-31 11:00'),
    ]);
    await Promise.all(
      [batch, [...batch].reverse(), batch].map((one) =>
        runWithCause(systemCause('spec'), () =>
          service.db.transaction((tx) =>
            receivePackets(
              tx,
              one,
              { policy, internalKey: INTERNAL_KEY, sources: new Map(), factorLists: new Map() },
              new Date(),
            ),
          ),
        ),
      ),
    );
    expect(await counts()).toEqual({
      ...before,
      packets: before['packets']! + 2,
      readings: before['readings']! + 2,
      hours: before['hours']! + 2,
    });
  });
});

it('makes partitions ahead, and moves what found none', async () => {
  const names = async (): Promise<string[]> =>
    (
      await select<{ name: string }>(
        service.db.manager,
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'reading_set'::regclass order by 1`,
      )
    ).map(({ name }) => name);
  expect(await names()).toEqual([
    'reading_set_2026_03',
    'reading_set_2026_04',
    'reading_set_2026_05',
    'reading_set_2026_06',
    'reading_set_2026_07',
    'reading_set_2026_08',
    'reading_set_2026_09',
    'reading_set_default',
  ]);
  await service.sendPackets([hour('a21026-Avg=3,a21026-Flag=N', '2025-12-31 12:00', '2026-06-01 11:00')]);
  await service.settle();
  const stray = async () =>
    (await select<{ n: number }>(service.db.manager, 'select count(*)::int as n from reading_set_default'))[0]!.n;
  expect(await stray()).toBe(1);
  await service.setClock(shanghai('2026-06-02 02:30'));
  await service.settle();
  expect(await stray()).toBe(0);
  expect(await names()).toContain('reading_set_2025_12');
  expect(
    (await select<{ n: number }>(service.db.manager, 'select count(*)::int as n from reading_set_2025_12'))[0]!.n,
  ).toBe(1);
});

it('gives nobody a stack trace or another shape of error', async () => {
  expect(await service.get('/raw-packets/1e9')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await service.get('/evidence/monitoring/constructor/x')).toMatchObject({ status: 404 });
  expect(await service.get('/evidence/monitoring/reading/~~~~')).toMatchObject({ status: 404 });
  expect(await service.get('/days')).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
  expect(await service.get('/readings?subjectId=S1&from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z')).toMatchObject({
    status: 400,
  });
  expect(frameOf('x').toString()).toMatch(/^##0001x/);
});
