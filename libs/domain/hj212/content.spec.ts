/** What packets of every kind say once they are read: edition, command, marks, states, times. */
import { describe, expect, it } from '@jest/globals';
import { admissionFault, type KnownDevice } from './admission.js';
import { COMMANDS, commandOf } from './command.js';
import { frameOfSegment } from './compose.js';
import { DATA_MARKS, markMeaning, markProfileOf } from './data-mark.js';
import { dataPeriod, dataTimeText } from './data-time.js';
import { decodeFrame } from './decode.js';
import { deviceRecords } from './device-record.js';
import { editionUsed, type DeviceEdition } from './edition.js';
import { currentCode, factorOf } from './factor.js';
import { vector } from './fixtures/vectors.js';
import { parameterOf, recordsOf, type Packet } from './packet.js';
import { recordTime, type RecordTimeProfile } from './record-time.js';
import { readMark } from './value.js';

const packetOf = (frame: Uint8Array): Packet => {
  const decoded = decodeFrame(frame);
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const good = (id: string): Packet => packetOf(vector(id));
const sent = (text: string): Packet => packetOf(frameOfSegment(Buffer.from(text)));

describe('the edition', () => {
  const water = (flag: string, area: string, cn = '2061', more = ''): Packet =>
    sent(`ST=21;CN=${cn};PW=1;MN=GD_0012;${flag}${more}CP=&&DataTime=20260308090000;${area}&&`);

  it.each<[string, Packet, DeviceEdition | null, string]>([
    ['G01', good('G01'), null, '2017 flag'],
    ['G12', good('G12'), null, '2005 flag'],
    ['G19', good('G19'), null, '2025 flag'],
    ['no Flag and codes of 2005 (G11)', good('G11'), null, '2005 content'],
    ['no Flag and codes of 2017', water('', 'w01001-Avg=7'), null, '2017 content'],
    ['no Flag and both', water('', 'w01001-Avg=7;011-Avg=3'), null, '2005 content'],
    ['no Flag and no code', water('', 'X-Avg=7'), null, '2005 content'],
    ['a setting against Flag', good('G01'), '2025', '2025 setting'],
    ['surface water with Flag 8', water('Flag=8;', 'w01001-Avg=7'), null, '2017 content'],
    ['surface water that sends again', water('Flag=8;', 'w01001-Avg=7', '2061', 'RF=1;'), null, '2025 flag'],
    ['surface water with a new command', water('Flag=9;', 'w01001-Avg=7', '2062'), null, '2025 flag'],
    ['surface water by its setting', water('Flag=9;', 'w01001-Avg=7'), '2025', '2025 setting'],
  ])('of %s', (_name, packet, setting, expected) => {
    const { edition, toldBy } = editionUsed(packet, setting);
    expect(`${edition} ${toldBy}`).toBe(expected);
  });
});

describe('commands', () => {
  it.each([
    ['G01', 'realtime', '实时数据'],
    ['G02', 'answer', '数据应答'],
    ['G04', 'minute', '分钟数据'],
    ['G05', 'hour', '小时数据'],
    ['G06', 'day', '日历史数据'],
    ['G08a', 'notice', '心跳包'],
    ['G09a', 'notice', '现场机时间校准请求'],
    ['G10a', 'setting', '设置现场机时间'],
    ['G12', 'alarm', '报警事件'],
    ['G15', 'equipmentState', '治理设施运行状态'],
    ['G16', 'runTime', '治理设施日运行时间'],
    ['G17', 'restart', '数采仪开机时间'],
    ['G20', 'log', '提取/上传现场机信息'],
  ])('%s is of the kind %s', (id, content, name) => {
    expect(commandOf(good(id).cn)).toMatchObject({ content, name });
  });

  it('1001 means one thing in 2005 and another in 2025', () => {
    expect(commandOf('1001', '2005')).toMatchObject({ direction: 'D', name: '设置超限报警时间' });
    expect(commandOf('1001', '2025')).toMatchObject({ direction: 'U', name: '上传数采仪硬件序列号' });
    expect(commandOf('2099')).toBeUndefined();
  });

  it('has every number once in an edition', () => {
    const keys = COMMANDS.flatMap(({ cn, editions }) => editions.map((edition) => `${cn} ${edition}`));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { cn } of COMMANDS) expect(cn).toMatch(/^\d{4}$/);
  });
});

