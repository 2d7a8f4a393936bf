import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encoderOfKafkajs, mendKafkajs, recordEncoder, type RecordToEncode } from './record-encoding.js';

const encodeRecord = encoderOfKafkajs();
const ours = recordEncoder(() => {
  throw new Error('left to kafkajs');
});

const bytes = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.uint8Array({ maxLength: 20_000 }).map((array) => Buffer.from(array)),
);
const record: fc.Arbitrary<RecordToEncode> = fc.record(
  {
    offsetDelta: fc.nat(1_000_000),
    timestampDelta: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 20 }), bytes, { maxKeys: 8 }),
  },
  { requiredKeys: [] },
);

describe('a record encoded in one buffer', () => {
  it('has the bytes kafkajs gives it', () => {
    fc.assert(
      fc.property(record, (one) => {
        expect(ours(one).buffer.equals(encodeRecord(one).buffer)).toBe(true);
      }),
      { seed: 212, numRuns: 2_000 },
    );
  });

  it.each([0, 1, 63, 64, 8_191, 8_192, 1_048_575, 1_048_576, 2_000_000])('has them for a value of %i bytes', (size) => {
    const one = { offsetDelta: size, key: 'MN', value: Buffer.alloc(size, 0x41), headers: { door: 'hj212' } };
    expect(ours(one).buffer.equals(encodeRecord(one).buffer)).toBe(true);
  });

  it.each([
    { what: 'a header with several values', one: { headers: { a: ['1', '2'] } } },
    { what: 'a difference of time beyond 32 bits', one: { timestampDelta: 2 ** 31 } },
  ])('leaves $what to kafkajs', ({ one }) => {
    expect(() => ours(one)).toThrow('left to kafkajs');
    expect(recordEncoder(encodeRecord)(one).buffer.equals(encodeRecord(one).buffer)).toBe(true);
  });
});

it('stands where kafkajs looks for it once mended', () => {
  mendKafkajs();
  expect(encoderOfKafkajs()({ key: 'MN' })).not.toHaveProperty('offset');
});
