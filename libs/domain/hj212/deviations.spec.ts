/** What devices send otherwise than the standard says, and what is made of it. */
import { describe, expect, it } from '@jest/globals';
import { frameOfSegment } from './compose.js';
import { decodeFrame } from './decode.js';
import { formOfCode } from './factor.js';
import { vector } from './fixtures/vectors.js';
import { createFrameSplitter } from './framing.js';
import { parameterOf, type Packet } from './packet.js';
import { readValue } from '../telemetry/reading-value.js';

const read = (segment: string): Packet => {
  const decoded = decodeFrame(frameOfSegment(Buffer.from(segment, 'utf8')));
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const HEAD = 'QN=20260308100500100;ST=32;CN=2011;PW=123456;MN=B2;Flag=5;';
const withHead = (from: string, to: string): Packet => read(`${HEAD.replace(from, to)}CP=&&DataTime=1&&`);
const withArea = (area: string): Packet => read(`${HEAD}CP=&&${area}&&`);

describe('frames', () => {
  const eventsOf = (bytes: Buffer, cuts: number): { events: string[]; counts: object } => {
    const events: string[] = [];
    const splitter = createFrameSplitter({
      frame: ({ bytes: of, start, marks }) =>
        events.push(`frame ${Buffer.from(of.subarray(start, start + 6)).toString('latin1')} ${marks.join()}`.trim()),
      fault: ({ reason, length }) => events.push(`fault ${reason} ${length}`),
    });
    for (let at = 0; at < bytes.length; at += cuts) splitter.push(bytes.subarray(at, at + cuts));
    splitter.flush();
    return { events, counts: splitter.counts };
  };
  const bodyOf = (id: string): Buffer => vector(id).subarray(0, -2);
  const stream = (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const none = { faults: 0, skippedBytes: 0, missingTails: 0, nonstandardTails: 0 };

  it.each<[string, Buffer, string[], object]>([
    ['tail doubled', stream(vector('G05'), '\r\n', vector('G02')), ['frame ##0326', 'frame ##0087'], none],
    [
      'tail printed as four characters',
      stream(bodyOf('G05'), '\\r\\n', bodyOf('G02'), '\\r\\n'),
      ['frame ##0326', 'frame ##0087'],
      { nonstandardTails: 2, faults: 0 },
    ],
    [
      'what only begins like a printed tail',
      stream(bodyOf('G05'), '\\r\\x', vector('G02')),
      ['frame ##0326', 'fault NOISE 4', 'frame ##0087'],
      { missingTails: 1, skippedBytes: 4 },
    ],
    [
      'tail CR only',
      stream(bodyOf('G05'), '\r', vector('G02')),
      ['frame ##0326', 'frame ##0087'],
      { nonstandardTails: 1 },
    ],
    ['blanks and NUL before a frame', stream(' \0\r\n', vector('G02')), ['frame ##0087'], none],
    [
      'registration bytes of a modem',
      stream('AT+CIPSTART\r\nOK\r\n', vector('G02')),
      ['fault NOISE 17', 'frame ##0087'],
      { skippedBytes: 17 },
    ],
    [
      'a constant length of 0400',
      stream('##0400', bodyOf('G02').subarray(6), '\r\n', vector('G05')),
      ['frame ##0400 LENGTH_MISMATCH', 'frame ##0326'],
      none,
    ],
    ['three #', stream('#', vector('G02')), ['fault NOISE 1', 'frame ##0087'], { skippedBytes: 1 }],
  ])('%s', (_name, bytes, events, counts) => {
    for (const cuts of [bytes.length, 1, 7]) {
      const seen = eventsOf(bytes, cuts);
      expect(seen.events).toEqual(events);
      expect(seen.counts).toMatchObject(counts);
    }
  });

  it('reads a single frame with its tail printed', () => {
    expect(decodeFrame(stream(bodyOf('G05'), '\\r\\n'))).toEqual(decodeFrame(vector('G05')));
  });
});

describe('header fields', () => {
  it.each<[string, string, string, object]>([
    ['QN of 13 digits', '20260308100500100', '2026030810050', { qn: '2026030810050', marks: ['QN_NONSTANDARD'] }],
    ['QN of 14 digits', '20260308100500100', '20260308100500', { qn: '20260308100500', marks: ['QN_NONSTANDARD'] }],
    ['QN of 18 digits', '20260308100500100', '202603081005001001', { marks: ['QN_NONSTANDARD'] }],
    ['QN with constant milliseconds', '20260308100500100', '20260308100500000', { marks: [] }],
    ['no QN', 'QN=20260308100500100;', '', { qn: null, marks: [] }],
    ['no Flag', 'Flag=5;', '', { flag: null, edition: 'unknown', isAnswerWanted: false, isSplit: false }],
    [
      'Flag=3 of 2005 without PNUM',
      'Flag=5',
      'Flag=3',
      { edition: '2005', isSplit: false, marks: ['SPLIT_INCONSISTENT'] },
    ],
    ['MN of 7 characters', 'MN=B2', 'MN=4201003', { mn: '4201003', marks: [] }],
    ['MN of 14 characters', 'MN=B2', 'MN=88888880000001', { mn: '88888880000001' }],
    ['MN of 15 characters beyond F', 'MN=B2', 'MN=Z13401000010301', { mn: 'Z13401000010301' }],
    ['MN with _', 'MN=B2', 'MN=GD_0012', { mn: 'GD_0012' }],
    ['MN between blanks', 'MN=B2', 'MN= B2 ', { mn: 'B2' }],
    ['ST of three digits', 'ST=32', 'ST=101', { st: '101' }],
    ['ST of four digits', 'ST=32', 'ST=9130', { st: '9130' }],
    [
      'unknown fields',
      'PW=123456;',
      'PW=123456;CmdFlag=1;VER=2;',
      {
        extraFields: [
          ['CmdFlag', '1'],
          ['VER', '2'],
        ],
      },
    ],
    [
      'another order',
      'QN=20260308100500100;ST=32;CN=2011;',
      'CN=2011;ST=32;QN=20260308100500100;',
      { cn: '2011', st: '32', marks: [] },
    ],
    ['comma behind QN', '100500100;', '100500100,', { qn: '20260308100500100', marks: ['HEADER_SEPARATOR'] }],
    ['nothing before CP', 'Flag=5;', 'Flag=5', { flag: 5, marks: ['HEADER_SEPARATOR'] }],
    ['names in capitals', 'Flag=5', 'FLAG=5', { flag: 5, marks: [] }],
    ['names in small letters', 'PW=', 'Pw=', { pw: '123456', marks: [] }],
    ['a short password', 'PW=123456', 'PW=1', { pw: '1' }],
    ['a long password', 'PW=123456', 'PW=BF470F88957588DE902D1A52', { pw: 'BF470F88957588DE902D1A52' }],
    ['an empty password', 'PW=123456', 'PW=', { pw: '' }],
    ['an edition nobody knows', 'Flag=5', 'Flag=13', { edition: 'unknown', isAnswerWanted: true }],
    ['RF=1', 'Flag=5;', 'Flag=9;RF=1;', { isResent: true, edition: '2025', marks: [] }],
    ['RF=0', 'Flag=5;', 'Flag=9;RF=0;', { isResent: false, marks: ['RF_UNEXPECTED'] }],
  ])('%s', (_name, from, to, expected) => {
    expect(withHead(from, to)).toMatchObject(expected);
  });
});

describe('the data area', () => {
  it.each<[string, string, string, object]>([
    ['a code of 2005 under a Flag of 2017', '011-Rtd=9,011-Flag=N', '011', { Rtd: '9', Flag: 'N' }],
    ['a code without its letter', '01018-Rtd=9', '01018', { Rtd: '9' }],
    ['a capital letter', 'W01018-Rtd=9', 'w01018', { Rtd: '9' }],
    ['a mark in small letters', 'w01018-Rtd=9,w01018-Flag=n', 'w01018', { Rtd: '9', Flag: 'n' }],
    ['a value without a mark', 'w01018-Rtd=9', 'w01018', { Rtd: '9' }],
    [
      'unknown sub-keys',
      'a34004-Avg=9,a34004-ValidNum=58,a34004-TotalNum=60',
      'a34004',
      { Avg: '9', ValidNum: '58', TotalNum: '60' },
    ],
    ['blanks around a value', 'w01018-Rtd=  9.0 ', 'w01018', { Rtd: '  9.0 ' }],
    ['a decimal comma', 'w01018-Rtd=38,40,w01018-Flag=N', 'w01018', { Rtd: '38,40', Flag: 'N' }],
    ['a decimal comma at the end', 'w01018-Rtd=38,4', 'w01018', { Rtd: '38,4' }],
    ['numbers behind ; are no decimals', 'w01018-Rtd=38;40', 'w01018', { Rtd: '38' }],
  ])('%s', (_name, area, key, values) => {
    expect(parameterOf(withArea(area), key)).toEqual(values);
  });

  it('makes no number of a decimal comma', () => {
    const packet = withArea('w01018-Rtd=38,40,w01018-Flag=N');
    expect(packet.marks).toEqual(['ITEM_MALFORMED']);
    expect(readValue('w01018', parameterOf(packet, 'w01018')?.['Rtd'])).toEqual({ refused: 'NOT_A_NUMBER' });
  });

  it('knows a code without its letter as none of any edition', () => {
    expect(formOfCode('01018')).toBe('unknown');
  });
});
