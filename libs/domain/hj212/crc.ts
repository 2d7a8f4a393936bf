/**
 * The checksum of HJ 212 (HJ 212-2017 annex A): start 0xFFFF; per byte the register becomes (register >> 8) XOR byte,
 * then eight right shifts, each followed by XOR 0xA001 where the bit shifted out was 1. Only the high byte of the
 * register survives a step, so there are just 256 different checksums: one corruption in 256 goes unnoticed, and no
 * frame may be accepted, found again or told apart by its checksum alone.
 */
export function crcBitwise(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let register = 0xffff;
  for (let index = start; index < end; index += 1) {
    register = (register >> 8) ^ (bytes[index] as number);
    for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register;
}

/** What eight shifts make of a byte: the register after it. */
const REGISTER = new Uint16Array(256);
/** STEP[k · 256 + x]: x after k steps through the high byte of the register. */
const STEP = new Uint8Array(8 * 256);
for (let byte = 0; byte < 256; byte += 1) {
  let register = byte;
  for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  REGISTER[byte] = register;
  STEP[byte] = byte;
}
for (let index = 256; index < STEP.length; index += 1) {
  STEP[index] = (REGISTER[STEP[index - 256] as number] as number) >> 8;
}

/**
 * The same checksum, eight bytes at a time. A step is linear over XOR, and eight steps are the identity; so all bytes
 * whose distance to the end leaves the same remainder by eight may be XORed first and stepped once. Equality with the
 * bitwise form and the identity itself are tested.
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (start >= end) return 0xffff;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  let index = end;
  while (index - 8 >= start) {
    h ^= bytes[index - 1] as number;
    g ^= bytes[index - 2] as number;
    f ^= bytes[index - 3] as number;
    e ^= bytes[index - 4] as number;
    d ^= bytes[index - 5] as number;
    c ^= bytes[index - 6] as number;
    b ^= bytes[index - 7] as number;
    a ^= bytes[index - 8] as number;
    index -= 8;
  }
  let folded =
    h ^
    (STEP[0x100 | g] as number) ^
    (STEP[0x200 | f] as number) ^
    (STEP[0x300 | e] as number) ^
    (STEP[0x400 | d] as number) ^
    (STEP[0x500 | c] as number) ^
    (STEP[0x600 | b] as number) ^
    (STEP[0x700 | a] as number);
  for (let distance = 0; index > start; distance += 1) {
    index -= 1;
    folded ^= STEP[(distance << 8) | (bytes[index] as number)] as number;
  }
  // The register starts as if 0xFF had been XORed into the first byte.
  return REGISTER[folded ^ (STEP[(((end - start - 1) & 7) << 8) | 0xff] as number)] as number;
}
