import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeFrame, composeSegment, frameOfSegment } from './compose.js';
import { decodeFrame, decodeSegment } from './decode.js';
import { framesOfLines, vector, VECTORS } from './fixtures/vectors.js';
import { PLAIN, parameterOf, plainParameter, recordsOf, type Packet, type Parameter } from './packet.js';
import { readSegmentTolerantly } from './tolerant-segment.js';
import { createUsualSegmentReader } from './usual-segment.js';

const RECEIVED = framesOfLines(readFileSync(new URL('./fixtures/received-frames.txt', import.meta.url), 'utf8'));

function packetOf(bytes: Uint8Array): Packet {
  const decoded = decodeFrame(bytes);
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
}

const factorsOf = (packet: Packet): readonly Parameter[] => recordsOf(packet)[0]?.factors ?? [];

describe('good packets', () => {
  it('G01: an air station with eleven factors', () => {
    const packet = packetOf(vector('G01'));
    expect({ ...packet, parameters: packet.parameters.length }).toEqual({
      kind: 'packet',
      qn: '20260308093000123',
      st: '22',
      cn: '2011',
      pw: '123456',
      mn: 'A10F000000000000000000A1',
      flag: 5,
      edition: '2017',
      isAnswerWanted: true,
      isSplit: false,
      pnum: null,
      pno: null,
      area: null,
      isResent: false,
      extraFields: [],
      parameters: 12,
      marks: [],
    });
    expect(packet.parameters[0]).toEqual(['DataTime', { [PLAIN]: '20260308093000' }]);
    expect(packet.parameters[1]).toEqual(['a34004', { Rtd: '35.2', Flag: 'N' }]);
    expect(packet.parameters[2]).toEqual(['a34002', { Rtd: '68.0', Flag: 'N' }]);
    expect(parameterOf(packet, 'a01001')).toEqual({ Rtd: '-3.5', Flag: 'N' });
  });

  it('G03: sampling time and extended mark', () => {
    const packet = packetOf(vector('G03'));
    expect(factorsOf(packet)).toHaveLength(6);
    expect(parameterOf(packet, 'w01018')).toEqual({
      SampleTime: '20260308080000',
      Rtd: '38.4',
      Flag: 'N',
      EFlag: 'A01',
    });
    expect(parameterOf(packet, 'w21001')?.['Flag']).toBe('T');
  });

  it('G04: corrected values, no answer wanted', () => {
    const packet = packetOf(vector('G04'));
    expect(packet.isAnswerWanted).toBe(false);
    expect(parameterOf(packet, 'a34013')).toMatchObject({ Min: '4.1', ZsAvg: '5.9', Cou: '0.351' });
  });

  it('G06: a mark without a value', () => {
    expect(parameterOf(packetOf(vector('G06')), 'w21003')).toEqual({ Flag: 'B' });
  });

  it('G07: parts know their place', () => {
    const [a, b] = [packetOf(vector('G07a')), packetOf(vector('G07b'))];
    expect([a.isSplit, a.pnum, a.pno, b.pno]).toEqual([true, 2, 1, 2]);
  });

  it.each([
    ['G02', '9014', null],
    ['G08a', '9015', null],
    ['G08b', '9013', null],
    ['G09a', '1013', ['PolId', 'w01018']],
    ['G10a', '1012', ['SystemTime', '20260308093101']],
    ['G10b', '9011', ['QnRtn', '1']],
    ['G10c', '9012', ['ExeRtn', '1']],
    ['G17', '2081', ['RestartTime', '20260308092512']],
  ] as const)('%s is CN %s with %p', (id, cn, field) => {
    const packet = packetOf(vector(id));
    expect(packet.cn).toBe(cn);
    if (field === null) expect(packet.parameters).toEqual([]);
    else expect(plainParameter(packet, field[0])).toBe(field[1]);
  });

  it('G11: the edition of 2005 without QN and Flag', () => {
    const packet = packetOf(vector('G11'));
    expect([packet.qn, packet.flag, packet.edition, packet.isAnswerWanted]).toEqual([null, null, 'unknown', false]);
    expect(factorsOf(packet).map(([key]) => key)).toEqual(['B01', '001', '011', '060', '101']);
  });

  it('G12, G13, G15: alarms, noise and states keep their keys', () => {
    expect(packetOf(vector('G12'))).toMatchObject({ edition: '2005', cn: '2072' });
    expect(parameterOf(packetOf(vector('G12')), '011')).toEqual({ Ala: '138.4' });
    expect(factorsOf(packetOf(vector('G13')))).toHaveLength(8);
    expect(parameterOf(packetOf(vector('G15')), 'SB3')).toEqual({ RS: '4' });
  });

  it('G18: a checksum in lower case is the same number', () => {
    expect(packetOf(vector('G18'))).toEqual(packetOf(vector('G03')));
  });

  it('G19: re-sent, edition of 2025', () => {
    expect(packetOf(vector('G19'))).toMatchObject({ isResent: true, edition: '2025', flag: 9, isAnswerWanted: true });
  });

  it('G20, B22: log texts in UTF-8 and in GB18030', () => {
    expect(parameterOf(packetOf(vector('G20')), 'i11001')).toEqual({ Info: '//更换试剂//' });
    const old = packetOf(vector('B22'));
    expect(parameterOf(old, 'i11001')).toEqual({ Info: '//更换试剂//' });
    expect(old.marks).toEqual(['ENCODING_GB18030']);
  });
});

