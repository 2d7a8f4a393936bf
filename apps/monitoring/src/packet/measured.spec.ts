import { describe, expect, it } from '@jest/globals';
import { crcBitwise } from '#libs/domain/hj212/crc.js';
import { vector } from '#libs/domain/hj212/fixtures/vectors.js';
import type { RegisteredDevice, SubjectState } from '../register/register.store.js';
import { measuredIn } from './measured.js';
import type { KeptArrival } from './raw-packet.store.js';

const OUTLET: SubjectState = {
  id: 'OUT1',
  version: 1,
  retired: false,
  kind: 'outlet',
  name: 'OUT1',
  areaId: 'C1',
  position: null,
  network: 'outlets',
  silenceAfterHours: null,
  answersFor: [],
  evaluationPoint: null,
  water: null,
  limits: [{ factor: 'w01018', limit: '50', unit: 'mg/L', basis: 'permit' }],
};
const device = (mn: string, more: Partial<RegisteredDevice> = {}): RegisteredDevice => ({
  id: mn,
  version: 1,
  retired: false,
  mn,
  subject: { kind: 'outlet', id: OUTLET.id },
  passwordHash: '',
  protocol: 'HJ212-2017',
  profile: { hourLabelOffsetMinutes: 60, units: { w01018: 'mg/L' } },
  silenceAfterHours: 24,
  ...more,
});
const framed = (segment: string): Buffer => {
  const crc = crcBitwise(Buffer.from(segment)).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`##${String(segment.length).padStart(4, '0')}${segment}${crc}\r\n`);
};
const RECEIVED = new Date('2026-03-08T10:05:10+08:00');
const arrival = (value: Buffer, receivedAt: Date): KeptArrival => ({
  record: { topic: 't', partition: 0, offset: '1', key: null, value, headers: {} } as unknown as KeptArrival['record'],
  door: 'hj212',
  source: 'any',
  receivedAt,
  sha256: Buffer.alloc(32),
  layout: null,
  fileSha256: null,
  line: null,
  dataState: 'realtime',
  split: null,
  slice: null,
  packetId: 7,
  sourceNo: 1,
});
const measure = (frame: Buffer, known: RegisteredDevice, receivedAt = RECEIVED) =>
  measuredIn(arrival(frame, receivedAt), {
    devices: new Map([[known.mn, known]]),
    subjects: new Map([[OUTLET.id, OUTLET]]),
  });
const B2 = 'B20F000000000000000000B2';
const OLD = '88880000001234';
/** A packet of a device with the data area given; the head is that of the vectors. */
const sent = (cp: string, cn = '2011', head = 'QN=20260308100500100;'): Buffer =>
  framed(`${head}ST=32;CN=${cn};PW=123456;MN=${B2};Flag=5;CP=&&${cp}&&`);

interface Case {
  readonly of: string;
  readonly frame: Buffer;
  readonly device?: RegisteredDevice;
  readonly receivedAt?: Date;
  /** Instant and `factor value mark` of each value of each record. */
  readonly records: readonly string[];
  readonly faults?: readonly string[];
}
const PH = 'w01001-Rtd=7.31,w01001-Flag=N';
const COD_AT_10 = '2026-03-08 10:00:00 w01018 38.4 N';

