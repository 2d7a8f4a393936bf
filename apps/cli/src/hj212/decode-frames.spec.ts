import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { framesOfLines, vector, VECTORS } from '#libs/domain/hj212/fixtures/vectors.js';
import type { DecodedLine, FullLine } from './decoded-line.js';
import { captureDecoder, type DecodeSettings, lineDecoder } from './decode-frames.js';

const RECEIVED = readFileSync('libs/domain/hj212/fixtures/received-frames.txt', 'latin1');
const PLAIN_SETTINGS: DecodeSettings = { isFull: false };

const decoded = (
  make: typeof lineDecoder,
  bytes: Buffer,
  settings: DecodeSettings = PLAIN_SETTINGS,
  piece = bytes.length,
): DecodedLine[] => {
  const lines: DecodedLine[] = [];
  const decoder = make(settings, (line) => lines.push(line));
  for (let at = 0; at < bytes.length; at += piece) decoder.push(bytes.subarray(at, at + piece));
  decoder.end();
  return lines;
};
const short = ({ line, ok, error, cp }: DecodedLine): string => `${line} ${ok ? cp.length : error}`;
const shorts = (lines: readonly DecodedLine[]): string[] => lines.map(short);
const both = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

describe('a line', () => {
  it('has every key in the order announced', () => {
    expect(decoded(lineDecoder, vector('G06'))).toEqual([
      {
        line: 1,
        ok: true,
        crc: { declared: 'ACC1', computed: 'ACC1', valid: true },
        qn: '20260309000000003',
        st: '32',
        cn: '2031',
        pw: '123456',
        mn: 'B20F000000000000000000B2',
        flag: 5,
        pnum: null,
        pno: null,
        cp: [
          ['DataTime', { '': '20260308000000' }],
          ['w00000', { Cou: '1080.0', Min: '10.1', Avg: '12.5', Max: '15.0', Flag: 'N' }],
          ['w01018', { Cou: '41.472', Min: '30.2', Avg: '38.4', Max: '52.9', Flag: 'M' }],
          ['w21003', { Flag: 'B' }],
        ],
      },
    ]);
    const keys = ['line', 'ok', 'crc', 'qn', 'st', 'cn', 'pw', 'mn', 'flag', 'pnum', 'pno', 'cp'];
    expect(Object.keys(decoded(lineDecoder, vector('G11'))[0]!)).toEqual(keys);
    expect(Object.keys(decoded(lineDecoder, vector('B01'))[0]!)).toEqual(['line', 'ok', 'error', ...keys.slice(2)]);
  });

  it.each([
    ['B01', 'CRC_MISMATCH', { declared: '6240', valid: false }, { mn: 'B20F000000000000000000B2', flag: 5, cp: [] }],
    ['B05', 'CRC_NOT_HEX', { declared: 'ZZZZ', computed: '6240', valid: false }, { cn: '2011' }],
    ['B09', 'LENGTH_NOT_DECIMAL', { declared: null, computed: null, valid: false }, { st: '32' }],
    ['B10', 'NOT_A_FRAME', { declared: null, computed: null, valid: false }, { mn: null, qn: null }],
    ['B13', 'CP_UNCLOSED', { declared: 'A501', valid: true }, {}],
    ['B14', 'NO_MN', { valid: true }, { mn: null, st: '32' }],
    ['B17', 'SPLIT_INCONSISTENT', { valid: true }, { pnum: 2, pno: 3 }],
  ])('%s says %s and shows its header', (id, error, crc, more) => {
    expect(decoded(lineDecoder, vector(id))).toMatchObject([{ line: 1, ok: false, error, crc, ...more }]);
  });

  it('shows what else was read where asked', () => {
    const [line] = decoded(lineDecoder, vector('B21'), { isFull: true }) as FullLine[];
    expect(line).toMatchObject({ edition: '2017', isResent: false, marks: ['CODE_CASE', 'HEADER_SEPARATOR'] });
  });

  it('reads enciphered frames with the key', () => {
    const decipher = createDecipheriv('sm4-ecb', Buffer.alloc(16, 0x30), null).setAutoPadding(false);
    const profile = { crc: 'standard' as const, deciphers: [(blocks: Uint8Array) => decipher.update(blocks)] };
    const [line] = decoded(lineDecoder, vector('G21'), { isFull: false, profileOf: () => profile });
    expect({ ...line, crc: null }).toEqual({ ...decoded(lineDecoder, vector('G21plain'))[0], crc: null });
    expect(line?.crc).toEqual({ declared: 'D4C1', computed: 'D4C1', valid: true });
  });
});

