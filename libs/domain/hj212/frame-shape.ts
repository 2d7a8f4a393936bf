/**
 * The frame of HJ 212 on bytes: `##`, four decimal digits of length, data segment, four hexadecimal digits of checksum,
 * CR LF. Source: HJ 212-2017 6.3.1 table 2, unchanged in HJ 212-2025.
 */

/** `##` and the length. */
export const HEAD_BYTES = 6;
export const CRC_BYTES = 4;
/** Longest segment four digits can announce; the standard allows 1024. */
export const LONGEST_SEGMENT = 9999;
export const STANDARD_SEGMENT = 1024;

const HASH = 0x23;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const LONGEST_FIRST_KEY = 8;

/** Length announced behind `##` at this place, or -1 where there is no `##` followed by four decimal digits. */
export function declaredLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== HASH || bytes[at + 1] !== HASH) return -1;
  let length = 0;
  for (let index = at + 2; index < at + HEAD_BYTES; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Four hexadecimal digits in either case as a number, or -1. */
export function hexCrc(bytes: Uint8Array, at: number): number {
  const a = hexDigit(bytes[at] ?? 0);
  const b = hexDigit(bytes[at + 1] ?? 0);
  const c = hexDigit(bytes[at + 2] ?? 0);
  const d = hexDigit(bytes[at + 3] ?? 0);
  return a < 0 || b < 0 || c < 0 || d < 0 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

/** Whether the segment ends with the `&&` that closes CP. The `&&` that opens it (`CP=&&`) does not count. */
export function isClosed(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start >= 7 &&
    bytes[end - 1] === AMPERSAND &&
    bytes[end - 2] === AMPERSAND &&
    !(bytes[end - 3] === EQUALS && (bytes[end - 4] ?? 0) === 0x50 && bytes[end - 5] === 0x43)
  );
}

/**
 * Whether a segment begins as one: letters and `=`. `undecided` while the bytes run out before it can be told.
 */
export function firstKey(bytes: Uint8Array, start: number, end: number): 'yes' | 'no' | 'undecided' {
  for (let index = start; index <= start + LONGEST_FIRST_KEY; index += 1) {
    if (index >= end) return 'undecided';
    const byte = bytes[index] as number;
    if (byte === EQUALS) return index > start ? 'yes' : 'no';
    const letter = byte | 0x20;
    if (letter < 0x61 || letter > 0x7a) return 'no';
  }
  return 'no';
}