const CASES: readonly Case[] = [
  {
    of: 'G11: codes of 2005',
    frame: vector('G11'),
    device: device(OLD, { protocol: 'HJ212-2005' }),
    records: ['2026-03-08 09:30:00 w00000 12.50 -, w01001 7.32 N, w01018 38.4 N, w21003 1.27 N, w21011 0.21 N'],
  },
  {
    of: 'a code of 2005 and its successor in one packet: the last wins',
    frame: sent('DataTime=20260308100500;w01018-Rtd=1,w01018-Flag=N;011-Rtd=2,011-Flag=D'),
    records: ['2026-03-08 10:05:00 w01018 2 D'],
  },
  {
    of: 'B18: a month 13',
    frame: vector('B18'),
    records: [],
    faults: ['TIME_IMPOSSIBLE DataTime=20261332250061'],
  },
  {
    of: 'B19: twelve digits, unless the device is known to write them',
    frame: vector('B19'),
    records: [],
    faults: ['TIME_IMPOSSIBLE DataTime=260308100500'],
  },
  {
    of: 'B19 by the setting',
    frame: vector('B19'),
    device: device(B2, { settings: { twelveDigits: 'YYMMDDhhmmss' } }),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
  },
  {
    of: 'twelve digits without seconds by the setting',
    frame: sent(`DataTime=202603081005;${PH}`),
    device: device(B2, { settings: { twelveDigits: 'YYYYMMDDhhmm' } }),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
  },
  {
    of: 'B20: no value, and blanks around one',
    frame: vector('B20'),
    records: ['2026-03-08 10:05:00 w01001 - D, w01018 - N, w21003 - B, w21011 0.21 N'],
    faults: ['NOT_A_NUMBER w01018-Rtd=NaN'],
  },
  {
    of: 'numbers the setting names as no value',
    frame: sent('DataTime=20260308100500;w01018-Rtd=9999.990,w01018-Flag=N;w21003-Rtd=-9999,w21003-Flag=N'),
    device: device(B2, { settings: { placeholders: ['-9999', '9999.99'] } }),
    records: ['2026-03-08 10:05:00 w01018 - N, w21003 - N'],
  },
  {
    of: 'B21: a comma after QN, nothing before CP, a capital letter, an empty item',
    frame: vector('B21'),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
  },
  {
    of: 'B25: ten years ahead',
    frame: vector('B25'),
    records: [],
    faults: ['TIME_IMPLAUSIBLE DataTime=20360308100500'],
  },
  {
    of: 'a battery that is dead',
    frame: sent(`DataTime=20000101000000;${PH}`),
    records: [],
    faults: ['TIME_IMPLAUSIBLE DataTime=20000101000000'],
  },
  {
    of: 'five minutes ahead',
    frame: sent(`DataTime=20260308101010;${PH}`),
    records: ['2026-03-08 10:10:10 w01001 7.31 N'],
  },
  {
    of: 'more than five minutes ahead: kept and told',
    frame: sent(`DataTime=20260308101011;${PH}`),
    records: ['2026-03-08 10:10:11 w01001 7.31 N'],
    faults: ['TIME_SKEW DataTime=20260308101011 hourly'],
  },
  {
    of: 'real-time, more than an hour behind: kept and told',
    frame: sent(`DataTime=20260308090509;${PH}`),
    records: ['2026-03-08 09:05:09 w01001 7.31 N'],
    faults: ['TIME_SKEW DataTime=20260308090509 hourly'],
  },
  {
    of: 'the same of a replay',
    frame: sent(`DataTime=20260308090509;${PH}`),
    device: device(B2, { settings: { clock: 'leave' } }),
    records: ['2026-03-08 09:05:09 w01001 7.31 N'],
  },
  {
    of: 'history',
    frame: sent('DataTime=20260301090000;w01018-Avg=38.4,w01018-Flag=N', '2061'),
    records: ['2026-03-01 10:00:00 w01018 38.4 N'],
  },
  {
    of: 'real-time without DataTime: the time of its request',
    frame: sent(PH),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
    faults: ['TIME_ASSUMED DataTime= hourly'],
  },
  {
    of: 'nor a QN: its receipt',
    frame: sent(PH, '2011', ''),
    records: ['2026-03-08 10:05:10 w01001 7.31 N'],
    faults: ['TIME_ASSUMED DataTime= hourly'],
  },
  {
    of: 'an hour without DataTime',
    frame: sent('w01018-Avg=38.4', '2061'),
    records: [],
    faults: ['TIME_MISSING DataTime='],
  },
  {
    of: 'punctuation',
    frame: sent(`DataTime=2026-03-08T10:05:00;${PH}`),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
  },
  {
    of: '17 digits',
    frame: sent(`DataTime=20260308100500123;${PH}`),
    records: ['2026-03-08 10:05:00 w01001 7.31 N'],
  },
  {
    of: 'midnight as 24',
    frame: sent('DataTime=20260307240000;w01018-Avg=38.4,w01018-Flag=N', '2061'),
    records: ['2026-03-08 01:00:00 w01018 38.4 N'],
  },
  {
    of: 'a small mark',
    frame: sent('DataTime=20260308090000;w01018-Avg=38.4,w01018-Flag=n', '2061'),
    records: [COD_AT_10],
  },
  {
    of: 'an hour stamped at its end',
    frame: sent('DataTime=20260308100000;w01018-Avg=38.4,w01018-Flag=N', '2061'),
    device: device(B2, { profile: { hourLabelOffsetMinutes: 0, units: { w01018: 'mg/L' } } }),
    records: [COD_AT_10],
  },
  {
    of: 'minutes stamped at their end',
    frame: sent('DataTime=20260308100500;w01018-Avg=38.4,w01018-Flag=N', '2051'),
    device: device(B2, {
      profile: { hourLabelOffsetMinutes: 0, units: { w01018: 'mg/L' } },
      settings: { minuteInterval: 5 },
    }),
    records: [COD_AT_10],
  },
];

