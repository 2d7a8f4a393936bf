import { isSame, viewOf } from './byte-view.js';
import { editionOf } from './packet-header.js';
import type { PacketEdition } from './packet.js';

/** The header of a packet of the usual form, all but the request number. */
export interface UsualHeader {
  /** From `ST=` to `CP=&&` as sent: a device repeats it in every packet of one kind. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: number;
  readonly edition: PacketEdition;
  readonly isAnswerWanted: boolean;
}

/** `QN=`, 17 digits, `;`. */
export const REQUEST_FIELD_BYTES = 21;

const codes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const QN = codes('QN=');
const NAMES = ['ST=', 'CN=', 'PW=', 'MN=', 'Flag='].map(codes);
const CP = codes('CP=&&');
const LONGEST_DEVICE_NUMBER = 40;

function isAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function isLetterOrDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x7a);
}

/** Whether the segment starts with a request number of 17 digits. */
export function hasUsualRequestNumber(bytes: Uint8Array, start: number): boolean {
  if (!isAt(bytes, start, QN) || bytes[start + 20] !== 0x3b) return false;
  for (let at = start + 3; at < start + 20; at += 1) if (!isDigit(bytes[at] as number)) return false;
  return true;
}

/** Whether the header that was remembered stands here again. */
export function isSameHeader(bytes: Uint8Array, at: number, header: UsualHeader): boolean {
  const count = header.bytes.length;
  return at + count <= bytes.length && isSame(bytes, viewOf(bytes), at, header.bytes, header.view, 0, count);
}

/**
 * Reads `ST=…;CN=…;PW=…;MN=…;Flag=…;CP=&&` in this order, all values letters and digits, without a split bit. Anything
 * else gives null.
 */
export function readUsualHeader(bytes: Buffer, start: number, end: number): UsualHeader | null {
  const values: string[] = [];
  let at = start;
  for (const name of NAMES) {
    if (!isAt(bytes, at, name)) return null;
    const from = at + name.length;
    at = from;
    while (at < end && isLetterOrDigit(bytes[at] as number)) at += 1;
    if (at === from || bytes[at] !== 0x3b) return null;
    values.push(bytes.toString('latin1', from, at));
    at += 1;
  }
  if (!isAt(bytes, at, CP)) return null;
  const [st, cn, pw, mn, flagText] = values as [string, string, string, string, string];
  if (mn.length > LONGEST_DEVICE_NUMBER || !/^\d{1,3}$/.test(flagText)) return null;
  const flag = Number(flagText);
  if (flag > 255 || (flag & 2) !== 0) return null;
  const own = Uint8Array.from(bytes.subarray(start, at + CP.length));
  return {
    bytes: own,
    view: new DataView(own.buffer),
    st,
    cn,
    pw,
    mn,
    flag,
    edition: editionOf(flag),
    isAnswerWanted: (flag & 1) === 1,
  };
}
