import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP_MAGIC = 0x1f8b;
/** No line of a table is as long; a file without line ends must not fill the memory. */
const LONGEST_LINE = 1_000_000;
const CHUNK = 256 * 1024;
const BYTE_ORDER_MARK = '\uFEFF';

const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === GZIP_MAGIC;
  } finally {
    await handle.close();
  }
};

/**
 * Lines of a UTF-8 file, plain or gzip, in batches as they are read; line ends, a byte order mark and an empty last line
 * are taken off. Throws what the file system and gzip throw, and RangeError for a line that has no end.
 */
export const lineBatches = async function* (file: string): AsyncGenerator<string[]> {
  const isZipped = await isGzip(file);
  const bytes = createReadStream(file, { highWaterMark: CHUNK });
  // What fails in either of the two is thrown by the last one, which is read.
  const source = isZipped ? pipeline(bytes, createGunzip({ chunkSize: CHUNK }), () => {}) : bytes;
  let rest: string | null = null;
  for await (const chunk of source.setEncoding('utf8') as AsyncIterable<string>) {
    const text: string = rest === null && chunk.startsWith(BYTE_ORDER_MARK) ? chunk.slice(1) : (rest ?? '') + chunk;
    const lines = text.split(/\r?\n/);
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) throw new RangeError(`a line is longer than ${LONGEST_LINE} characters`);
    if (lines.length > 0) yield lines;
  }
  if (rest) yield [rest];
};