describe('records of devices', () => {
  it('G15: states of equipment', () => {
    const at = '20260308093000';
    expect(deviceRecords(good('G15'))).toEqual([
      { kind: 'equipmentState', at, equipment: 'SB1', state: '1', stateName: '运行' },
      { kind: 'equipmentState', at, equipment: 'SB2', state: '0', stateName: '关闭' },
      { kind: 'equipmentState', at, equipment: 'SB3', state: '4', stateName: '报警' },
    ]);
  });

  it('G16: running hours', () => {
    expect(deviceRecords(good('G16'))).toMatchObject([
      { kind: 'runTime', equipment: 'SB1', hours: '23.5', at: '20260308000000' },
      { kind: 'runTime', equipment: 'SB2', hours: '0.0' },
    ]);
  });

  it('G12: an alarm of the edition of 2005', () => {
    expect(deviceRecords(good('G12'))).toEqual([
      { kind: 'alarm', at: '20260308093155', factor: '011', value: '138.4', alarmType: '1' },
    ]);
  });

  it('G17, G20, B22: restarts and logs', () => {
    expect(deviceRecords(good('G17'))).toEqual([
      { kind: 'restart', at: '20260308092900', restartedAt: '20260308092512' },
    ]);
    for (const id of ['G20', 'B22']) {
      expect(deviceRecords(good(id))).toEqual([
        { kind: 'log', at: '20260308093255', factor: 'w01018', code: 'i11001', text: '更换试剂' },
      ]);
    }
  });

  it('a sample kept when a limit was passed, a serial, a state nobody knows', () => {
    const of = (cn: string, area: string): unknown => deviceRecords(sent(`ST=32;CN=${cn};MN=B2;Flag=5;CP=&&${area}&&`));
    expect(of('3015', 'DataTime=20260308093000;VaseNo=3')).toEqual([
      { kind: 'sampling', at: '20260308093000', vase: '3' },
    ]);
    expect(of('3019', 'PolId=w01018;w01018-SN=010000A8900016F000169DC0')).toEqual([
      { kind: 'log', at: null, factor: 'w01018', code: 'w01018', text: '010000A8900016F000169DC0' },
    ]);
    expect(of('2021', 'DataTime=20260308093000;SB1-RS=7')).toMatchObject([{ state: '7', stateName: null }]);
  });

  it.each(['G01', 'G05', 'G10a', 'G10b', 'G13'])('%s has none', (id) => {
    expect(deviceRecords(good(id))).toEqual([]);
  });
});

