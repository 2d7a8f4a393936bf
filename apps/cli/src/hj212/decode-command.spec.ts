import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { vector } from '#libs/domain/hj212/fixtures/vectors.js';
import { decodeCommand } from './decode-command.js';
import { framesOfFile } from './frames-of-file.js';

let folder: string;
let told: string[];
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'decode-'));
  told = [];
  printed = '';
  jest.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line.replaceAll(folder, '')));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.stdout.removeAllListeners('error');
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const decode = (file: string, stream = false): Promise<0 | 2> => decodeCommand(file, { crc: 'standard', stream });
const lines = (): { ok: boolean; pw: string | null }[] =>
  printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { ok: boolean; pw: string | null });
const GOOD = Buffer.concat([vector('G01'), vector('G06')]);

describe('what came of a file', () => {
  it('is 0 where every frame was read, also of a gzip file and of a capture', async () => {
    expect(await decode(fileOf('good.txt', GOOD))).toBe(0);
    expect(await decode(fileOf('good.gz', gzipSync(GOOD)))).toBe(0);
    expect(await decode(fileOf('good.bin', GOOD), true)).toBe(0);
    expect(told).toEqual(['good.txt', 'good.gz', 'good.bin'].map((name) => `/${name}: 2 frames read, 0 not`));
    expect(lines().map(({ ok, pw }) => [ok, pw])).toEqual(Array(6).fill([true, '123456']));
  });

  it('is 2 where one could not be read, and where every one is bad', async () => {
    expect(await decode(fileOf('some.txt', Buffer.concat([GOOD, vector('B01')])))).toBe(2);
    expect(await decode(fileOf('bad.txt', vector('B01')))).toBe(2);
    expect(told).toEqual(['/some.txt: 2 frames read, 1 not', '/bad.txt: 0 frames read, 1 not']);
    expect(lines().map(({ ok }) => ok)).toEqual([true, true, false, false]);
  });

  it.each([false, true])('is a fault where there is no frame at all (capture: %s), with its lines', async (stream) => {
    await expect(
      decode(fileOf('text.txt', '## Title\n\ntime,value\n2026,3 and more of a text\n'), stream),
    ).rejects.toThrow('text.txt: no HJ 212 frame in it (## and four digits begin one)');
    expect(lines().map(({ ok }) => ok)).not.toContain(true);
  });
});

it('files that are not there, empty, folders or broken are named in a sentence', async () => {
  await expect(decode(join(folder, 'none.txt'))).rejects.toThrow(`${join(folder, 'none.txt')}: no such file`);
  await expect(decode(folder)).rejects.toThrow(`${folder}: this is a folder, not a file`);
  await expect(decode(fileOf('empty.txt', ''))).rejects.toThrow('empty.txt: the file is empty');
  await expect(decode(fileOf('blank.txt', '\n\n'))).rejects.toThrow('blank.txt: the file is empty');
  const half = gzipSync(GOOD).subarray(0, 200);
  await expect(decode(fileOf('half.gz', half))).rejects.toThrow('half.gz: cannot be read: its gzip data end too early');
});

it('frames to send are read from plain and gzip files alike, with the same ends', async () => {
  const text = GOOD.toString('latin1').replaceAll('\r\n', '\n\n');
  for (const file of [fileOf('plain.txt', text), fileOf('packed.gz', gzipSync(text))]) {
    const frames: Buffer[] = [];
    for await (const { frame } of framesOfFile(file)) frames.push(frame);
    expect(Buffer.concat(frames).equals(GOOD)).toBe(true);
  }
});
