import { createRequire } from 'node:module';

/**
 * kafkajs 2.2.4 makes three cleared buffers of 512 bytes for each record with two headers, an array and a buffer for each
 * number in it: a good part of what a packet costs at the door. Nobody releases it any more (kafkajs#1603), so its encoder of
 * records is put into its place here. The bytes are those of kafkajs itself, which the spec compares.
 */

type Bytes = Buffer | string | null | undefined;

/** A record as kafkajs hands it to its encoder. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Bytes;
  readonly value?: Bytes;
  readonly headers?: Readonly<Record<string, Bytes | readonly (Buffer | string)[]>>;
}

/** What kafkajs copies an encoded record from. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

type RecordEncoder = (record: RecordToEncode) => EncodedRecord;

const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

const sizeOfNumber = (value: number): number => {
  let size = 1;
  for (let rest = zigzag(value) >>> 7; rest !== 0; rest >>>= 7) size += 1;
  return size;
};

const sizeOfBytes = (value: Bytes): number => {
  if (value === null || value === undefined) return 1;
  const size = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  return sizeOfNumber(size) + size;
};

const putNumber = (into: Buffer, at: number, value: number): number => {
  let rest = zigzag(value);
  let place = at;
  while ((rest & ~0x7f) !== 0) {
    into[place++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[place++] = rest;
  return place;
};

const putBytes = (into: Buffer, at: number, value: Bytes): number => {
  if (value === null || value === undefined) return putNumber(into, at, -1);
  if (typeof value !== 'string') {
    const place = putNumber(into, at, value.length);
    into.set(value, place);
    return place + value.length;
  }
  const place = putNumber(into, at, Buffer.byteLength(value));
  return place + into.write(value, place, 'utf8');
};

const isBytes = (value: unknown): boolean => typeof value === 'string' || Buffer.isBuffer(value);

/** Whether its numbers fit 32 bits and each header is one text or buffer. */
const isPlain = ({ timestampDelta = 0, key, value, headers = {} }: RecordToEncode): boolean =>
  timestampDelta === (timestampDelta | 0) &&
  (key === null || key === undefined || isBytes(key)) &&
  (value === null || value === undefined || isBytes(value)) &&
  Object.values(headers).every(isBytes);

/**
 * An encoder of records of version 2 (Kafka protocol, DefaultRecord: length, attributes, differences of time and offset,
 * key, value, headers; numbers as zigzag of base 128) in one buffer each. What is not plain goes to `other`.
 */
export const recordEncoder =
  (other: RecordEncoder): RecordEncoder =>
  (record) => {
    if (!isPlain(record)) return other(record);
    const { offsetDelta = 0, timestampDelta = 0, key, value } = record;
    const headers = (record.headers ?? {}) as Readonly<Record<string, Bytes>>;
    const names = Object.keys(headers);
    let size = 1 + sizeOfNumber(timestampDelta) + sizeOfNumber(offsetDelta) + sizeOfBytes(key) + sizeOfBytes(value);
    size += sizeOfNumber(names.length);
    for (const name of names) size += sizeOfBytes(name) + sizeOfBytes(headers[name]);
    const buf = Buffer.allocUnsafe(sizeOfNumber(size) + size);
    let at = putNumber(buf, 0, size);
    buf[at++] = 0;
    at = putNumber(buf, at, timestampDelta);
    at = putNumber(buf, at, offsetDelta);
    at = putBytes(buf, at, key);
    at = putBytes(buf, at, value);
    at = putNumber(buf, at, names.length);
    for (const name of names) at = putBytes(buf, putBytes(buf, at, name), headers[name]);
    return { buf, buffer: buf };
  };

const RECORD = 'kafkajs/src/protocol/recordBatch/record/v0/index.js';

/** The encoder kafkajs finds in its place: its own before `mendKafkajs`. */
export const encoderOfKafkajs = (require = createRequire(import.meta.url)): RecordEncoder =>
  require(RECORD) as RecordEncoder;

let isMended = false;

/**
 * Puts the encoder into the place where kafkajs looks for it, once a process and before the first request: kafkajs asks for
 * it where it encodes its first batch.
 */
export const mendKafkajs = (): void => {
  if (isMended) return;
  isMended = true;
  const require = createRequire(import.meta.url);
  const encodeRecord = encoderOfKafkajs(require);
  const held = require.cache[require.resolve(RECORD)];
  if (held === undefined) throw new Error(`${RECORD} is not where it was in kafkajs 2.2.4`);
  held.exports = recordEncoder(encodeRecord);
};