const wall = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

describe('what a packet measured', () => {
  it.each(CASES)('$of', ({ frame, device: known = device(B2), receivedAt, records, faults = [] }) => {
    const measured = measure(frame, known, receivedAt);
    expect(
      measured.records.map(
        ({ at, readings }) =>
          `${wall(at)} ${readings.map(({ factor, value, mark }) => `${factor} ${value ?? '-'} ${mark ?? '-'}`).join(', ')}`,
      ),
    ).toEqual(records);
    expect(
      measured.faults.map(({ reason, place, isHourly }) => `${reason} ${place}${isHourly === true ? ' hourly' : ''}`),
    ).toEqual(faults);
  });

  it.each([
    ['011-Avg=61,011-Flag=N', true],
    ['w01018-Avg=61,w01018-Flag=n', true],
    ['w01018-Avg=61,w01018-Flag=M', false],
    ['w01018-Avg=61', true],
    ['w01018-Avg=61,w01018-Flag=3', false],
  ])('lets an hour of %s be held against the limit of its factor: %p', (cp, isUsable) => {
    const { outletHours } = measure(sent(`DataTime=20260308090000;${cp}`, '2061'), device(B2));
    expect(outletHours.map((hour) => [hour.factor, hour.value, hour.isUsable])).toEqual([['w01018', '61', isUsable]]);
  });

  it.each([
    [
      '2021: states of facilities',
      sent('DataTime=20260308100000;SB1-RS=1;SB2-RS=0', '2021'),
      [
        ['equipmentState', '2026-03-08 10:00:00', { equipment: 'SB1', state: '1', stateName: '运行' }],
        ['equipmentState', '2026-03-08 10:00:00', { equipment: 'SB2', state: '0', stateName: '关闭' }],
      ],
    ],
    [
      '2041: running time of a day',
      sent('DataTime=20260307000000;SB1-RT=23.5', '2041'),
      [['runTime', '2026-03-07 00:00:00', { equipment: 'SB1', hours: '23.5' }]],
    ],
    [
      '2081: a restart that names no other time: its receipt',
      sent('RestartTime=20260308095959', '2081'),
      [['restart', '2026-03-08 10:05:10', { restartedAt: '20260308095959' }]],
    ],
    [
      '3015: a sample kept',
      sent('DataTime=20260308100000;VaseNo=3', '3015'),
      [['sampling', '2026-03-08 10:00:00', { vase: '3' }]],
    ],
    [
      '3020: a log',
      sent('DataTime=20260308093255;PolId=w01018;i11001-Info=//reagent; changed//', '3020'),
      [['log', '2026-03-08 09:32:55', { factor: 'w01018', code: 'i11001', text: 'reagent; changed' }]],
    ],
    ['2011: values only', sent(`DataTime=20260308100500;${PH}`), []],
    ['9014: an answer', sent('', '9014'), []],
  ])('keeps what a device said beside values, %s', (_name, frame, expected) => {
    const { deviceRecords, records } = measure(frame, device(B2));
    expect(deviceRecords.map(({ kind, at, content }) => [kind, wall(at), content])).toEqual(expected);
    if (expected.length > 0) expect(records).toEqual([]);
  });

  it('keeps an alarm of 2005 (G12) with the code it named', () => {
    const { deviceRecords } = measure(vector('G12'), device(OLD, { protocol: 'HJ212-2005' }));
    expect(deviceRecords).toMatchObject([
      { kind: 'alarm', deviceId: OLD, packetId: 7, content: { factor: '011', value: '138.4', alarmType: '1' } },
    ]);
  });
});
