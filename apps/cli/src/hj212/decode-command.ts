import { createDecipheriv } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import type { CrcVariant } from '#libs/domain/hj212/crc-variant.js';
import type { DecipherBlocks, FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import { unpacked } from '#libs/files/text-lines.js';
import { counted } from '../counted.js';
import { FileFault, requireFile, tellFileFaults } from '../file-fault.js';
import { captureDecoder, lineDecoder } from './decode-frames.js';
import type { DecodedLine } from './decoded-line.js';

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

const STDIN = '-';
/** Reasons given to bytes that nowhere begin as a frame does. */
const NO_FRAME = ['NOT_A_FRAME', 'LENGTH_NOT_DECIMAL', 'NOISE', 'LINE_TOO_LONG'];

/** How many frames were read, how many were there and could not be, and how often there was none. */
class Counts {
  read = 0;
  bad = 0;
  none = 0;

  add({ ok, error }: DecodedLine): void {
    if (ok) this.read += 1;
    else if (NO_FRAME.includes(error ?? '')) this.none += 1;
    else this.bad += 1;
  }

  /** The exit code: 0 where every frame was read, 2 where not. Throws a FileFault where there was no frame. */
  end(name: string, isStream: boolean): 0 | 2 {
    const { read, bad, none } = this;
    if (read + bad > 0) {
      console.error(`${name}: ${counted(read, 'frame')} read, ${bad + none} not`);
      return bad + none === 0 ? 0 : 2;
    }
    if (none === 0) throw new FileFault(name, 'the file is empty');
    const hint = isStream ? '' : '; a raw capture of a connection is read with --stream';
    throw new FileFault(name, `no HJ 212 frame in it (## and four digits begin one)${hint}`);
  }
}

/**
 * `duban hj212 decode`: JSON objects, one a line, on stdout; never more of the file in memory than a few pieces. The file may
 * be gzip. Answers the exit code: 0, or 2 where something could not be read as a frame. Throws a FileFault where the file
 * cannot be read or holds no frame at all.
 */
export const decodeCommand = async (file: string, options: DecodeOptions): Promise<0 | 2> => {
  const profileOf = profileBy(options);
  if (file !== STDIN) await requireFile(file);
  const counts = new Counts();
  let lines: string[] = [];
  const decoder = (options.stream ? captureDecoder : lineDecoder)(
    { isFull: options.full ?? false, ...(profileOf ? { profileOf } : {}) },
    (line) => {
      counts.add(line);
      lines.push(JSON.stringify(line));
    },
  );
  const print = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  // Whoever reads on the other side may have seen enough.
  process.stdout.on('error', (why: NodeJS.ErrnoException) => process.exit(why.code === 'EPIPE' ? 0 : 1));
  const name = file === STDIN ? 'stdin' : file;
  await tellFileFaults(name, async () => {
    for await (const chunk of await unpacked(file === STDIN ? process.stdin : createReadStream(file))) {
      decoder.push(chunk as Buffer);
      await print();
    }
  });
  decoder.end();
  await print();
  return counts.end(name, options.stream ?? false);
};
