import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { pinBundle } from '#libs/files/evidence-bundle.js';
import { folderFileStore } from '#libs/files/file-store.js';
import { pinnedPacket } from '#libs/files/pinned-packet.js';
import { verifyBundle } from './verify-bundle.js';

const ABOUT = { subject: { kind: 'act', id: 'a-1' }, pinnedAt: new Date('2026-07-10T01:00:00Z') };
const packet = pinnedPacket('7', Buffer.from('QN=1;PW=123456;MN=A1;CP=&&&&'), 'a'.repeat(64));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fileWith = async (lines: readonly object[], missing: unknown = []): Promise<string> => {
  const store = folderFileStore(folder);
  const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { file } = await pinBundle(store, ABOUT, [
    { name: 'missing.json', content: Buffer.from(JSON.stringify(missing)) },
    { name: 'packets/0001.jsonl', content },
  ]);
  const path = join(folder, 'bundle.zip');
  await writeFile(path, await store.read(file.sha256));
  return path;
};

it('finds a bundle as it was pinned', async () => {
  expect(await verifyBundle(await fileWith([packet]), null)).toMatchObject({
    subject: ABOUT.subject,
    packets: 1,
    passwordsHidden: 1,
    confirmed: null,
    problems: [],
  });
});

it('tells what the bundle names as left out, which is no flaw of it', async () => {
  const left = ['monitoring/packet/9: bytes', '14423 records beyond the limit at depth 4'];
  expect(await verifyBundle(await fileWith([packet], left), null)).toMatchObject({ problems: [], missing: left });
  expect(await verifyBundle(await fileWith([packet], {}), null)).toMatchObject({
    ...{ problems: ['missing.json: cannot be read'], missing: [], packets: 1 },
  });
});

it('names the file that is no bundle', async () => {
  const path = join(folder, 'other.csv');
  await writeFile(path, 'a,b\n');
  await expect(verifyBundle(path, null)).rejects.toThrow(`${path}: this is no evidence bundle`);
  await expect(verifyBundle(folder, null)).rejects.toThrow(`${folder}: this is a folder, not a file`);
});

it('names packets that are not what they say', async () => {
  const forged = { ...packet, id: '8', hex: Buffer.from('other').toString('hex') };
  const { problems, packets } = await verifyBundle(await fileWith([packet, forged, { id: '9' }]), null);
  expect(packets).toBe(2);
  expect(problems).toEqual([
    'packet 8: other bytes than its hash says',
    'packets/0001.jsonl: a line that is no packet',
  ]);
});