describe('factors and marks', () => {
  it('G11: codes of 2005 are those of 2017', () => {
    const packet = good('G11');
    expect(recordsOf(packet)[0]?.factors.map(([code]) => currentCode(code, packet.st))).toEqual([
      'w00000',
      'w01001',
      'w01018',
      'w21003',
      'w21011',
    ]);
  });

  it.each(['G01', 'G03', 'G04', 'G05', 'G06', 'G13', 'G14', 'G19', 'G21plain'])(
    'every factor of %s has a name',
    (id) => {
      for (const [code] of recordsOf(good(id))[0]?.factors ?? [])
        expect([code, factorOf(code)?.name]).not.toContain(undefined);
    },
  );

  it('G14: noise of a day by day and night', () => {
    const packet = good('G14');
    expect(parameterOf(packet, 'LMx')).toEqual({ DayData: '74.0', NightData: '60.8' });
    expect(factorOf('Ldn')).toMatchObject({ name: '昼夜等效声级', unit: 'dB', amountUnit: null });
  });

  it('amounts have units of their own', () => {
    expect(factorOf('w01018')).toMatchObject({ unit: 'mg/L', amountUnit: 'kg' });
    expect(factorOf('w00000')).toMatchObject({ unit: 'L/s', amountUnit: 'm³' });
    expect(factorOf('w01001')).toMatchObject({ unit: '', amountUnit: null });
  });

  it.each<[string, DeviceEdition | null, string, string | undefined]>([
    ['N', '2017', '32', '正常'],
    ['n', '2017', '32', '正常'],
    ['B', '2017', '32', '通讯异常'],
    ['B', '2005', '32', undefined],
    ['P', '2005', '32', '电源故障'],
    ['P', '2017', '32', undefined],
    ['3', '2005', '22', '正常数据'],
    ['3', '2005', '21', undefined],
    ['3', '2017', '22', undefined],
    ['St', '2025', '45', undefined],
    ['P', null, '32', '电源故障'],
    ['B', null, '31', '通讯异常'],
    ['3', null, '22', '正常数据'],
    ['3', null, '32', undefined],
  ])('%s under %s at ST %s is %p', (mark, edition, st, name) => {
    expect(markMeaning(mark, edition, st)?.name).toBe(name);
  });

  it('lets N count everywhere, 3 for air stations of 2005 only, nothing else anywhere', () => {
    for (const { mark, editions } of DATA_MARKS) {
      for (const edition of editions) {
        for (const st of ['21', '22', '31', '32']) {
          const isNormal = mark === 'N' || (mark === '3' && st === '22' && edition === '2005');
          expect(readMark(mark, markProfileOf(edition, st)).quality).toBe(isNormal ? 'normal' : 'abnormal');
        }
      }
    }
  });
});

describe('times', () => {
  const received = new Date('2026-03-08T10:05:10+08:00');
  const timeOf = (dataTime: string | null, more: object = {}, profile = {}): string => {
    const packet = { cn: '2011', qn: '20260308100500100', isResent: false, ...more };
    const time = recordTime(packet, { dataTime }, received, profile);
    return time.kind === 'fault' ? time.reason : [dataTimeText(time.at), ...time.marks].join(' ');
  };

  it.each<[string, string | null, object, object, string]>([
    ['as it should be', '20260308100500', {}, {}, '20260308100500'],
    ['five minutes ahead', '20260308101010', {}, {}, '20260308101010'],
    ['more than five minutes ahead', '20260308101011', {}, {}, '20260308101011 CLOCK_SKEW'],
    ['a day ahead', '20260309100510', {}, {}, '20260309100510 CLOCK_SKEW'],
    ['more than a day ahead', '20260309100511', {}, {}, 'DATA_TIME_IN_FUTURE'],
    ['an hour behind', '20260308090510', {}, {}, '20260308090510'],
    ['real-time, more than an hour behind', '20260308090509', {}, {}, '20260308090509 CLOCK_SKEW'],
    ['the same sent again', '20260308090509', { isResent: true }, {}, '20260308090509'],
    ['history', '20250308090000', { cn: '2061' }, {}, '20250308090000'],
    ['history beyond what is taken', '20250308090000', { cn: '2061' }, { oldestDays: 90 }, 'DATA_TIME_TOO_OLD'],
    ['no DataTime, but a QN', null, {}, {}, '20260308100500 DATA_TIME_ASSUMED'],
    ['no DataTime and no QN', null, { qn: null }, {}, '20260308100510 DATA_TIME_ASSUMED'],
    ['no DataTime of an hour', null, { cn: '2061' }, {}, 'DATA_TIME_MISSING'],
    ['17 digits', '20260308100500123', {}, {}, '20260308100500 DATA_TIME_NONSTANDARD'],
    ['12 digits', '260308100500', {}, {}, 'DATA_TIME_MALFORMED'],
    [
      '12 digits by the setting',
      '260308100500',
      {},
      { twelveDigits: 'YYMMDDhhmmss' },
      '20260308100500 DATA_TIME_NONSTANDARD',
    ],
    ['12 digits far from now', '250308100500', {}, { twelveDigits: 'YYMMDDhhmmss' }, 'DATA_TIME_MALFORMED'],
    ['a dead battery', '20000101000000', {}, {}, '20000101000000 CLOCK_SKEW'],
    ['midnight as 24', '20260307240000', { cn: '2061' }, {}, '20260308000000'],
    ['a month 13', '20261332250061', {}, {}, 'DATA_TIME_IMPOSSIBLE'],
  ])('%s', (_name, dataTime, more, profile, expected) => {
    expect(timeOf(dataTime, more, profile)).toBe(expected);
  });

  it.each([
    ['G04', '0308100000 0308101000'],
    ['G05', '0308100000 0308110000'],
    ['G06', '0308000000 0309000000'],
    ['G13', '0308100000 0308101000'],
    ['G16', '0308000000 0309000000'],
  ])('%s speaks of the period %s', (id, expected) => {
    const packet = good(id);
    const time = recordTime(packet, recordsOf(packet)[0]!, new Date('2026-03-09T01:00:00+08:00'));
    const period = time.kind === 'time' ? dataPeriod(packet.cn, time.at) : null;
    expect(period && `${dataTimeText(period.start).slice(4)} ${dataTimeText(period.end).slice(4)}`).toBe(expected);
  });
});

