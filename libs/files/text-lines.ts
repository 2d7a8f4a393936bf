/** Lines of text files as they are read, plain or packed with gzip. */
import { isAscii, isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** No line of a table is as long, in bytes; a file without line ends must not fill the memory. */
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

const LINE_FEED = 0x0a;

const gb18030Of = (bytes: Buffer, isStrict: boolean): string | null => {
  try {
    return new TextDecoder('gb18030', { fatal: isStrict }).decode(bytes);
  } catch {
    return null;
  }
};

/** Characters of Chinese text: what reads as such in UTF-8 is UTF-8, while single Latin letters may be Chinese in GB 18030 too. */
const CHINESE = /[\u2e80-\uffef]/;

/** Lines in no encoding after which none is looked for any more: each takes as long as thousands of others. */
const MOST_UNREADABLE = 1_000;

/** The encoding a line shows; null where it shows none, as plain ASCII does, or text that may be of both. */
const encodingOf = (line: Buffer): 'utf8' | 'gb18030' | 'unreadable' | null => {
  if (isAscii(line)) return null;
  if (isUtf8(line)) return CHINESE.test(line.toString('utf8')) ? 'utf8' : null;
  return gb18030Of(line, true) === null ? 'unreadable' : 'gb18030';
};

/**
 * Decodes whole lines, block by block, however the stream was cut. The first line that shows an encoding decides for the file:
 * UTF-8, or GB 18030 (and with it GBK and GB 2312, as spreadsheet programs in China save) where it is no UTF-8. Lines before
 * it, and of a file that shows none, are UTF-8. What differs from the rest of its file, or is neither, has U+FFFD in it.
 */
const tableDecoder = (): ((bytes: Buffer) => string) => {
  let decided: 'utf8' | 'gb18030' | null = null;
  let unreadable = 0;
  const whole = (bytes: Buffer): string => (decided === 'gb18030' ? gb18030Of(bytes, false)! : bytes.toString('utf8'));
  return (bytes) => {
    if (isAscii(bytes)) return bytes.toString('latin1');
    let text = '';
    let from = 0;
    while (decided === null && from < bytes.length) {
      const end = bytes.indexOf(LINE_FEED, from) + 1 || bytes.length;
      const line = bytes.subarray(from, end);
      const shown = encodingOf(line);
      if (shown !== 'unreadable') decided = shown;
      else if (++unreadable === MOST_UNREADABLE) decided = 'utf8';
      text += whole(line);
      from = end;
    }
    return text + whole(bytes.subarray(from));
  };
};

/** Bytes up to and with the last line end of each chunk, and what is left: no line end is part of another character in any of the encodings. */
const wholeLines = async function* (bytes: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of (await unpacked(bytes)) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield Buffer.concat([...rest, chunk.subarray(0, end)]);
      rest = [];
      length = 0;
    }
    rest.push(chunk.subarray(end));
    length += chunk.length - end;
    if (length > LONGEST_LINE) throw new RangeError(`a line is longer than ${LONGEST_LINE} bytes`);
  }
  if (length > 0) yield Buffer.concat(rest);
};

/**
 * Lines of a stream of text, plain or gzip, in batches; line ends, a byte order mark and an empty last line are taken off. Text
 * is UTF-8, or GB 18030 where it is not; with `latin1` a character stands for each byte. Throws what the stream and gzip throw,
 * and RangeError for a line that has no end.
 */
export const textLines = async function* (bytes: Readable, encoding?: 'latin1'): AsyncGenerator<string[]> {
  const decode = encoding ? (block: Buffer): string => block.toString(encoding) : tableDecoder();
  let isFirst = true;
  for await (const block of wholeLines(bytes)) {
    const text = decode(block);
    const lines = (isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split(/\r?\n/);
    isFirst = false;
    if (lines.at(-1) === '') lines.pop();
    if (lines.length > 0) yield lines;
  }
};
