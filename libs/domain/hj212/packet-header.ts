import { packetFault, type PacketEdition, type PacketFault, type PacketMark } from './packet.js';

/** Header fields as text, and what of them was odd. */
export interface RawHeader {
  qn: string | null;
  st: string | null;
  cn: string | null;
  pw: string | null;
  mn: string | null;
  flag: string | null;
  pnum: string | null;
  pno: string | null;
  rf: string | null;
  extraFields: [string, string][];
}

/** What follows from Flag, PNUM and PNO. */
export interface FlagReading {
  readonly flag: number | null;
  readonly edition: PacketEdition;
  readonly isAnswerWanted: boolean;
  readonly isSplit: boolean;
  readonly pnum: number | null;
  readonly pno: number | null;
}

const EDITIONS: readonly PacketEdition[] = ['2005', '2017', '2025'];

/**
 * Bit 0 of Flag: the receiver must answer. Bit 1: PNUM and PNO are there. Bits 2 to 7: the edition. Source: HJ 212-2017
 * 6.3.2 table 3; the edition of 2025 swaps the letters of the two low bits, not their places.
 */
export function editionOf(flag: number | null): PacketEdition {
  return flag === null ? 'unknown' : (EDITIONS[flag >> 2] ?? 'unknown');
}

/** A number of at most so many digits, or null. */
export function wholeNumber(text: string | null, digits: number): number | null {
  return text !== null && /^\d+$/.test(text) && text.length <= digits ? Number(text) : null;
}

/**
 * Reads Flag, PNUM and PNO together. A split bit without PNUM means a single packet, with a mark; one part of one is a
 * single packet; a part number outside its total is refused, for it would never complete.
 */
export function readFlag(header: RawHeader, marks: Set<PacketMark>): FlagReading | PacketFault {
  const value = wholeNumber(header.flag, 3);
  const flag = value !== null && value <= 255 ? value : null;
  if (flag === null && header.flag !== null) marks.add('FLAG_MALFORMED');
  const pnum = wholeNumber(header.pnum, 4);
  const pno = wholeNumber(header.pno, 4);
  const single = {
    flag,
    edition: editionOf(flag),
    isAnswerWanted: flag !== null && (flag & 1) === 1,
    isSplit: false,
    pnum: null,
    pno: null,
  };
  const saysSplit = flag !== null && (flag & 2) === 2;
  if (pnum === null || pno === null) {
    if (saysSplit || header.pnum !== null || header.pno !== null) marks.add('SPLIT_INCONSISTENT');
    return single;
  }
  if (pno < 1 || pno > pnum) return packetFault('SPLIT_INCONSISTENT');
  if (pnum === 1) return single;
  if (flag !== null && !saysSplit) marks.add('SPLIT_INCONSISTENT');
  return { ...single, isSplit: true, pnum, pno };
}

/** MN is opaque: up to 40 visible ASCII characters without the separators of the protocol. */
export function isDeviceNumber(mn: string): boolean {
  return /^[!-%'-+\--:<>-~]{1,40}$/.test(mn);
}
