/** Zip archives put together from parts that are compressed once and used many times. */
import { crc32, deflateRawSync } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

export interface PackedPart {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  readonly deflated: ReturnType<typeof deflateRawSync>;
}

/** Time stamps carry no meaning here; one value keeps the bytes a function of the content. */
const ARCHIVE_TIME = new Date(1980, 0, 1);
const DEFLATE = 8;

export const packPart = (name: string, content: Uint8Array): PackedPart => ({
  name,
  size: content.length,
  crc: crc32(content),
  deflated: deflateRawSync(content),
});

/** An archive of the parts in the order given. */
export const archiveOf = (parts: readonly PackedPart[]): Uint8Array => {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const part of parts) {
    const entry: ZipInputFile = {
      filename: part.name,
      size: part.size,
      crc: part.crc,
      compression: DEFLATE,
      mtime: ARCHIVE_TIME,
    };
    zip.add(entry);
    entry.ondata?.(null, part.deflated, true);
  }
  zip.end();
  return Buffer.concat(chunks);
};
