import { describe, expect, it } from '@jest/globals';
import { crcBitwise } from '../hj212/crc.js';
import { decodeFrame } from '../hj212/decode.js';
import type { Packet } from '../hj212/packet.js';
import { readRow } from './feed-rows.js';
import { readPacket } from './packet-readings.js';
import { convertMass, readValue } from './reading-value.js';

const RECEIVED = new Date('2026-06-16T03:08:00Z');
const packetOf = (cn: string, cp: string): Packet => {
  const segment = `QN=20260616110800001;ST=32;CN=${cn};PW=320001;MN=B32F00000000000000000001;Flag=5;CP=&&${cp}&&`;
  const crc = crcBitwise(Buffer.from(segment)).toString(16).toUpperCase().padStart(4, '0');
  const packet = decodeFrame(Buffer.from(`##${String(segment.length).padStart(4, '0')}${segment}${crc}\r\n`));
  if (packet.kind === 'fault') throw new Error(packet.reason);
  return packet;
};
const STANDARD = { hourLabelOffsetMinutes: 60 };

describe('an hour packet', () => {
  const packet = packetOf(
    '2061',
    'DataTime=20260616100000;w00000-Avg=12.5,w00000-Cou=45.0,w00000-Flag=N;w01018-Min=64.8,w01018-Avg=66.0,w01018-Max=66.8,w01018-Flag=N',
  );
  it('is labelled with the end of its hour, which its profile tells', () => {
    expect(readPacket(packet, STANDARD, RECEIVED).records[0]?.at.toISOString()).toBe('2026-06-16T03:00:00.000Z');
    const endStamped = readPacket(packet, { hourLabelOffsetMinutes: 0 }, RECEIVED);
    expect(endStamped.records[0]?.at.toISOString()).toBe('2026-06-16T02:00:00.000Z');
  });
  it('keeps every statistic as it was written', () => {
    expect(readPacket(packet, STANDARD, RECEIVED).records[0]?.readings).toEqual([
      { factor: 'w00000', value: '12.5', minimum: null, maximum: null, total: '45.0', mark: 'N' },
      { factor: 'w01018', value: '66.0', minimum: '64.8', maximum: '66.8', total: null, mark: 'N' },
    ]);
  });
});

it('refuses a value that is none and keeps the rest', () => {
  const packet = packetOf(
    '2011',
    'DataTime=20260616110500;w01018-Rtd=NaN,w01018-Flag=N;w21003-Rtd=-0.2,w21003-Flag=N;w01010-Rtd=-0.4;w01001-Rtd=7.2,w01001-Flag=M;w01012-Flag=B',
  );
  const [record] = readPacket(packet, STANDARD, RECEIVED).records;
  expect(record?.refused).toEqual([
    { factor: 'w01018-Rtd', raw: 'NaN', reason: 'NOT_A_NUMBER' },
    { factor: 'w21003-Rtd', raw: '-0.2', reason: 'NEGATIVE' },
  ]);
  expect(record?.readings.map(({ factor, value, mark }) => [factor, value, mark])).toEqual([
    ['w01018', null, 'N'],
    ['w21003', null, 'N'],
    ['w01010', '-0.4', null],
    ['w01001', '7.2', 'M'],
    ['w01012', null, 'B'],
  ]);
});

it('refuses codes that are none', () => {
  const packet = packetOf('2011', 'DataTime=20260616110500;a.b-Rtd=1;w01018-Rtd=2');
  const [record] = readPacket(packet, STANDARD, RECEIVED).records;
  expect(record?.refused).toEqual([{ factor: 'a.b', raw: '', reason: 'FACTOR_UNREADABLE' }]);
  expect(record?.readings.map(({ factor }) => factor)).toEqual(['w01018']);
});

it.each([
  ['DataTime=20261318250000;w01018-Avg=1', 'TIME_IMPOSSIBLE'],
  ['DataTime=20270714090000;w01018-Avg=1', 'TIME_IMPLAUSIBLE'],
  ['DataTime=20260616101500;w01018-Avg=1', 'TIME_NOT_ON_THE_HOUR'],
  ['w01018-Avg=1', 'TIME_MISSING'],
])('does not place %s in time', (cp, reason) => {
  const { records, faults } = readPacket(packetOf('2061', cp), STANDARD, RECEIVED);
  expect(records).toEqual([]);
  expect(faults.map((fault) => fault.reason)).toEqual([reason]);
});

