import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc16, crcBitwise } from './crc.js';

const hex = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, '0');
const bytes = fc.uint8Array({ maxLength: 600 });

describe('checksum', () => {
  it.each([
    ['', 'FFFF'],
    ['123456789', '2F80'],
    ['##', 'B381'],
    ['QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&', '1C80'],
  ])('of %p is %s', (text, expected) => {
    expect(hex(crcBitwise(Buffer.from(text)))).toBe(expected);
    expect(hex(crc16(Buffer.from(text)))).toBe(expected);
  });

  it('is the bitwise one at any length and place', () => {
    fc.assert(
      fc.property(bytes, fc.nat(20), fc.nat(20), (input, before, after) => {
        const end = Math.max(0, input.length - after);
        expect(crc16(input, before, end)).toBe(crcBitwise(input, before, Math.max(before, end)));
      }),
      { seed: 212, numRuns: 2000 },
    );
  });

  it('comes back after eight steps: bytes eight apart may change places unseen', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9, maxLength: 60 }), fc.nat(), (input, choice) => {
        const at = choice % (input.length - 8);
        const swapped = Uint8Array.from(input);
        swapped[at] = input[at + 8] as number;
        swapped[at + 8] = input[at] as number;
        expect(crcBitwise(swapped)).toBe(crcBitwise(input));
      }),
      { seed: 8 },
    );
  });

  it('sees every change of a single byte and has 256 values', () => {
    const values = new Set<number>();
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (input, choice, flip) => {
          const changed = Uint8Array.from(input);
          const at = choice % input.length;
          changed[at] = (input[at] as number) ^ flip;
          values.add(crc16(input));
          expect(crc16(changed)).not.toBe(crc16(input));
        },
      ),
      { seed: 256, numRuns: 3000 },
    );
    expect(values.size).toBeLessThanOrEqual(256);
    expect(values.size).toBeGreaterThan(200);
  });
});
