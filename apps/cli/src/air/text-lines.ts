import { createReadStream } from 'node:fs';
import { textLines } from '#libs/files/text-lines.js';

const CHUNK = 256 * 1024;

/** Lines of a file, UTF-8 or GB 18030, plain or gzip, in batches as they are read. Throws what the file system and gzip throw. */
export const lineBatches = (file: string): AsyncGenerator<string[]> =>
  textLines(createReadStream(file, { highWaterMark: CHUNK }));
