import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composeSegment, frameOfSegment } from './compose.js';
import { crcOf, type CrcVariant } from './crc-variant.js';
import { decodeFrame, decodeSplit } from './decode.js';
import { vector } from './fixtures/vectors.js';
import { acceptedByProfile, type DecipherBlocks, type FrameProfile } from './frame-profile.js';
import { createFrameSplitter } from './framing.js';

const sm4 =
  (key: Buffer): DecipherBlocks =>
  (blocks) => {
    const decipher = createDecipheriv('sm4-ecb', key, null).setAutoPadding(false);
    return Buffer.concat([decipher.update(blocks), decipher.final()]);
  };
const KEY = Buffer.alloc(16, 0x30);
const OLD_KEY = Buffer.alloc(16, 0x31);
const profiles =
  (mn: string, profile: FrameProfile) =>
  (asked: string): FrameProfile | undefined =>
    asked === mn ? profile : undefined;
const WATER = 'B20F000000000000000000B2';
const FLUE = 'C30F000000000000000000C3';
const enciphered = { crc: 'standard' as const, deciphers: [sm4(KEY)] };

describe('checksums of other kinds', () => {
  it.each<[CrcVariant, string]>([
    ['standard', '2F80'],
    ['modbus', '4B37'],
    ['modbusSwapped', '374B'],
    ['swapped', '802F'],
    ['constant', 'FFFF'],
  ])('%s of the digits 1 to 9 is %s', (variant, expected) => {
    expect(crcOf(variant, Buffer.from('123456789')).toString(16).toUpperCase()).toBe(expected);
  });

  it.each<[string, CrcVariant]>([
    ['B02', 'modbus'],
    ['B03', 'modbusSwapped'],
    ['B04', 'constant'],
  ])('%s is read for a device set to %s, and for no other', (id, crc) => {
    const mismatch = { kind: 'fault', reason: 'CRC_MISMATCH' };
    expect(decodeFrame(vector(id))).toEqual(mismatch);
    expect(decodeFrame(vector(id), profiles(FLUE, { crc }))).toEqual(mismatch);
    expect(decodeFrame(vector(id), profiles(WATER, { crc: 'swapped' }))).toEqual(mismatch);
    expect(decodeFrame(vector(id), profiles(WATER, { crc }))).toMatchObject({
      kind: 'packet',
      mn: WATER,
      marks: ['CRC_BY_PROFILE'],
    });
  });

  it('takes a constant of zeros', () => {
    const frame = Buffer.from(vector('B04').toString('latin1').replace('FFFF\r', '0000\r'), 'latin1');
    expect(decodeFrame(frame, profiles(WATER, { crc: 'constant' })).kind).toBe('packet');
  });

  it('leaves right frames of such a device alone', () => {
    expect(decodeFrame(vector('G05'), profiles(WATER, { crc: 'modbus' }))).toEqual(decodeFrame(vector('G05')));
  });
});

describe('enciphered frames', () => {
  it('the cipher is the one of GB/T 32907', () => {
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(cipher.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('G21: reads what the plain frame says', () => {
    const plain = decodeFrame(vector('G21plain'));
    expect(decodeFrame(vector('G21'), profiles(FLUE, enciphered))).toEqual({ ...plain, marks: ['DECIPHERED'] });
  });

  it('tries the previous key as well', () => {
    const both = { crc: 'standard' as const, deciphers: [sm4(OLD_KEY), sm4(KEY)] };
    expect(decodeFrame(vector('G21'), profiles(FLUE, both))).toMatchObject({ kind: 'packet', marks: ['DECIPHERED'] });
  });

  it.each<[string, FrameProfile | undefined]>([
    ['no setting', undefined],
    ['no key', { crc: 'standard' }],
    ['another key', { crc: 'standard', deciphers: [sm4(OLD_KEY)] }],
  ])('are refused with %s', (_name, profile) => {
    expect(decodeFrame(vector('G21'), () => profile)).toEqual({ kind: 'fault', reason: 'CRC_MISMATCH' });
  });

  it('may come in the notation of the examples, {0xEE, …} with the rest in clear', () => {
    const segment = vector('G21').subarray(6, -6);
    const area = segment.subarray(segment.indexOf('CP=&&') + 5, -2);
    const listed = [...area.subarray(0, 64)]
      .map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(',');
    const text = Buffer.concat([
      segment.subarray(0, segment.indexOf('CP=&&') + 5),
      Buffer.from(`{${listed}}`),
      area.subarray(64),
      Buffer.from('&&'),
    ]);
    const frame = Buffer.concat([Buffer.from(`##${String(text.length).padStart(4, '0')}`), text, Buffer.from('D4C1')]);
    expect(decodeFrame(frame, profiles(FLUE, enciphered))).toMatchObject({ kind: 'packet', marks: ['DECIPHERED'] });
  });

  it('are taken out of a stream whole, whatever bytes the cipher gave', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.stringMatching(/^[0-9.]{1,90}$/), (key, text) => {
        const plain = Buffer.from(
          composeSegment({ st: '31', cn: '2011', mn: FLUE, flag: 9, parameters: [['a34013', { Rtd: text }]] }),
        );
        const open = plain.indexOf('CP=&&') + 5;
        const blocks = plain.subarray(open, open + 16 * Math.floor((plain.length - 2 - open) / 16));
        const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
        const frame = frameOfSegment(plain);
        cipher.update(blocks).copy(frame, 6 + open);
        const profileOf = profiles(FLUE, { crc: 'standard', deciphers: [sm4(Buffer.from(key))] });
        const seen: string[] = [];
        const splitter = createFrameSplitter(
          {
            // One enciphered frame in 256 has by chance the checksum of its own bytes.
            frame: (split) => {
              const read = decodeSplit(split, profileOf);
              seen.push(read.kind === 'packet' ? JSON.stringify(read.parameters) : read.reason);
            },
            fault: ({ reason }) => seen.push(reason),
          },
          { isAcceptedByProfile: acceptedByProfile(profileOf) },
        );
        splitter.push(Buffer.concat([frame, vector('G05')]));
        expect(seen).toHaveLength(2);
        expect(seen[0]).toBe(JSON.stringify([['a34013', { Rtd: text }]]));
      }),
      { seed: 2025, numRuns: 300 },
    );
  });
});
