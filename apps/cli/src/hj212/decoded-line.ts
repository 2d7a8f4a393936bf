/** One line of `duban hj212 decode`: a frame as it was sent, or why it is none. */
import { endOfFrame } from '#libs/domain/hj212/decode.js';
import { crc16 } from '#libs/domain/hj212/crc.js';
import { CRC_BYTES, declaredLength, HEAD_BYTES, hexCrc } from '#libs/domain/hj212/frame-shape.js';
import { type RawHeader, wholeNumber } from '#libs/domain/hj212/packet-header.js';
import type { Packet, Parameter } from '#libs/domain/hj212/packet.js';
import { readHeader, textOf } from '#libs/domain/hj212/tolerant-segment.js';

export interface CrcLine {
  /** Four characters as sent. */
  readonly declared: string | null;
  /** Four digits in upper case. */
  readonly computed: string | null;
  readonly valid: boolean;
}

/** Every key is always there; what the frame lacks or what could not be read is null, and without parameters `cp` is empty. */
export interface DecodedLine {
  readonly line: number;
  readonly ok: boolean;
  readonly error?: string;
  readonly crc: CrcLine;
  readonly qn: string | null;
  readonly st: string | null;
  readonly cn: string | null;
  readonly pw: string | null;
  readonly mn: string | null;
  readonly flag: number | null;
  readonly pnum: number | null;
  readonly pno: number | null;
  /** Values as sent, in the order sent; a plain parameter such as DataTime stands under the empty sub-key. */
  readonly cp: readonly Parameter[];
}

/** What the packet reader adds, for those who ask for everything. */
export type FullLine = DecodedLine &
  Pick<Packet, 'edition' | 'isAnswerWanted' | 'isSplit' | 'isResent' | 'extraFields' | 'marks'>;

const NO_CRC: CrcLine = { declared: null, computed: null, valid: false };
const LONGEST_HEADER = 512;
/** Runs of bytes that nowhere end as a frame does. */
const WITHOUT_CRC = ['NOISE', 'TRUNCATED', 'LENGTH_OVER_CAP', 'LINE_TOO_LONG'];

const hex = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, '0');

/** The checksum at the end of the frame against that of bytes[HEAD_BYTES, segmentEnd). */
const crcLine = (frame: Uint8Array, end: number, segmentEnd: number): CrcLine => {
  const declared = Buffer.from(frame.buffer, frame.byteOffset + end - CRC_BYTES, CRC_BYTES).toString('latin1');
  const computed = crc16(frame, HEAD_BYTES, segmentEnd);
  return { declared, computed: hex(computed), valid: hexCrc(frame, end - CRC_BYTES) === computed };
};

/** A packet and the frame it was read from. */
export const packetLine = (
  line: number,
  packet: Packet,
  frame: Uint8Array,
  isFull: boolean,
): DecodedLine | FullLine => {
  const end = endOfFrame(frame);
  const crc = crcLine(frame, end, end - CRC_BYTES);
  const { qn, st, cn, pw, mn, flag, pnum, pno, parameters: cp } = packet;
  const read: DecodedLine = {
    line,
    ok: true,
    // The checksum of an enciphered frame is that of its plain text, and it was right or there would be no packet.
    crc: packet.marks.includes('DECIPHERED') ? { ...crc, computed: crc.declared, valid: true } : crc,
    ...{ qn, st, cn, pw, mn, flag, pnum, pno, cp },
  };
  if (!isFull) return read;
  const { edition, isAnswerWanted, isSplit, isResent, extraFields, marks } = packet;
  return { ...read, edition, isAnswerWanted, isSplit, isResent, extraFields, marks };
};

/** The header of bytes that begin like a frame, for whoever looks for the sender of what could not be read. */
const headerIn = (bytes: Uint8Array): RawHeader | null => {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x23) return null;
  const text = textOf(bytes.subarray(HEAD_BYTES, HEAD_BYTES + LONGEST_HEADER), new Set());
  const open = text.indexOf('CP=');
  return open < 0 ? null : readHeader(text.slice(0, open), new Set());
};

/**
 * The checksum of a frame that was refused: over what stands before it, or where the length cannot be right over what the
 * length announces.
 */
const refusedCrc = (bytes: Uint8Array, reason: string): CrcLine => {
  const end = endOfFrame(bytes);
  const length = declaredLength(bytes, 0);
  if (length < 0 || end < HEAD_BYTES + CRC_BYTES || WITHOUT_CRC.includes(reason)) return NO_CRC;
  if (reason !== 'LENGTH_MISMATCH') return crcLine(bytes, end, end - CRC_BYTES);
  return { ...crcLine(bytes, end, Math.min(HEAD_BYTES + length, end)), valid: false };
};

/**
 * Bytes that became no packet. Header fields are shown as they stand, untested; parameters are not, for nothing vouches
 * for them.
 */
export const faultLine = (line: number, error: string, bytes: Uint8Array): DecodedLine => {
  const header = headerIn(bytes);
  return {
    line,
    ok: false,
    error,
    crc: refusedCrc(bytes, error),
    qn: header?.qn ?? null,
    st: header?.st ?? null,
    cn: header?.cn ?? null,
    pw: header?.pw ?? null,
    mn: header?.mn ?? null,
    flag: wholeNumber(header?.flag ?? null, 3),
    pnum: wholeNumber(header?.pnum ?? null, 4),
    pno: wholeNumber(header?.pno ?? null, 4),
    cp: [],
  };
};