describe('one frame a line', () => {
  /** Number of parameters, or the reason. */
  const EXPECTED: Readonly<Record<string, number | string>> = {
    ...{ G01: 12, G02: 0, G03: 7, G04: 9, G05: 4, G06: 4, G07a: 3, G07b: 2, G08a: 0, G08b: 0, G09a: 1, G09b: 0 },
    ...{ G10a: 1, G10b: 1, G10c: 1, G11: 6, G12: 3, G13: 9, G14: 7, G15: 4, G16: 3, G17: 2, G18: 7, G19: 4, G20: 3 },
    ...{ G21: 'CRC_MISMATCH', G21plain: 3 },
    ...{ B01: 'CRC_MISMATCH', B02: 'CRC_MISMATCH', B03: 'CRC_MISMATCH', B04: 'CRC_MISMATCH', B05: 'CRC_NOT_HEX' },
    ...{ B06: 3, B07: 3, B08: 3, B09: 'LENGTH_NOT_DECIMAL', B10: 'NOT_A_FRAME', B11: 3, B13: 'CP_UNCLOSED' },
    ...{ B14: 'NO_MN', B15: 'NO_CN', B16: 2, B17: 'SPLIT_INCONSISTENT', B18: 2, B19: 2, B20: 5, B21: 2, B22: 3 },
    ...{ B23: 2, B24: 2, B25: 2, B26: 40 },
  };

  it.each([...VECTORS.keys()].filter((id) => id !== 'B12'))('%s as documented, its tail in any form', (id) => {
    const expected = [`1 ${EXPECTED[id]}`];
    const body = vector(id).toString('latin1').trimEnd();
    expect(shorts(decoded(lineDecoder, vector(id)))).toEqual(expected);
    expect(shorts(decoded(lineDecoder, both(body)))).toEqual(expected);
    expect(shorts(decoded(lineDecoder, both(body, '\n')))).toEqual(expected);
    expect(shorts(decoded(lineDecoder, both(body, '\\r\\n\n')))).toEqual(expected);
  });

  it('B12: two frames on one line', () => {
    expect(shorts(decoded(lineDecoder, vector('B12')))).toEqual(['1 3', '1 0']);
  });

  it('reads what loggers sent', () => {
    const lines = decoded(lineDecoder, Buffer.from(RECEIVED, 'latin1'));
    expect(shorts(lines)).toEqual([
      '1 32',
      '2 6',
      '3 CRC_MISMATCH',
      '4 CRC_MISMATCH',
      '5 6',
      '6 CRC_MISMATCH',
      '7 2',
      '8 LENGTH_MISMATCH',
    ]);
    expect(lines.map(({ crc }) => crc.valid)).toEqual([true, true, false, false, true, false, true, false]);
    expect(lines[6]?.cp[1]).toEqual(['a34001', { Rtd: '92', Flag: 'N' }]);
  });

  it('keeps the numbers of lines over empty ones, and finds frames behind what a log writes', () => {
    const bytes = both('\n', vector('G02'), '  \r\n', '2020-09-21 17:40 recv ', vector('G05'), 'nothing\n');
    for (const piece of [bytes.length, 1, 50]) {
      expect(shorts(decoded(lineDecoder, bytes, PLAIN_SETTINGS, piece))).toEqual([
        '2 0',
        '4 NOISE',
        '4 4',
        '5 NOT_A_FRAME',
      ]);
    }
  });

  it('holds the beginning of a line that does not end', () => {
    const lines: DecodedLine[] = [];
    const decoder = lineDecoder(PLAIN_SETTINGS, (line) => lines.push(line));
    for (let piece = 0; piece < 2000; piece += 1) decoder.push(Buffer.alloc(65_536, '#'));
    decoder.push(both('\n', vector('G02')));
    decoder.end();
    expect(shorts(lines)).toEqual(['1 LINE_TOO_LONG', '2 0']);
  });
});

describe('a raw capture', () => {
  it('gives frames and faults in order, wherever it is cut', () => {
    const frames = framesOfLines(RECEIVED);
    const bytes = both(
      'AT OK\r\n',
      vector('G01'),
      vector('B01'),
      frames[5]!,
      '\r\n',
      vector('G21'),
      vector('B12'),
      '##0100QN=1',
    );
    for (const piece of [bytes.length, 1, 333]) {
      expect(shorts(decoded(captureDecoder, bytes, PLAIN_SETTINGS, piece))).toEqual([
        '1 NOISE',
        '2 12',
        '3 CRC_MISMATCH',
        '4 CRC_MISMATCH',
        '5 CRC_MISMATCH',
        '6 3',
        '7 0',
        '8 TRUNCATED',
      ]);
    }
  });

  it('shows checksum and header of a frame that was dropped', () => {
    expect(decoded(captureDecoder, vector('B01'))).toEqual(decoded(lineDecoder, vector('B01')));
  });
});
