import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { textLines } from './text-lines.js';

/** `站点,值` and `甲站,1` as a spreadsheet program saves them in China. */
const HEADING_GBK = [0xd5, 0xbe, 0xb5, 0xe3, 0x2c, 0xd6, 0xb5];
const ROW_GBK = [0xbc, 0xd7, 0xd5, 0xbe, 0x2c, 0x31];
const LINE_END = [0x0d, 0x0a];

const readIn = async (bytes: Uint8Array, chunk: number, encoding?: 'latin1'): Promise<string[]> => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) chunks.push(Buffer.from(bytes.subarray(at, at + chunk)));
  const lines: string[] = [];
  for await (const some of textLines(Readable.from(chunks, { objectMode: false }), encoding)) lines.push(...some);
  return lines;
};
const CHUNKS = [1, 2, 3, 5, 1_000];

it('gives up looking for an encoding after a thousand lines in none', async () => {
  const unreadable = Buffer.from([0x61, 0xff, 0x0a]);
  const text = Buffer.concat([...Array.from({ length: 1_001 }, () => unreadable), Buffer.from(ROW_GBK)]);
  const lines = await readIn(text, 1_000);
  expect(lines[0]).toBe('a\uFFFD');
  expect(lines.at(-1)).toContain('\uFFFD');
});

describe.each(CHUNKS)('in chunks of %i bytes', (chunk) => {
  it('reads UTF-8, with or without a byte order mark', async () => {
    const text = '站点,值\r\n甲站,1\n\n乙站,2';
    const lines = ['站点,值', '甲站,1', '', '乙站,2'];
    expect(await readIn(Buffer.from(text), chunk)).toEqual(lines);
    expect(await readIn(Buffer.from(`\uFEFF${text}\n`), chunk)).toEqual(lines);
    expect(await readIn(Buffer.from('\uFEFF站点'), chunk)).toEqual(['站点']);
  });

  it('reads GB 18030 where the bytes are not UTF-8', async () => {
    const bytes = Buffer.from([...HEADING_GBK, ...LINE_END, ...ROW_GBK, ...LINE_END]);
    expect(await readIn(bytes, chunk)).toEqual(['站点,值', '甲站,1']);
    // Four bytes: beyond GBK.
    expect(await readIn(Buffer.from([0x95, 0x32, 0x82, 0x36, ...LINE_END]), chunk)).toEqual(['\u{20000}']);
  });

  it('lets the first line that is not plain ASCII decide', async () => {
    const plain = 'stationcode,name\n1001A,\n';
    const gbk = Buffer.concat([Buffer.from(plain), Buffer.from([...ROW_GBK, ...LINE_END])]);
    expect(await readIn(gbk, chunk)).toEqual(['stationcode,name', '1001A,', '甲站,1']);
  });

  it('marks a line that differs, and reads the others as the file began', async () => {
    // Half a character, as exports of a fixed width leave it.
    const half = [0xbc, 0xd7, 0xd5, 0x2c, 0x31];
    const gbk = Buffer.from([...HEADING_GBK, ...LINE_END, ...half, ...LINE_END, ...ROW_GBK, ...LINE_END]);
    const [heading, broken, row] = await readIn(gbk, chunk);
    expect([heading, row]).toEqual(['站点,值', '甲站,1']);
    expect(broken).toContain('\uFFFD');
    // Runs of an even number of characters in UTF-8 are GB 18030 as well.
    const text = '断面名称,监测时间,氨氮,总磷\n北塘,2026-05-01,0.1,0.2\n';
    const mixed = Buffer.concat([Buffer.from(text), Buffer.from([...ROW_GBK, ...LINE_END])]);
    const lines = await readIn(mixed, chunk);
    expect(lines.slice(0, 2)).toEqual(['断面名称,监测时间,氨氮,总磷', '北塘,2026-05-01,0.1,0.2']);
    expect(lines[2]).toContain('\uFFFD');
    expect(await readIn(Buffer.from('unit µg/m³\n'), chunk)).toEqual(['unit µg/m³']);
  });

  it('marks what is neither, and what is not as the file began', async () => {
    expect(await readIn(Buffer.from([0x61, 0xff, 0x0a]), chunk)).toEqual(['a\uFFFD']);
    const mixed = Buffer.concat([Buffer.from('站点\n'), Buffer.from([0xff, 0x61, 0x0a])]);
    expect(await readIn(mixed, chunk)).toEqual(['站点', '\uFFFDa']);
  });

  it('keeps bytes apart where latin1 is asked for', async () => {
    expect(await readIn(Buffer.from([0xbc, 0xd7, 0x0a]), chunk, 'latin1')).toEqual(['\u00bc\u00d7']);
  });
});

it('reads what is packed', async () => {
  expect(await readIn(gzipSync(Buffer.from([...HEADING_GBK, ...LINE_END])), 7)).toEqual(['站点,值']);
});

it('refuses a line that has no end', async () => {
  await expect(readIn(Buffer.alloc(1_100_000, 'a'), 100_000)).rejects.toThrow(RangeError);
});
