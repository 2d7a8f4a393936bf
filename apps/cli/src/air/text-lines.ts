import { createReadStream } from 'node:fs';
import { textLines } from '#libs/files/text-lines.js';

const CHUNK = 256 * 1024;

/** Lines of a UTF-8 file, plain or gzip, in batches as they are read. Throws what the file system and gzip throw. */
export const lineBatches = (file: string): AsyncGenerator<string[]> =>
  textLines(createReadStream(file, { highWaterMark: CHUNK }));
