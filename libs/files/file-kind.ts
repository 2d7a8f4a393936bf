/** What a file is, told by its bytes; names and declared types are not believed. */
import { Refusal } from '#libs/domain/refusal.js';

export type FileKind = 'pdf' | 'docx' | 'xlsx' | 'jpeg' | 'png' | 'csv' | 'gzip' | 'zip';

export const MEDIA_TYPES: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jpeg: 'image/jpeg',
  png: 'image/png',
  csv: 'text/csv',
  gzip: 'application/gzip',
  zip: 'application/zip',
};

const EXTENSIONS: Readonly<Record<string, FileKind>> = {
  pdf: 'pdf',
  docx: 'docx',
  xlsx: 'xlsx',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  csv: 'csv',
  gz: 'gzip',
  zip: 'zip',
};

/** The first and last bytes of a file, `HEAD_BYTES` and `TAIL_BYTES` of them where it has so many. */
export interface FileEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly size: number;
}
export const HEAD_BYTES = 4_096;
/** The end record of a zip archive, with the longest comment it may carry, fits in this. */
export const TAIL_BYTES = 64 * 1024 + 22;
/** The directory of an archive with as many entries as one without zip64 can have, names of two hundred bytes each. */
const MOST_DIRECTORY_BYTES = 16 * 1024 * 1024;

const END_RECORD = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** Where the end record of a zip archive stands in the tail; -1 where there is none. */
const endRecordAt = (view: DataView): number => {
  for (let at = view.byteLength - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === END_RECORD && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return -1;
};
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** How many bytes of the end tell what the file is: more than the tail where an archive's directory begins before it. */
export const endBytesNeeded = ({ tail, size }: FileEnds): number => {
  const view = viewOf(tail);
  const at = endRecordAt(view);
  const directory = at < 0 ? size : view.getUint32(at + 16, true);
  return Math.max(tail.byteLength, Math.min(size - directory, MOST_DIRECTORY_BYTES));
};

/**
 * Names in a zip archive's central directory (APPNOTE 4.3.12, 4.3.16), or null when the archive has none we can read:
 * cut off, split over disks, zip64, or a directory that begins before the tail.
 */
const archiveNames = ({ tail, size }: FileEnds): string[] | null => {
  const view = viewOf(tail);
  const tailStart = size - tail.byteLength;
  const end = endRecordAt(view);
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let entry = view.getUint32(end + 16, true) - tailStart;
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (entry < 0 || entry + 46 > end || view.getUint32(entry, true) !== DIRECTORY_ENTRY) return null;
    const nameLength = view.getUint16(entry + 28, true);
    names.push(new TextDecoder().decode(tail.subarray(entry + 46, entry + 46 + nameLength)));
    entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return names;
};

const archiveKind = (ends: FileEnds): FileKind | null => {
  const names = archiveNames(ends);
  if (names === null) return null;
  if (!names.includes('[Content_Types].xml')) return 'zip';
  // Macros run code on the machine of whoever opens the file.
  if (names.some((name) => /vbaProject\.bin$/i.test(name))) return null;
  if (names.includes('word/document.xml')) return 'docx';
  return names.includes('xl/workbook.xml') ? 'xlsx' : null;
};

const decoded = (bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | null => {
  try {
    // `stream` lets a character cut at the end of the sample pass.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
};

/** Text in UTF-8 or GB 18030 whose first line holds a separator. */
const isCsv = ({ head, tail }: FileEnds): boolean => {
  if (tail.includes(0)) return false;
  const text = decoded(head, 'utf-8') ?? decoded(head, 'gb18030');
  if (text === null) return false;
  if (/[\u0000-\u0008\u000E-\u001F\u007F]/.test(text)) return false;
  const [first = ''] = text.split(/\r?\n/, 1);
  return /[,;\t]/.test(first) && !first.trimStart().startsWith('<');
};

/** The kind of a file, or null when it is none of ours. Office files with macros are none of ours. */
export const fileKindOf = (ends: FileEnds): FileKind | null => {
  const { head } = ends;
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf';
  if (startsWith(head, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (startsWith(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(head, 0x1f, 0x8b, 0x08)) return 'gzip';
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return archiveKind(ends);
  return ends.size > 0 && isCsv(ends) ? 'csv' : null;
};

/** Refusal FILE_TYPE_MISMATCH when a name's ending says another kind than the bytes, or none we know. */
export const checkName = (name: string, kind: FileKind): void => {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (EXTENSIONS[ending] !== kind) {
    throw new Refusal('FILE_TYPE_MISMATCH', `“${name}” holds ${kind}`, { name, kind });
  }
};
