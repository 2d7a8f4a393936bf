/**
 * PostgreSQL's binary formats, written by hand for the two places where thousands of values a second go in: rows of COPY and
 * arrays as one parameter each (a Buffer parameter is sent as binary). Text would cost four times the CPU.
 */

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const OID = { bytea: 17, bigint: 20, integer: 23, double: 701, timestamptz: 1184 } as const;
const EPOCH_2000_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;
const FIRST_SIZE = 64 * 1024;
const ARRAY_HEAD = 20;
const MOST_BYTES_A_CHARACTER = 4;

const putInt64 = (into: Buffer, value: number, at: number): number => {
  const high = Math.floor(value / TWO_TO_32);
  return into.writeUInt32BE(value - high * TWO_TO_32, into.writeInt32BE(high, at));
};
const microseconds = (instant: Date): number => (instant.getTime() - EPOCH_2000_MS) * 1_000;

/** Head of an array of one dimension with at least one element; lower bound 1. */
const putArrayHead = (into: Buffer, at: number, oid: number, hasNulls: boolean, length: number): number => {
  let next = into.writeInt32BE(1, at);
  next = into.writeInt32BE(hasNulls ? 1 : 0, next);
  next = into.writeInt32BE(oid, next);
  next = into.writeInt32BE(length, next);
  return into.writeInt32BE(1, next);
};

/** Rows for `copy … from stdin binary`; every row writes its columns in order. */
export class BinaryRows {
  private buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private at = SIGNATURE.copy(this.buffer);

  /** Begins a row with this many columns. */
  row(columns: number): void {
    this.makeRoom(2);
    this.at = this.buffer.writeInt16BE(columns, this.at);
  }

  nothing(): void {
    this.makeRoom(4);
    this.at = this.buffer.writeInt32BE(-1, this.at);
  }

  int16(value: number): void {
    this.makeRoom(6);
    this.at = this.buffer.writeInt16BE(value, this.buffer.writeInt32BE(2, this.at));
  }

  int32(value: number): void {
    this.makeRoom(8);
    this.at = this.buffer.writeInt32BE(value, this.buffer.writeInt32BE(4, this.at));
  }

  /** A whole number up to 2^53. */
  int64(value: number): void {
    this.makeRoom(12);
    this.at = putInt64(this.buffer, value, this.buffer.writeInt32BE(8, this.at));
  }

  instant(value: Date): void {
    this.int64(microseconds(value));
  }

  /** `double precision[]`; at least one element. */
  doubles(values: readonly (number | null)[]): void {
    this.makeRoom(4 + ARRAY_HEAD + 12 * values.length);
    const lengthAt = this.at;
    this.at = putArrayHead(this.buffer, this.at + 4, OID.double, values.includes(null), values.length);
    for (const value of values) {
      if (value === null) this.at = this.buffer.writeInt32BE(-1, this.at);
      else this.at = this.buffer.writeDoubleBE(value, this.buffer.writeInt32BE(8, this.at));
    }
    this.buffer.writeInt32BE(this.at - lengthAt - 4, lengthAt);
  }

  text(value: string): void {
    this.makeRoom(4 + MOST_BYTES_A_CHARACTER * value.length);
    const length = this.buffer.write(value, this.at + 4, 'utf8');
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  /** Everything written, with the trailer. */
  end(): Buffer {
    this.row(-1);
    return this.buffer.subarray(0, this.at);
  }

  private makeRoom(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }
}

/** One array as one parameter: `put` writes an element, its length before it, and answers where it ends. */
const arrayOf = <T>(
  oid: number,
  elements: readonly T[],
  bytes: number,
  put: (into: Buffer, element: T, at: number) => number,
  hasNulls = false,
): Buffer => {
  if (elements.length === 0) {
    const none = Buffer.alloc(12);
    none.writeInt32BE(oid, 8);
    return none;
  }
  const into = Buffer.allocUnsafe(ARRAY_HEAD + bytes);
  let at = putArrayHead(into, 0, oid, hasNulls, elements.length);
  for (const element of elements) at = put(into, element, at);
  return into.subarray(0, at);
};

/** `bytea[]` as one binary parameter. */
export const byteaArray = (elements: readonly (Uint8Array | null)[]): Buffer =>
  arrayOf(
    OID.bytea,
    elements,
    elements.reduce((sum, element) => sum + 4 + (element?.length ?? 0), 0),
    (into, element, at) => {
      if (element === null) return into.writeInt32BE(-1, at);
      const next = into.writeInt32BE(element.length, at);
      into.set(element, next);
      return next + element.length;
    },
    elements.includes(null),
  );

/** `integer[]` as one binary parameter. */
export const integerArray = (elements: readonly number[]): Buffer =>
  arrayOf(OID.integer, elements, 8 * elements.length, (into, element, at) =>
    into.writeInt32BE(element, into.writeInt32BE(4, at)),
  );

/** `bigint[]` as one binary parameter; whole numbers up to 2^53. */
export const bigintArray = (elements: readonly number[]): Buffer =>
  arrayOf(OID.bigint, elements, 12 * elements.length, (into, element, at) =>
    putInt64(into, element, into.writeInt32BE(8, at)),
  );

/** `timestamptz[]` as one binary parameter. */
export const instantArray = (elements: readonly Date[]): Buffer =>
  arrayOf(OID.timestamptz, elements, 12 * elements.length, (into, element, at) =>
    putInt64(into, microseconds(element), into.writeInt32BE(8, at)),
  );
