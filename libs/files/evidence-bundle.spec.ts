import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { entriesUnder, openBundle, pinBundle, type BundleEntry } from './evidence-bundle.js';
import { folderFileStore, type FileStore } from './file-store.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj');
const ABOUT = { subject: { kind: 'act', id: 'a-1' }, pinnedAt: new Date('2026-07-10T01:00:00Z') };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const record = (name: string, text: string): BundleEntry => ({ name, content: Buffer.from(text) });

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  store = folderFileStore(folder);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a bundle of evidence', () => {
  it('holds copies and a manifest of name, hash and size, and goes into the store', async () => {
    const { sha256: pdf } = await store.put(PDF);
    const { file, manifest } = await pinBundle(store, ABOUT, [
      record('records/warning.json', '{}'),
      { name: 'files/photo.pdf', sha256: pdf },
    ]);
    expect(manifest).toEqual({
      subject: ABOUT.subject,
      pinnedAt: '2026-07-10T01:00:00.000Z',
      entries: [
        { name: 'files/photo.pdf', sha256: pdf, size: PDF.length },
        { name: 'records/warning.json', sha256: sha256(Buffer.from('{}')), size: 2 },
      ],
    });
    expect(file.kind).toBe('zip');
    const parts = unzipSync(await store.read(file.sha256));
    expect(JSON.parse(strFromU8(parts['manifest.json'] ?? new Uint8Array()))).toEqual(manifest);
    expect(Buffer.compare(parts['files/photo.pdf'] ?? new Uint8Array(), PDF)).toBe(0);
  });
  it('is the same however its entries come, so pinning again changes nothing', async () => {
    const entries = [record('b', '2'), record('a', '1'), record('c/d', '3')];
    const one = await pinBundle(store, ABOUT, entries);
    async function* late() {
      for (const entry of entries) yield await Promise.resolve(entry);
    }
    expect((await pinBundle(store, ABOUT, late())).file.sha256).toBe(one.file.sha256);
    expect(one.manifest.entries.map(({ name }) => name)).toEqual(['a', 'b', 'c/d']);
  });
  it('asks for an entry only when the one before is written', async () => {
    const content = randomBytes(100_000);
    let held = 0;
    let most = 0;
    function* large() {
      for (let n = 0; n < 200; n += 1) {
        most = Math.max(most, (held += 1));
        yield { name: `n${n}`, content };
        held -= 1;
      }
    }
    const { file } = await pinBundle(store, ABOUT, large());
    expect(file.size).toBeGreaterThan(200 * 100_000);
    expect(most).toBe(1);
  });
  it('gives the entries of a folder one by one', async () => {
    const { file } = await pinBundle(store, ABOUT, [
      record('a/2', 'two'),
      record('a/1', 'one'),
      record('ab/3', 'three'),
    ]);
    const found = [...entriesUnder(await store.read(file.sha256), 'a')];
    expect(found.map(({ name, content }) => [name, strFromU8(content)])).toEqual([
      ['a/1', 'one'],
      ['a/2', 'two'],
    ]);
  });
  it('takes thousands of records, whose directory alone is longer than a page of the archive', async () => {
    const entries = Array.from({ length: 3_000 }, (_, no) =>
      record(
        `records/monitoring/station-hour/ST${String(no % 17).padStart(2, '0')}-${no}-and-a-name-as-long-as-they-are.json`,
        '{}',
      ),
    );
    const { file } = await pinBundle(store, ABOUT, entries);
    expect(file.kind).toBe('zip');
    expect(openBundle(await store.read(file.sha256)).problems).toEqual([]);
  });

  it('opens whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 }),
        fc.uint8Array(),
        async (names, bytes) => {
          const { file, manifest } = await pinBundle(
            store,
            ABOUT,
            names.map((name) => ({ name, content: bytes })),
          );
          const opened = openBundle(await store.read(file.sha256));
          expect(opened.problems).toEqual([]);
          expect(opened.manifest).toEqual(manifest);
          expect([...opened.entries.keys()].sort()).toEqual([...names].sort());
        },
      ),
      { seed: 10, numRuns: 25 },
    );
  });
  it('tells what was changed, taken out or slipped in', async () => {
    const { file } = await pinBundle(store, ABOUT, [record('a', '1'), record('b', '2'), record('c', '3')]);
    const { a: _a, b: _b, ...rest } = unzipSync(await store.read(file.sha256));
    const forged = zipSync({ ...rest, b: Buffer.from('9'), d: Buffer.from('4') });
    expect(openBundle(forged).problems).toEqual(['a: missing', 'b: changed', 'd: not listed']);
  });
  it.each(['../a', '/a', 'a/../b', 'a//b', 'c:\\a', 'manifest.json', '', '__proto__', 'a\u0000'])(
    'takes no entry named %j',
    async (name) => {
      await expect(pinBundle(store, ABOUT, [record(name, '1')])).rejects.toMatchObject({ code: 'BUNDLE_NAME' });
    },
  );
  it('takes no name twice', async () => {
    await expect(pinBundle(store, ABOUT, [record('a', '1'), record('a', '2')])).rejects.toMatchObject({
      code: 'BUNDLE_NAME',
    });
  });
  it('pins nothing damaged and nothing missing', async () => {
    const { sha256: pdf } = await store.put(PDF);
    await writeFile(join(folder, pdf.slice(0, 2), pdf.slice(2, 4), pdf), 'other');
    await expect(pinBundle(store, ABOUT, [{ name: 'a', sha256: pdf }])).rejects.toThrow('damaged');
    await expect(pinBundle(store, ABOUT, [{ name: 'a', sha256: '0'.repeat(64) }])).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
  it('is nothing else', () => {
    expect(() => openBundle(PDF)).toThrow(expect.objectContaining({ code: 'BUNDLE_UNREADABLE' }));
    expect(() => openBundle(zipSync({ a: Buffer.from('1') }))).toThrow(
      expect.objectContaining({ code: 'BUNDLE_UNREADABLE' }),
    );
  });
});
