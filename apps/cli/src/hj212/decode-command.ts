import { createDecipheriv } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import type { CrcVariant } from '#libs/domain/hj212/crc-variant.js';
import type { DecipherBlocks, FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import { captureDecoder, lineDecoder } from './decode-frames.js';

export interface DecodeOptions {
  readonly stream?: boolean;
  readonly full?: boolean;
  readonly crc: string;
  readonly key?: string;
}

const CRC_VARIANTS: Readonly<Record<string, CrcVariant>> = {
  standard: 'standard',
  modbus: 'modbus',
  'modbus-swapped': 'modbusSwapped',
  swapped: 'swapped',
  constant: 'constant',
};

/** SM4, ECB, no padding, with one key of 16 bytes. */
const decipherWith =
  (key: Buffer): DecipherBlocks =>
  (blocks) => {
    const decipher = createDecipheriv('sm4-ecb', key, null).setAutoPadding(false);
    return Buffer.concat([decipher.update(blocks), decipher.final()]);
  };

const profileBy = ({ crc: name, key }: DecodeOptions): FrameProfileOf | undefined => {
  const crc = CRC_VARIANTS[name];
  if (crc === undefined) throw new Error(`--crc is one of ${Object.keys(CRC_VARIANTS).join(', ')}`);
  if (key !== undefined && !/^[0-9a-fA-F]{32}$/.test(key)) throw new Error('--key is 32 hexadecimal digits');
  if (crc === 'standard' && key === undefined) return undefined;
  const profile = { crc, deciphers: key === undefined ? [] : [decipherWith(Buffer.from(key, 'hex'))] };
  return () => profile;
};

/** `duban hj212 decode`: JSON objects, one a line, on stdout; never more of the file in memory than a few pieces. */
export const decodeCommand = async (file: string, options: DecodeOptions): Promise<void> => {
  const profileOf = profileBy(options);
  let lines: string[] = [];
  const decoder = (options.stream ? captureDecoder : lineDecoder)(
    { isFull: options.full ?? false, ...(profileOf ? { profileOf } : {}) },
    (line) => lines.push(JSON.stringify(line)),
  );
  const print = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  // Whoever reads on the other side may have seen enough.
  process.stdout.on('error', (why: NodeJS.ErrnoException) => process.exit(why.code === 'EPIPE' ? 0 : 1));
  for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
    decoder.push(chunk as Buffer);
    await print();
  }
  decoder.end();
  await print();
};
