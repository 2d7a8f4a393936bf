/** Files by the SHA-256 of their content: stored once, never changed, checked when asked. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '#libs/domain/refusal.js';
import {
  checkName,
  endBytesNeeded,
  fileKindOf,
  HEAD_BYTES,
  MEDIA_TYPES,
  TAIL_BYTES,
  type FileKind,
} from './file-kind.js';

export type { FileKind } from './file-kind.js';

export interface StoredFile {
  /** 64 hexadecimal digits, lower case; the name of the file in the store. */
  readonly sha256: string;
  readonly size: number;
  readonly kind: FileKind;
  readonly mediaType: string;
}

export interface PutSetting {
  /** Largest size taken; the store's own limit when absent. */
  readonly maxBytes?: number;
  /** Kinds taken; everything people may upload when absent, which is every kind but a bare archive. */
  readonly kinds?: readonly FileKind[];
  /** The name it was sent under; its ending must fit the content. */
  readonly name?: string;
}

export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;
export type FileState = 'intact' | 'damaged' | 'missing';

/** Implemented by a folder here; any store with these promises will do. */
export interface FileStore {
  /**
   * Takes a stream to its end and stores it; storing the same content again changes nothing. Refusals: FILE_TOO_LARGE,
   * FILE_EMPTY, FILE_TYPE (content of no known or no wanted kind), FILE_TYPE_MISMATCH. Nothing is kept of a refused or
   * broken stream.
   */
  readonly put: (content: FileContent, setting?: PutSetting) => Promise<StoredFile>;
  /** A stream of the content. Refusal FILE_NOT_FOUND. */
  readonly get: (sha256: string) => Promise<Readable>;
  /** The whole content. Refusal FILE_NOT_FOUND. */
  readonly read: (sha256: string) => Promise<Buffer>;
  readonly has: (sha256: string) => Promise<boolean>;
  /** Reads the content through and compares it with its name. */
  readonly verify: (sha256: string) => Promise<FileState>;
  /**
   * Tidies up: removes files last put before `before` that `isKept` does not claim, and what broken uploads left behind.
   * The caller claims whatever a record or a pinned bundle names.
   */
  readonly tidy: (
    before: Date,
    isKept: (sha256: string) => boolean | Promise<boolean>,
  ) => Promise<{ readonly removed: readonly string[] }>;
}

export interface FolderSetting {
  readonly maxBytes?: number;
}

const UPLOADED: readonly FileKind[] = ['pdf', 'docx', 'xlsx', 'jpeg', 'png', 'csv', 'gzip'];
const DEFAULT_MOST_BYTES = 50 * 1024 * 1024;
const SHA256 = /^[0-9a-f]{64}$/;
const INCOMING = 'incoming';

const notFound = (sha256: string): Refusal => new Refusal('FILE_NOT_FOUND', `no file ${sha256}`);
const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const chunksOf = (content: FileContent): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : content;

/** Writes the stream to an open file; answers hash and size. */
const receive = async (
  content: FileContent,
  handle: FileHandle,
  maxBytes: number,
): Promise<{ readonly sha256: string; readonly size: number }> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunksOf(content)) {
    size += chunk.length;
    if (size > maxBytes) throw new Refusal('FILE_TOO_LARGE', `larger than ${maxBytes} bytes`, { maxBytes });
    hash.update(chunk);
    for (let written = 0; written < chunk.length;) {
      written += (await handle.write(chunk, written)).bytesWritten;
    }
  }
  if (size === 0) throw new Refusal('FILE_EMPTY', 'the file is empty');
  return { sha256: hash.digest('hex'), size };
};

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};

const kindOf = async (handle: FileHandle, size: number): Promise<FileKind | null> => {
  const endOf = (length: number): Promise<Uint8Array> =>
    readAt(handle, Math.max(0, size - length), Math.min(size, length));
  const head = await readAt(handle, 0, Math.min(size, HEAD_BYTES));
  const tail = await endOf(TAIL_BYTES);
  const needed = endBytesNeeded({ head, tail, size });
  return fileKindOf({ head, tail: needed > tail.byteLength ? await endOf(needed) : tail, size });
};

/** A rename is on disk only when its folder is. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * A store in a folder: `ab/cd/abcd…` by hash. A file appears under its name whole or not at all, also when the machine
 * stops half-way; several processes may share the folder.
 */
export const folderFileStore = (folder: string, defaults: FolderSetting = {}): FileStore => {
  const incoming = join(folder, INCOMING);
  const folderOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2, 4));
  const pathOf = (sha256: string): string => {
    if (!SHA256.test(sha256)) throw notFound(sha256);
    return join(folderOf(sha256), sha256);
  };

  const put = async (content: FileContent, setting: PutSetting = {}): Promise<StoredFile> => {
    await mkdir(incoming, { recursive: true });
    const arriving = join(incoming, randomUUID());
    const handle = await open(arriving, 'wx+');
    try {
      const { sha256, size } = await receive(
        content,
        handle,
        setting.maxBytes ?? defaults.maxBytes ?? DEFAULT_MOST_BYTES,
      );
      const kind = await kindOf(handle, size);
      if (kind === null || !(setting.kinds ?? UPLOADED).includes(kind)) {
        throw new Refusal('FILE_TYPE', 'the content is of no kind that is taken here', { kind });
      }
      if (setting.name !== undefined) checkName(setting.name, kind);
      await handle.sync();
      await mkdir(folderOf(sha256), { recursive: true });
      // Replaces an equal file, or mends one that was damaged on disk.
      await rename(arriving, pathOf(sha256));
      await syncFolder(folderOf(sha256));
      return { sha256, size, kind, mediaType: MEDIA_TYPES[kind] };
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  };

  const get = async (sha256: string): Promise<Readable> => {
    try {
      const handle = await open(pathOf(sha256), 'r');
      return handle.createReadStream();
    } catch (error) {
      throw isMissing(error) ? notFound(sha256) : error;
    }
  };

  const read = async (sha256: string): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of await get(sha256)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };

  const has = async (sha256: string): Promise<boolean> => {
    if (!SHA256.test(sha256)) return false;
    try {
      return (await stat(pathOf(sha256))).isFile();
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  };

  const verify = async (sha256: string): Promise<FileState> => {
    if (!(await has(sha256))) return 'missing';
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(pathOf(sha256))) hash.update(chunk as Buffer);
    return hash.digest('hex') === sha256 ? 'intact' : 'damaged';
  };

  const namesIn = async (path: string): Promise<string[]> => {
    try {
      return await readdir(path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };

  const removeOld = async (path: string, before: Date): Promise<boolean> => {
    try {
      if ((await stat(path)).mtime >= before) return false;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    await rm(path, { force: true });
    return true;
  };

  const tidy: FileStore['tidy'] = async (before, isKept) => {
    for (const name of await namesIn(incoming)) await removeOld(join(incoming, name), before);
    const removed: string[] = [];
    for (const first of await namesIn(folder)) {
      if (!/^[0-9a-f]{2}$/.test(first)) continue;
      for (const second of await namesIn(join(folder, first))) {
        for (const sha256 of await namesIn(join(folder, first, second))) {
          if (!SHA256.test(sha256) || (await isKept(sha256))) continue;
          if (await removeOld(pathOf(sha256), before)) removed.push(sha256);
        }
      }
    }
    return { removed };
  };

  return { put, get, read, has, verify, tidy };
};
