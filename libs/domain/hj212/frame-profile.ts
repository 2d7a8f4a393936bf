import { crc16 } from './crc.js';
import { fitsVariant, type CrcVariant } from './crc-variant.js';
import { CRC_BYTES, HEAD_BYTES, hexCrc } from './frame-shape.js';
import type { PacketMark } from './packet.js';

/** Deciphers whole blocks of 16 bytes: SM4, ECB, no padding. Supplied from outside, for a kernel holds no keys. */
export type DecipherBlocks = (blocks: Uint8Array) => Uint8Array;

/** What the setting of a device says about its frames. */
export interface FrameProfile {
  readonly crc: CrcVariant;
  /** By the keys that may be in use: the current one, and during a change the previous one. */
  readonly deciphers?: readonly DecipherBlocks[];
}

/** The setting of a device by its MN; undefined where it follows the standard and sends in clear. */
export type FrameProfileOf = (mn: string) => FrameProfile | undefined;

/** The data segment as it is to be read, and under which mark. */
export interface ProfiledSegment {
  readonly segment: Uint8Array;
  readonly mark: PacketMark;
}

const BLOCK_BYTES = 16;
const OPEN = Buffer.from('CP=&&', 'latin1');
const CLOSE_BYTES = 2;
const BRACED = /^\{((?:0[xX][0-9a-fA-F]{2}[, ]*)+)\}([\s\S]*)$/;

/** MN by its name, without reading the rest: CP may be enciphered. */
function deviceNumberOf(header: string): string | null {
  return /(?:^|[;,])\s*MN\s*=\s*([^;,]*)/i.exec(header)?.[1]?.trim() ?? null;
}

function deciphered(area: Uint8Array, decipher: DecipherBlocks): Uint8Array {
  const whole = area.length - (area.length % BLOCK_BYTES);
  return Buffer.concat([decipher(area.subarray(0, whole)), area.subarray(whole)]);
}

/** Some clients send the notation of the standard's examples, `{0xEE,0xC3,…}`, for the bytes themselves. */
function bytesOfArea(area: Buffer): Buffer {
  const braced = area[0] === 0x7b ? BRACED.exec(area.toString('latin1')) : null;
  if (braced === null) return area;
  const hex = (braced[1] as string).replace(/0[xX]|[, ]/g, '');
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(braced[2] as string, 'latin1')]);
}

/**
 * Looks again at a segment whose checksum is not the standard one over its bytes: by the checksum its device is known to
 * send, then as enciphered. Enciphered is what stands between `CP=&&` and the last `&&`, in blocks of 16 bytes with the
 * rest in clear, and the checksum is that of the plain segment. Source: HJ 212-2025 6.4.2 and annex A.2.
 *
 * @returns null where the setting explains nothing
 */
export function segmentByProfile(
  bytes: Uint8Array,
  start: number,
  end: number,
  declaredCrc: number,
  profileOf: FrameProfileOf,
): ProfiledSegment | null {
  const segment = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const open = segment.indexOf(OPEN);
  if (open < 0) return null;
  const mn = deviceNumberOf(segment.toString('latin1', 0, open));
  const profile = mn === null ? undefined : profileOf(mn);
  if (profile === undefined) return null;
  if (profile.crc !== 'standard' && fitsVariant(profile.crc, declaredCrc, segment)) {
    return { segment, mark: 'CRC_BY_PROFILE' };
  }
  const areaStart = open + OPEN.length;
  if (segment.length < areaStart + CLOSE_BYTES) return null;
  const area = bytesOfArea(segment.subarray(areaStart, segment.length - CLOSE_BYTES));
  for (const decipher of profile.deciphers ?? []) {
    const plain = Buffer.concat([
      segment.subarray(0, areaStart),
      deciphered(area, decipher),
      segment.subarray(segment.length - CLOSE_BYTES),
    ]);
    const isRight =
      profile.crc === 'standard' ? crc16(plain) === declaredCrc : fitsVariant(profile.crc, declaredCrc, plain);
    if (isRight) return { segment: plain, mark: 'DECIPHERED' };
  }
  return null;
}

/** The test a splitter puts to frames whose checksum is wrong by the standard. */
export function acceptedByProfile(
  profileOf: FrameProfileOf,
): (bytes: Uint8Array, start: number, end: number) => boolean {
  return (bytes, start, end) => {
    const segmentEnd = end - CRC_BYTES;
    return segmentByProfile(bytes, start + HEAD_BYTES, segmentEnd, hexCrc(bytes, segmentEnd), profileOf) !== null;
  };
}