describe('what stands in a packet and when', () => {
  const received = new Date('2026-03-08T10:05:10+08:00');
  const two =
    'ST=32;CN=2061;PW=1;MN=B2;Flag=5;CP=&&DataTime=20261308090000;w01018-Avg=1;DataTime=20260308090000;w01018-Avg=1&&';

  it.each<[string, Packet, RecordTimeProfile, string]>([
    ['B16: as it should be', good('B16'), {}, 'time'],
    ['B18: a month 13', good('B18'), {}, 'DATA_TIME_IMPOSSIBLE'],
    ['B19: twelve digits', good('B19'), {}, 'DATA_TIME_MALFORMED'],
    ['B19 by the setting', good('B19'), { twelveDigits: 'YYMMDDhhmmss' }, 'DATA_TIME_NONSTANDARD'],
    ['B25: ten years ahead', good('B25'), {}, 'DATA_TIME_IN_FUTURE'],
    ['one record of two impossible', sent(two), {}, 'DATA_TIME_IMPOSSIBLE time'],
  ])('%s', (_name, packet, profile, expected) => {
    const times = recordsOf(packet).map((record) => recordTime(packet, record, received, profile));
    expect(times.map((time) => (time.kind === 'time' ? time.marks.join() || 'time' : time.reason)).join(' ')).toBe(
      expected,
    );
  });
});

describe('admission at the door', () => {
  const device: KnownDevice = { isRightPassword: (password) => password === '123456', isSourceAllowed: true };
  const elsewhere: KnownDevice = { ...device, isSourceAllowed: false };
  const B2 = (text: string): Packet => sent(`QN=20260308100500100;ST=32;${text}`);

  it.each<[string, Packet, KnownDevice | null, string | null]>([
    ['B23: a wrong password', good('B23'), device, 'WRONG_PASSWORD'],
    ['B24: a device nobody knows', good('B24'), null, 'UNKNOWN_DEVICE'],
    ['another address', good('B20'), elsewhere, 'SOURCE_NOT_ALLOWED'],
    ['password before address', good('B23'), elsewhere, 'WRONG_PASSWORD'],
    ['no password', B2('CN=2011;MN=B2;Flag=5;CP=&&DataTime=20260308100500&&'), device, 'WRONG_PASSWORD'],
    ['a command nobody knows', B2('CN=2099;PW=123456;MN=B2;Flag=5;CP=&&&&'), device, 'UNKNOWN_COMMAND'],
    ['address before command', B2('CN=2099;PW=123456;MN=B2;Flag=5;CP=&&&&'), elsewhere, 'SOURCE_NOT_ALLOWED'],
    ['a heartbeat', good('G08a'), device, null],
    ['B16: a packet as it should be', good('B16'), device, null],
    ['B18: a time that cannot be, judged behind the door', good('B18'), device, null],
  ])('%s', (_name, packet, known, expected) => {
    expect(admissionFault(packet, known)).toBe(expected);
  });
});