describe('bad and deviating packets', () => {
  it.each([
    ['B01', 'CRC_MISMATCH'],
    ['B04', 'CRC_MISMATCH'],
    ['B05', 'CRC_NOT_HEX'],
    ['B09', 'LENGTH_NOT_DECIMAL'],
    ['B10', 'NOT_A_FRAME'],
    ['B13', 'CP_UNCLOSED'],
    ['B14', 'NO_MN'],
    ['B15', 'NO_CN'],
    ['B17', 'SPLIT_INCONSISTENT'],
  ])('%s is refused: %s', (id, reason) => {
    expect(decodeFrame(vector(id))).toEqual({ kind: 'fault', reason });
  });

  it.each([
    ['B06', ['LENGTH_MISMATCH']],
    ['B07', ['LENGTH_MISMATCH']],
    ['B08', ['LENGTH_MISMATCH']],
    ['B11', []],
    ['B16', ['SPLIT_INCONSISTENT']],
    ['B21', ['CODE_CASE', 'HEADER_SEPARATOR']],
    ['B26', ['OVERSIZE']],
  ])('%s is accepted with %p', (id, marks) => {
    const packet = packetOf(vector(id));
    expect(packet.marks).toEqual(marks);
    expect(packet.isSplit).toBe(false);
  });

  it('B21: reads what was meant', () => {
    const packet = packetOf(vector('B21'));
    expect([packet.qn, packet.flag]).toEqual(['20260308100500100', 5]);
    expect(parameterOf(packet, 'w01001')).toEqual({ Rtd: '7.31', Flag: 'N' });
  });

  it('B20: keeps values as sent', () => {
    const packet = packetOf(vector('B20'));
    expect(factorsOf(packet).map(([, values]) => values['Rtd'])).toEqual(['', 'NaN', '--', ' 0.21 ']);
  });

  const segment = (text: string): ReturnType<typeof decodeFrame> => decodeFrame(frameOfSegment(Buffer.from(text)));
  const HEAD = 'QN=20260308100500100;ST=32;CN=2011;PW=123456;MN=B2;Flag=5;';

  it.each<[string, string, Parameter[], string[]]>([
    ['a mark behind ;', 'DataTime=1;w01018-Rtd=9;Flag=N', [['w01018', { Rtd: '9', Flag: 'N' }]], ['FLAG_DETACHED']],
    [
      'separators changed',
      'w01018-Rtd=9;w01018-Flag=N,w21003-Rtd=1',
      [
        ['w01018', { Rtd: '9', Flag: 'N' }],
        ['w21003', { Rtd: '1' }],
      ],
      [],
    ],
    [
      'a factor in two pieces',
      'w01018-Rtd=9;w21003-Rtd=1;w01018-Flag=N',
      [
        ['w01018', { Rtd: '9', Flag: 'N' }],
        ['w21003', { Rtd: '1' }],
      ],
      [],
    ],
    ['a field twice', 'w01018-Rtd=9,w01018-Rtd=8', [['w01018', { Rtd: '8' }]], ['DUPLICATE_FIELD']],
    ['two hyphens', 'w01018--Avg=9', [['w01018', { Avg: '9' }]], []],
    ['doubled separators', ';;w01018-Avg=9,;', [['w01018', { Avg: '9' }]], []],
    ['blanks around a key', ' w01018-Avg =9', [['w01018', { Avg: '9' }]], []],
    ['no value sign', 'w01018-Avg;w21003-Avg=1', [['w21003', { Avg: '1' }]], ['ITEM_MALFORMED']],
    [
      'separators in a log text',
      'i11001-Info=//a;b=c,d//;w01018-Avg=9',
      [
        ['i11001', { Info: '//a;b=c,d//' }],
        ['w01018', { Avg: '9' }],
      ],
      [],
    ],
    [
      'a key of the language',
      'w01018-__proto__=9;w01018-constructor=8',
      [['w01018', { constructor: '8' }]],
      ['ITEM_MALFORMED'],
    ],
  ])('%s', (_name, area, factors, marks) => {
    const decoded = segment(`${HEAD}CP=&&${area}&&`);
    expect(decoded).toMatchObject({ kind: 'packet', marks });
    const parameters = decoded.kind === 'packet' ? decoded.parameters.filter(([key]) => key !== 'DataTime') : [];
    expect(parameters).toEqual(factors);
  });

  it.each<[string, string, object]>([
    ['no Flag', 'ST=32;CN=2011;MN=B2;CP=&&&&', { flag: null, edition: 'unknown', isAnswerWanted: false, pw: null }],
    ['a Flag that is none', `${HEAD.replace('Flag=5', 'Flag=x')}CP=&&&&`, { flag: null, marks: ['FLAG_MALFORMED'] }],
    [
      'names in other case',
      'qn=20260308100500100;St=32;cn=2011;Pw=1;mn=B2;FLAG=4;CP=&&&&',
      { st: '32', flag: 4, marks: [] },
    ],
    [
      'another order and an unknown field',
      'MN=B2;VER=3;CN=2011;ST=32;CP=&&&&',
      { mn: 'B2', extraFields: [['VER', '3']] },
    ],
    ['a short QN', `${HEAD.replace('100500100', '10050')}CP=&&&&`, { qn: '2026030810050', marks: ['QN_NONSTANDARD'] }],
    [
      'QN inside CP',
      'ST=91;CN=9014;MN=B2;CP=&&QN=20260308100500100;CN=2011&&',
      { qn: '20260308100500100', marks: ['QN_IN_CP'] },
    ],
    [
      'one of one part',
      `${HEAD.replace('Flag=5', 'Flag=7;PNUM=1;PNO=1')}CP=&&&&`,
      { isSplit: false, pnum: null, marks: [] },
    ],
    ['parts without the bit', `${HEAD}PNUM=2;PNO=1;CP=&&&&`, { isSplit: true, marks: ['SPLIT_INCONSISTENT'] }],
    ['RF=0', `${HEAD}RF=0;CP=&&&&`, { isResent: false, marks: ['RF_UNEXPECTED'] }],
    ['a blank CP', `${HEAD}CP=&& &&`, { parameters: [], marks: [] }],
  ])('header with %s', (_name, text, expected) => {
    expect(segment(text)).toMatchObject({ kind: 'packet', ...expected });
  });

  it.each([
    ['QN=1;ST=32;CN=2011;MN=;CP=&&&&', 'NO_MN'],
    [`QN=1;ST=32;CN=2011;MN=${'A'.repeat(41)};CP=&&&&`, 'MN_MALFORMED'],
    ['QN=1;ST=32;CN=2011;MN=A B;CP=&&&&', 'MN_MALFORMED'],
    ['QN=1;CN=2011;MN=AB;CP=&&&&', 'NO_ST'],
    ['QN=1;ST=32;CN=2011;MN=AB;CP=&&', 'CP_UNCLOSED'],
    ['QN=1;ST=32;CN=2011;MN=AB;', 'CP_MISSING'],
  ])('%s is refused: %s', (text, reason) => {
    expect(segment(text)).toEqual({ kind: 'fault', reason });
  });

  it('begins a new record at each DataTime', () => {
    const decoded = segment(`${HEAD}CP=&&DataTime=1;w01018-Avg=9;DataTime=2;w01018-Avg=8&&`);
    expect(decoded.kind === 'packet' && recordsOf(decoded)).toEqual([
      { dataTime: '1', factors: [['w01018', { Avg: '9' }]] },
      { dataTime: '2', factors: [['w01018', { Avg: '8' }]] },
    ]);
  });
});

