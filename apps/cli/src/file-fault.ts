/** Files an operator names: what is wrong with one is said in one sentence that names it. */
import { stat } from 'node:fs/promises';

/** The file as a whole cannot be used: missing, a folder, empty, damaged, of another form. */
export class FileFault extends Error {
  override readonly name = 'FileFault';

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
  }
}

export const NO_ROWS = 'no row below its heading';
export const NOT_TEXT = 'neither UTF-8 nor GB 18030 text';
/** Stands in text whose bytes are none in its encoding. */
export const UNREADABLE = '\uFFFD';

type Doing = 'read' | 'written';

/** What file systems and gzip say, in words. */
const WORDS: Readonly<Record<string, string>> = {
  EISDIR: 'this is a folder, not a file',
  EACCES: 'no permission',
  EPERM: 'no permission',
  ENOSPC: 'the disk is full',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  Z_BUF_ERROR: 'its gzip data end too early',
  Z_DATA_ERROR: 'its gzip data are damaged',
};

const problemOf = (doing: Doing, why: NodeJS.ErrnoException): string | null => {
  if (why.code === 'ENOENT') return doing === 'read' ? 'no such file' : 'no such folder to write it to';
  if (why.code === undefined) return why instanceof RangeError ? `cannot be ${doing}: ${why.message}` : null;
  return `cannot be ${doing}: ${WORDS[why.code] ?? why.message}`;
};

/** Runs what reads or writes a file, and throws a FileFault for what the file system or gzip say of it. */
export const tellFileFaults = async <T>(file: string, run: () => Promise<T>, doing: Doing = 'read'): Promise<T> => {
  try {
    return await run();
  } catch (why) {
    const problem = why instanceof FileFault ? null : problemOf(doing, why as NodeJS.ErrnoException);
    throw problem === null ? why : new FileFault(file, problem);
  }
};

/** Throws a FileFault where there is no such file, where it is a folder, or where it is empty. */
export const requireFile = (file: string): Promise<void> =>
  tellFileFaults(file, async () => {
    const found = await stat(file);
    if (found.isDirectory()) throw new FileFault(file, 'this is a folder, not a file');
    if (found.isFile() && found.size === 0) throw new FileFault(file, 'the file is empty');
  });

/** Throws a FileFault where there is no such folder, or a file in its place. */
export const requireFolder = (folder: string): Promise<void> =>
  tellFileFaults(folder, async () => {
    const found = await stat(folder).catch((why: NodeJS.ErrnoException) => {
      throw why.code === 'ENOENT' || why.code === 'ENOTDIR' ? new FileFault(folder, 'no such folder') : why;
    });
    if (!found.isDirectory()) throw new FileFault(folder, 'this is a file, not a folder');
  });
