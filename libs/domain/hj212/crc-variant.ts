import { crc16 } from './crc.js';

/**
 * Checksums of devices that do not follow HJ 212-2017 annex A: Modbus in the order of the standard or with its bytes
 * changed, the right one with its bytes changed, or a constant that was never computed. Only by the setting of a device:
 * to try them all on every frame would let four times as many corruptions through.
 */
export type CrcVariant = 'standard' | 'modbus' | 'modbusSwapped' | 'swapped' | 'constant';

function modbusCrc(bytes: Uint8Array, start: number, end: number): number {
  let register = 0xffff;
  for (let index = start; index < end; index += 1) {
    register ^= bytes[index] as number;
    for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register;
}

const swapped = (crc: number): number => ((crc & 0xff) << 8) | (crc >> 8);

/** The checksum of bytes[start, end) as a device with this setting computes it; a constant one is FFFF. */
export function crcOf(variant: CrcVariant, bytes: Uint8Array, start = 0, end = bytes.length): number {
  switch (variant) {
    case 'standard':
      return crc16(bytes, start, end);
    case 'modbus':
      return modbusCrc(bytes, start, end);
    case 'modbusSwapped':
      return swapped(modbusCrc(bytes, start, end));
    case 'swapped':
      return swapped(crc16(bytes, start, end));
    case 'constant':
      return 0xffff;
  }
}

/** Whether a declared checksum is right for a device with this setting; constants seen are FFFF and 0000. */
export function fitsVariant(
  variant: CrcVariant,
  declared: number,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): boolean {
  return declared === crcOf(variant, bytes, start, end) || (variant === 'constant' && declared === 0);
}
