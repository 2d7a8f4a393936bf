/** Lines of text files as they are read, plain or packed with gzip. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** No line of a table is as long; a file without line ends must not fill the memory. */
const LONGEST_LINE = 1_000_000;
const CHUNK = 256 * 1024;
const BYTE_ORDER_MARK = '\uFEFF';

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The same bytes, unpacked where they are gzip. What fails on the way is thrown by the stream that is read. */
export const unpacked = async (bytes: Readable): Promise<Readable> => {
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return Readable.from([], { objectMode: false });
  const whole = async function* (): AsyncGenerator<Buffer> {
    try {
      yield first.value;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      // Whoever stops reading early closes the file as well.
      await chunks.return?.();
    }
  };
  const source = Readable.from(whole(), { objectMode: false });
  return isGzip(first.value) ? pipeline(source, createGunzip({ chunkSize: CHUNK }), () => {}) : source;
};

/**
 * Lines of a stream of text (UTF-8 unless said otherwise), plain or gzip, in batches; line ends, a byte order mark and an empty last line are
 * taken off. Throws what the stream and gzip throw, and RangeError for a line that has no end.
 */
export const textLines = async function* (
  bytes: Readable,
  encoding: 'utf8' | 'latin1' = 'utf8',
): AsyncGenerator<string[]> {
  let rest: string | null = null;
  for await (const chunk of (await unpacked(bytes)).setEncoding(encoding) as AsyncIterable<string>) {
    const text: string = rest === null && chunk.startsWith(BYTE_ORDER_MARK) ? chunk.slice(1) : (rest ?? '') + chunk;
    const lines = text.split(/\r?\n/);
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) throw new RangeError(`a line is longer than ${LONGEST_LINE} characters`);
    if (lines.length > 0) yield lines;
  }
  if (rest) yield [rest];
};
