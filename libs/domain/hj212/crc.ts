import { viewOf } from './byte-view.js';

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
  const view = viewOf(bytes);
  // Four bytes at a time: the XOR of the first and of the second halves of all eights, counted from the end.
  let high = 0;
  let low = 0;
  let index = end;
  while (index - 8 >= start) {
    index -= 8;
    high ^= view.getInt32(index);
    low ^= view.getInt32(index + 4);
  }
  let folded =
    (low & 0xff) ^
    (STEP[0x100 | ((low >> 8) & 0xff)] as number) ^
    (STEP[0x200 | ((low >> 16) & 0xff)] as number) ^
    (STEP[0x300 | ((low >> 24) & 0xff)] as number) ^
    (STEP[0x400 | (high & 0xff)] as number) ^
    (STEP[0x500 | ((high >> 8) & 0xff)] as number) ^
    (STEP[0x600 | ((high >> 16) & 0xff)] as number) ^
    (STEP[0x700 | ((high >> 24) & 0xff)] as number);
  for (let distance = 0; index > start; distance += 1) {
    index -= 1;
    folded ^= STEP[(distance << 8) | (bytes[index] as number)] as number;
  }
  // The register starts as if 0xFF had been XORed into the first byte.
  return REGISTER[folded ^ (STEP[(((end - start - 1) & 7) << 8) | 0xff] as number)] as number;
}