it('reads several records of one packet, and no measurements from other commands', () => {
  const history = packetOf('2051', 'DataTime=20260616100000;w01018-Avg=1;DataTime=20260616101000;w01018-Avg=2');
  expect(readPacket(history, STANDARD, RECEIVED).records.map(({ readings }) => readings[0]?.value)).toEqual(['1', '2']);
  expect(readPacket(packetOf('2021', 'DataTime=20260616100000;SB1-RS=1'), STANDARD, RECEIVED)).toMatchObject({
    kind: null,
    records: [],
  });
});

it('converts masses exactly and nothing else', () => {
  expect(convertMass('0.007', 'mg/m³', 'µg/m³')).toBe('7');
  expect(convertMass('435', 'ug/m3', 'mg/m³')).toBe('0.435');
  expect(convertMass('7.0', 'µg/m³', 'μg/m3')).toBe('7.0');
  expect(convertMass('7', 'ppb', 'µg/m³')).toBeNull();
});

it.each([
  ['a21026', '1e3', { text: '1e3' }],
  ['a21026', ' 35.20', { text: '35.20' }],
  ['a21026', '--', null],
  ['a21026', undefined, null],
  ['a21026', '1,2', { refused: 'NOT_A_NUMBER' }],
  ['a21026', 'Infinity', { refused: 'NOT_A_NUMBER' }],
  ['a21026', '0x10', { refused: 'NOT_A_NUMBER' }],
  ['a21026', '-0', { text: '-0' }],
  ['a21026', '9e40', { refused: 'TOO_LARGE' }],
  ['a01001', '-3.5', { text: '-3.5' }],
])('reads %s=%s', (factor, raw, expected) => expect(readValue(factor, raw)).toEqual(expected));

describe('a feed row', () => {
  it('gives values under the factor codes of its layout', () => {
    const json =
      '{"code":"S1","time":"2026-05-01 00:00","so2":"7","no2":"NA","co":"0.4","o3":"-1","pm10":"","pm2_5":"20"}';
    const read = readRow('national-hourly', json, RECEIVED);
    if (!('row' in read)) throw new Error(read.fault);
    expect(read.row.at.toISOString()).toBe('2026-04-30T16:00:00.000Z');
    expect(read.row.readings.map(({ factor, value }) => [factor, value])).toEqual([
      ['a21026', '7'],
      ['a21005', '0.4'],
      ['a34004', '20'],
    ]);
    expect(read.row.refused).toEqual([{ factor: 'o3', raw: '-1', reason: 'NEGATIVE' }]);
  });
  it.each([
    ['elsewhere', '{}', 'LAYOUT_UNKNOWN'],
    ['sections', 'no json', 'ROW_UNREADABLE'],
    ['sections', '[1]', 'ROW_UNREADABLE'],
    ['sections', '{"code":"S"}', 'TIME_MISSING'],
    ['sections', '{"time":"2026-13-01 00:00"}', 'TIME_IMPOSSIBLE'],
    ['sections', '{"time":"2027-01-01 00:00"}', 'TIME_IMPLAUSIBLE'],
    ['national-hourly', '{"time":"2026-05-01 00:30"}', 'TIME_NOT_ON_THE_HOUR'],
  ])('of %s, %s, is a fault', (layout, json, fault) =>
    expect(readRow(layout, json, RECEIVED)).toMatchObject({ fault }),
  );
});

it('reads a row of a publication under the headings it is published with', () => {
  const row = {
    timepoint: '2026-05-07T0900',
    stationcode: 'S1',
    pm10: '',
    pm2_5: '40',
    o3: '50',
    no2: '20',
    so2: '/',
    co: '0.4',
  };
  expect(readRow('cnemc-hourly', JSON.stringify(row), new Date('2026-06-01T00:00:00Z'))).toMatchObject({
    row: {
      at: new Date('2026-05-07T01:00:00Z'),
      exempt: ['SO2', 'PM10'],
      layout: { kind: 'hour', subject: 'station' },
      readings: [{ factor: 'a21004', value: '20' }, { factor: 'a21005' }, { factor: 'a05024' }, { factor: 'a34004' }],
    },
  });
});