describe('frames received from loggers', () => {
  it.each([
    [0, 'ST 31 CN 2011, 31 factors, codes of 2005 beside a99948'],
    [1, 'ST 101 CN 2011, 5 factors'],
    [4, 'ST 22 CN 2061, 5 factors'],
    [6, 'ST 39 CN 2011, 1 factors, mark behind ;'],
  ])('frame %i: %s', (index, summary) => {
    const packet = packetOf(RECEIVED[index] as Buffer);
    const keys = factorsOf(packet).map(([key]) => key);
    const notes = [
      keys.includes('831') && keys.includes('a99948') ? ', codes of 2005 beside a99948' : '',
      packet.marks.includes('FLAG_DETACHED') ? ', mark behind ;' : '',
    ];
    expect(`ST ${packet.st} CN ${packet.cn}, ${keys.length} factors${notes.join('')}`).toBe(summary);
    for (const [, values] of factorsOf(packet)) expect(values['Flag']).toBe('N');
  });

  it.each([
    [2, 'CRC_MISMATCH'],
    [3, 'CRC_MISMATCH'],
    [5, 'CRC_MISMATCH'],
    [7, 'LENGTH_MISMATCH'],
  ])('frame %i is refused: %s', (index, reason) => {
    expect(decodeFrame(RECEIVED[index] as Buffer)).toEqual({ kind: 'fault', reason });
  });
});

