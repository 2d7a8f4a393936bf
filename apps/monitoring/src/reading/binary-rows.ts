/**
 * PostgreSQL's binary formats, written by hand for the two places where thousands of values a second go in: rows of COPY and
 * arrays of bytes as one parameter (a Buffer parameter is sent as binary). Text would cost four times the CPU.
 */

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const BYTEA_OID = 17;
const EPOCH_2000_MS = 946_684_800_000;
const TWO_TO_32 = 2 ** 32;
const FIRST_SIZE = 64 * 1024;

/** Rows for `copy … from stdin binary`; every row writes its columns in order. */
export class BinaryRows {
  private buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private at = SIGNATURE.copy(this.buffer);

  /** Begins a row with this many columns, and makes room for them; texts are short marks. */
  row(columns: number): void {
    if (this.buffer.length - this.at < 64 * (columns + 2)) {
      const grown = Buffer.allocUnsafe(this.buffer.length * 2);
      this.buffer.copy(grown, 0, 0, this.at);
      this.buffer = grown;
    }
    this.at = this.buffer.writeInt16BE(columns, this.at);
  }

  int16(value: number): void {
    this.at = this.buffer.writeInt32BE(2, this.at);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.buffer.writeInt32BE(4, this.at);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  /** A whole number up to 2^53. */
  int64(value: number): void {
    this.at = this.buffer.writeInt32BE(8, this.at);
    const high = Math.floor(value / TWO_TO_32);
    this.at = this.buffer.writeInt32BE(high, this.at);
    this.at = this.buffer.writeUInt32BE(value - high * TWO_TO_32, this.at);
  }

  instant(value: Date): void {
    this.int64((value.getTime() - EPOCH_2000_MS) * 1_000);
  }

  double(value: number | null): void {
    if (value === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    this.at = this.buffer.writeInt32BE(8, this.at);
    this.at = this.buffer.writeDoubleBE(value, this.at);
  }

  /** At most eight characters: there is no check for room. */
  mark(value: string | null): void {
    if (value === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    const length = this.buffer.write(value, this.at + 4, 'utf8');
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  /** Everything written, with the trailer. */
  end(): Buffer {
    this.row(0);
    this.buffer.writeInt16BE(-1, this.at - 2);
    return this.buffer.subarray(0, this.at);
  }
}

/** `bytea[]` as one binary parameter. */
export const byteaArray = (elements: readonly (Uint8Array | null)[]): Buffer => {
  const isEmpty = elements.length === 0;
  const header = Buffer.alloc(isEmpty ? 12 : 20);
  header.writeInt32BE(isEmpty ? 0 : 1, 0);
  header.writeInt32BE(elements.includes(null) ? 1 : 0, 4);
  header.writeInt32BE(BYTEA_OID, 8);
  if (isEmpty) return header;
  header.writeInt32BE(elements.length, 12);
  header.writeInt32BE(1, 16);
  const parts: Uint8Array[] = [header];
  for (const element of elements) {
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(element === null ? -1 : element.length, 0);
    parts.push(length);
    if (element !== null) parts.push(element);
  }
  return Buffer.concat(parts);
};
