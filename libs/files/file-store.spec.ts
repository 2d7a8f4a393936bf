import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { renderOfficialDocument } from '#libs/documents/official-document.js';
import { sheet } from '#libs/documents/sheet.js';
import { folderFileStore, type FileStore } from './file-store.js';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const PDF = Buffer.from('%PDF-1.7\n1 0 obj');
const CSV = Buffer.from('编号,名称\nT-01,甲镇\n');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  store = folderFileStore(folder, { maxBytes: 1_000_000 });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
const everything = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => one.name);

describe('putting and getting', () => {
  it('stores by hash, once, and gives the same bytes back', async () => {
    const stored = await store.put(PNG);
    expect(stored).toEqual({ sha256: sha256(PNG), size: PNG.length, kind: 'png', mediaType: 'image/png' });
    expect(await store.put(Readable.from([PNG.subarray(0, 4), PNG.subarray(4)]))).toEqual(stored);
    expect(await everything()).toEqual([stored.sha256]);
    expect(Buffer.compare(await store.read(stored.sha256), PNG)).toBe(0);
    expect(await store.has(stored.sha256)).toBe(true);
    expect(await store.verify(stored.sha256)).toBe('intact');
  });
  it('takes the same file from many hands at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => store.put(PDF)));
    expect(new Set(all.map((one) => one.sha256)).size).toBe(1);
    expect(await everything()).toEqual([sha256(PDF)]);
  });
  it('gives back any bytes in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 20_000 }),
        fc.integer({ min: 1, max: 3_000 }),
        async (bytes, step) => {
          const content = Buffer.concat([PDF, bytes]);
          const pieces = Array.from({ length: Math.ceil(content.length / step) }, (_, at) =>
            content.subarray(at * step, (at + 1) * step),
          );
          const { sha256: name } = await store.put(Readable.from(pieces));
          expect(name).toBe(sha256(content));
          expect(Buffer.compare(await store.read(name), content)).toBe(0);
        },
      ),
      { seed: 8, numRuns: 30 },
    );
  });
  it('keeps nothing of what it refuses or what breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield PDF;
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put(broken)).rejects.toThrow('connection lost');
    await expect(store.put(Buffer.concat([PDF, Buffer.alloc(1_000_000)]))).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    await expect(store.put(PDF, { maxBytes: 5 })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    await expect(store.put(new Uint8Array())).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(store.put(Buffer.from('MZ\u0000\u0001'))).rejects.toMatchObject({ code: 'FILE_TYPE' });
    expect(await everything()).toEqual([]);
  });
  it('stops reading a stream that is too long', async () => {
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 1;
          yield Buffer.alloc(100_000, 0x25);
        }
      })(),
    );
    await expect(store.put(endless)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(sent).toBeLessThan(100);
  });
  it('knows nothing of names that are no hashes', async () => {
    for (const name of ['../../etc/passwd', 'ABC', sha256(PNG)]) {
      await expect(store.get(name)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
      expect(await store.has(name)).toBe(false);
      expect(await store.verify(name)).toBe('missing');
    }
  });
  it('sees damage and mends it when the file comes again', async () => {
    const { sha256: name } = await store.put(PNG);
    await writeFile(join(folder, name.slice(0, 2), name.slice(2, 4), name), 'other');
    expect(await store.verify(name)).toBe('damaged');
    await store.put(PNG);
    expect(await store.verify(name)).toBe('intact');
  });
});

describe('what a file is', () => {
  it('is told by its content', async () => {
    const docx = await renderOfficialDocument({
      kind: 'FORM',
      issuer: '甲',
      issuingMark: '甲',
      title: '表',
      paragraphs: [],
      attachments: [],
      disclosure: 'ACTIVE',
    });
    const foreign = new ExcelJS.Workbook();
    foreign.addWorksheet('一').addRow(['甲']);
    const kinds: [Uint8Array, string][] = [
      [PDF, 'pdf'],
      [PNG, 'png'],
      [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]), 'jpeg'],
      [CSV, 'csv'],
      [Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0x0a]), 'csv'],
      [docx, 'docx'],
      [await sheet([{ header: '甲' }], [['1']]), 'xlsx'],
      [new Uint8Array(await foreign.xlsx.writeBuffer()), 'xlsx'],
    ];
    for (const [bytes, kind] of kinds) expect((await store.put(bytes)).kind).toBe(kind);
  });
  it.each([
    ['a bare archive', zipSync({ 'a.txt': Buffer.from('x') })],
    [
      'a document with macros',
      zipSync({
        '[Content_Types].xml': Buffer.from('x'),
        'word/document.xml': Buffer.from('x'),
        'word/vbaProject.bin': Buffer.from('x'),
      }),
    ],
    [
      'an archive cut short',
      zipSync({ '[Content_Types].xml': Buffer.from('x'), 'word/document.xml': Buffer.from('x') }).subarray(0, 60),
    ],
    ['a web page', Buffer.from('<script>a(1,2)</script>')],
    ['a program', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['text without a table', Buffer.from('只是文字')],
  ])('%s is refused', async (_, bytes) => {
    await expect(store.put(bytes)).rejects.toMatchObject({ code: 'FILE_TYPE' });
  });
  it('must fit its name', async () => {
    expect((await store.put(PNG, { name: '现场.PNG' })).kind).toBe('png');
    await expect(store.put(PNG, { name: '现场.jpg' })).rejects.toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
    await expect(store.put(PNG, { name: '现场.png.exe' })).rejects.toMatchObject({ code: 'FILE_TYPE_MISMATCH' });
  });
  it('may be narrowed to the kinds wanted', async () => {
    await expect(store.put(PNG, { kinds: ['xlsx'] })).rejects.toMatchObject({ code: 'FILE_TYPE' });
  });
});

describe('tidying', () => {
  const before = new Date('2026-06-01T00:00:00Z');
  const age = async (path: string, at: string): Promise<void> => utimes(path, new Date(at), new Date(at));
  it('removes what is old and claimed by nobody, and nothing else', async () => {
    const [png, pdf, csv] = [await store.put(PNG), await store.put(PDF), await store.put(CSV)];
    const path = (name: string): string => join(folder, name.slice(0, 2), name.slice(2, 4), name);
    await age(path(png.sha256), '2026-05-01T00:00:00Z');
    await age(path(pdf.sha256), '2026-05-01T00:00:00Z');
    await age(path(csv.sha256), '2026-06-02T00:00:00Z');
    await writeFile(join(folder, 'incoming', 'left-over'), 'x');
    await age(join(folder, 'incoming', 'left-over'), '2026-05-01T00:00:00Z');
    expect(await store.tidy(before, (name) => name === pdf.sha256)).toEqual({ removed: [png.sha256] });
    expect((await everything()).sort()).toEqual([csv.sha256, pdf.sha256].sort());
  });
  it('has nothing to do in a new store', async () => {
    expect(await folderFileStore(join(folder, 'new')).tidy(before, () => false)).toEqual({ removed: [] });
  });
});