describe('the fast way', () => {
  const usual = createUsualSegmentReader();
  const fast = (segment: Buffer): Packet | null => usual(segment, 0, segment.length);

  const key = fc.oneof(
    fc.constantFrom('w01018', 'w21003', 'a34004', 'DataTime', '011', 'B01', 'W01018', 'Flag', 'LA', 'SB1', 'QN'),
    fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
  );
  const sub = fc.constantFrom(
    'Rtd',
    'Flag',
    'Avg',
    'Min',
    'Max',
    'Cou',
    'EFlag',
    'ZsAvg',
    'SampleTime',
    '0',
    'toString',
  );
  const value = fc.oneof(
    fc.constantFrom('38.40', '-3.5', 'N', '', ' 0.21 ', '20260308080000', '1.2E-3', '//a;b//', '//a;b=c//', 'é', 'x/y'),
    fc.stringMatching(/^[ -~]{0,10}$/),
  );
  const item = fc
    .tuple(key, fc.option(sub, { nil: '' }), value)
    .map(([name, part, text]) => (part === '' ? `${name}=${text}` : `${name}-${part}=${text}`));
  const area = fc.array(fc.tuple(item, fc.constantFrom(',', ';')), { maxLength: 8 }).map((items) =>
    items
      .map(([text, separator]) => text + separator)
      .join('')
      .replace(/;$/, ''),
  );
  const head = fc.constantFrom(
    'QN=20260308093000123;ST=22;CN=2011;PW=123456;MN=A10F000000000000000000A1;Flag=5;',
    'QN=20260308093000123;ST=22;CN=2061;PW=123456;MN=A10F000000000000000000A2;Flag=4;',
    'QN=20260308093000123;ST=32;CN=2011;PW=123456;MN=B2;Flag=9;',
    'QN=2026030809300012;ST=32;CN=2011;PW=123456;MN=B2;Flag=9;',
    'QN=20260308093000123;ST=32;CN=2011;PW=123456;MN=B_2;Flag=0256;',
    'QN=20260308093000123;ST=32;CN=2011;PW=123456;MN=B2;Flag=7;PNUM=2;PNO=1;',
    'QN=20260308093000123;ST=32;CN=2011;PW=;MN=B2;Flag=5;',
  );

  it('gives each value to its own key where an area comes again with other values', () => {
    const items = fc.array(
      fc.tuple(key, fc.option(fc.oneof(sub, fc.constantFrom('1', '2', '10', '01')), { nil: '' }), value, value),
      { minLength: 1, maxLength: 6 },
    );
    let again = 0;
    fc.assert(
      fc.property(items, (of) => {
        for (const place of [2, 3] as const) {
          const text = of.map((one) => `${one[0]}${one[1] === '' ? '' : `-${one[1]}`}=${one[place]}`).join(',');
          const bytes = Buffer.from(`QN=20260308093000123;ST=32;CN=2011;PW=1;MN=B2;Flag=4;CP=&&${text}&&`, 'utf8');
          const packet = fast(bytes);
          if (packet === null) continue;
          again += place - 2;
          expect(packet).toEqual(readSegmentTolerantly(bytes));
        }
      }),
      { seed: 2025, numRuns: 3000 },
    );
    expect(again).toBeGreaterThan(300);
    for (const values of ['LA=5.0,LA-1=7.0', 'LA=5.1,LA-1=7.1', 'a01-2=3,a01-1=4', 'a01-2=5,a01-1=6']) {
      const bytes = Buffer.from(`QN=20260308093000123;ST=32;CN=2011;PW=1;MN=B2;Flag=4;CP=&&${values}&&`, 'utf8');
      expect(fast(bytes)).toEqual(readSegmentTolerantly(bytes));
    }
  });

  it('gives what the careful way gives, or nothing, however often it has seen the keys', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(head, area), { minLength: 1, maxLength: 4 }), (segments) => {
        for (const [header, text] of [...segments, ...segments]) {
          const bytes = Buffer.from(`${header}CP=&&${text}&&`, 'utf8');
          const packet = fast(bytes);
          if (packet === null) continue;
          taken += 1;
          expect(packet).toEqual(readSegmentTolerantly(bytes));
        }
      }),
      { seed: 2017, numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  it('agrees on good frames with bytes changed, taken out and put in', () => {
    const change = fc.tuple(
      fc.constantFrom('set', 'cut', 'add'),
      fc.nat(),
      fc.constantFrom(...Buffer.from('=&;,-/N1 #\xe9', 'latin1')),
    );
    const segments = [...VECTORS].filter(([id]) => id.startsWith('G')).map(([, bytes]) => bytes.subarray(6, -6));
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...segments), fc.array(change, { maxLength: 2 }), (original, changes) => {
        let bytes = Buffer.from(original);
        for (const [how, place, byte] of changes) {
          const at = place % bytes.length;
          const rest = bytes.subarray(how === 'add' ? at : at + 1);
          bytes = Buffer.concat(
            [bytes.subarray(0, at), how === 'cut' ? '' : Buffer.of(byte), rest].map((part) => Buffer.from(part)),
          );
        }
        const packet = fast(bytes);
        if (packet === null) return;
        taken += 1;
        expect(packet).toEqual(readSegmentTolerantly(bytes));
      }),
      { seed: 2025, numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  it.each(['G01', 'G02', 'G03', 'G04', 'G05', 'G06', 'G13', 'G15', 'G17'])('takes %s', (id) => {
    const bytes = vector(id).subarray(6, -6);
    expect(fast(bytes)).toEqual(readSegmentTolerantly(bytes));
    expect(fast(bytes)).not.toBeNull();
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(['packet', 'fault']).toContain(decodeFrame(bytes).kind);
        expect(['packet', 'fault']).toContain(decodeSegment(bytes, 0, bytes.length).kind);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('composed frames', () => {
  const code = fc.constantFrom('w01018', 'w21003', 'a34004', 'a05024', '011', 'SB1');
  const values = fc.uniqueArray(fc.constantFrom('Rtd', 'Avg', 'Min', 'Max', 'Cou', 'Flag'), { minLength: 1 });
  const text = fc.stringMatching(/^[0-9.NDE-]{1,8}$/);
  const factors = fc
    .uniqueArray(fc.tuple(code, values, text), { selector: ([name]) => name, maxLength: 5 })
    .map((list) =>
      list.map(([name, subs, value]): Parameter => [name, Object.fromEntries(subs.map((part) => [part, value]))]),
    );

  it('are read back as composed', () => {
    fc.assert(
      fc.property(factors, fc.constantFrom(0, 4, 5, 8, 9), fc.boolean(), (list, flag, isResent) => {
        const parameters: Parameter[] = [['DataTime', { [PLAIN]: '20260308100000' }], ...list];
        const fields = {
          qn: '20260308110000002',
          st: '32',
          cn: '2061',
          pw: '123456',
          mn: 'B2',
          flag,
          isResent,
          parameters,
        };
        expect(decodeFrame(composeFrame(fields))).toMatchObject({ kind: 'packet', ...fields, marks: [] });
      }),
      { seed: 4 },
    );
  });

  it('equal the frames of the standard form', () => {
    for (const id of ['G01', 'G03', 'G06', 'G07a', 'G09a', 'G19', 'G20']) {
      expect([id, composeFrame(packetOf(vector(id))).equals(vector(id))]).toEqual([id, true]);
    }
  });

  it.each<[string, Parameter]>([
    ['a separator in a value', ['w01018', { Rtd: '1;2' }]],
    ['a separator in a key', ['w0=18', { Rtd: '1' }]],
    ['an end in a text', ['i11001', { Info: 'a&&b' }]],
  ])('are refused for %s', (_name, parameter) => {
    const fields = { st: '32', cn: '2011', mn: 'B2', parameters: [parameter] };
    expect(() => composeSegment(fields)).toThrow('protocol itself');
    expect(() => composeSegment({ ...fields, mn: 'B;2', parameters: [] })).toThrow('protocol itself');
  });
});
