import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8 } from 'fflate';
import { type BundleEntry, openBundle, pinBundle } from '#libs/files/evidence-bundle.js';
import { folderFileStore, type FileStore } from '#libs/files/file-store.js';
import { attestBundle } from './attest-bundle.js';
import { entriesOfRecords } from './bundle-entries.js';
import type { Collected } from './collect-evidence.js';
import { sealedOriginals } from './sealed-originals.js';

const KEY = 'c'.repeat(64);
const ABOUT = { subject: { kind: 'act', id: 'a-1' }, pinnedAt: new Date('2026-07-10T01:00:00Z') };
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const frame = (n: number): Buffer =>
  Buffer.from(`##0080QN=${n};ST=22;CN=2061;PW=s3cret;MN=A1;Flag=5;CP=&&DataTime=${n};a34004-Avg=${n}&&1A2B\r\n`);
const row = (n: number): Buffer => Buffer.from(`{"code":"S1","pm2_5":"${n}"}`);

const found = (n: number, bytes: Buffer, sha256 = hashOf(bytes)): Collected => ({
  answer: {
    record: {
      ...{ service: 'monitoring', kind: 'packet', id: String(n), title: `packet ${n}`, at: null },
      facts: [{ label: 'SHA-256', value: sha256 }],
    },
    basis: { references: [], query: null },
  },
  packet: { bytes, sha256, isIntact: hashOf(bytes) === sha256 },
});
async function* walk(collected: readonly Collected[]) {
  for (const one of collected) yield await Promise.resolve(one);
}

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attest-'));
  store = folderFileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pin = async (collected: readonly Collected[]) => {
  const originals = sealedOriginals(KEY);
  const broken: string[] = [];
  const replaced: string[] = [];
  const bundle = await pinBundle(store, ABOUT, entriesOfRecords(walk(collected), KEY, originals, broken, replaced));
  const sealed = await pinBundle(store, ABOUT, originals.entries());
  return { bundle, sealed, broken };
};
const again = async (sha256: string, change: (text: string) => string): Promise<string> => {
  const { entries } = openBundle(await store.read(sha256));
  const changed = [...entries].map(([name, content]): BundleEntry => ({
    name,
    content: Buffer.from(change(strFromU8(content))),
  }));
  return (await pinBundle(store, ABOUT, changed)).file.sha256;
};

describe('a bundle that can be handed out', () => {
  const collected = Array.from({ length: 1_234 }, (_, n) => found(n, n % 10 === 9 ? row(n) : frame(n)));

  it('holds no password and no plain hash one could be tried on, and the platform confirms every packet', async () => {
    const { bundle, sealed, broken } = await pin(collected);
    expect(broken).toEqual([]);
    const { problems, entries } = openBundle(await store.read(bundle.file.sha256));
    expect(problems).toEqual([]);
    const whole = [...entries.values()].map((content) => strFromU8(content)).join('\n');
    for (const secret of ['s3cret', Buffer.from('s3cret').toString('hex'), hashOf(frame(0)), hashOf(frame(1_000))])
      expect(whole).not.toContain(secret);
    expect(whole).toContain(hashOf(row(9)));
    expect([...entries.keys()].filter((name) => name.startsWith('packets/'))).toHaveLength(3);
    expect([...entries.keys()].filter((name) => name.startsWith('records/monitoring/packet/'))).toHaveLength(300);
    expect([...entries.keys()].filter((name) => name.startsWith('records/monitoring/packet-more'))).toHaveLength(2);
    expect(
      await attestBundle(store, { bundleSha256: bundle.file.sha256, originalsSha256: sealed.file.sha256 }, KEY),
    ).toEqual({ isBundleIntact: true, packets: 1_234, passwordsHidden: 1_111, confirmed: 1_234, problems: [] });
    const closed = (await store.read(sealed.file.sha256)).toString('latin1');
    expect(closed).not.toContain('s3cret');
  });

  it('is not confirmed where it, or what came, is something else', async () => {
    const few = collected.slice(0, 5);
    const { bundle, sealed } = await pin(few);
    const [bundleSha256, originalsSha256] = [bundle.file.sha256, sealed.file.sha256];
    const hexOf = (text: string): string => Buffer.from(text).toString('hex');
    const other = await again(bundleSha256, (text) => text.replace(hexOf('a34004-Avg=3'), hexOf('a34004-Avg=1')));
    expect(await attestBundle(store, { bundleSha256: other, originalsSha256 }, KEY)).toMatchObject({
      confirmed: 4,
      problems: ['packet 3: other bytes than its hash says'],
    });
    const forged = await pin([...few.slice(0, 4), found(4, frame(44))]);
    expect(await attestBundle(store, { bundleSha256: forged.bundle.file.sha256, originalsSha256 }, KEY)).toMatchObject({
      confirmed: 4,
      problems: ['packet 4: not made of its original'],
    });
    const changed = await pin([found(1, frame(1), hashOf(frame(2)))]);
    expect(changed.broken).toEqual(['packet 1: changed bytes']);
    expect(
      await attestBundle(
        store,
        { bundleSha256: changed.bundle.file.sha256, originalsSha256: changed.sealed.file.sha256 },
        KEY,
      ),
    ).toMatchObject({ confirmed: 0, problems: ['packet 1: the original is not what came'] });
    const otherKey = await attestBundle(store, { bundleSha256, originalsSha256 }, 'd'.repeat(64));
    expect(otherKey).toMatchObject({ confirmed: 0, isBundleIntact: true });
    expect(otherKey.problems[0]).toBe('a part of the originals cannot be opened');
    expect((await attestBundle(store, { bundleSha256, originalsSha256: null }, KEY)).problems).toHaveLength(5);
  });
});
