import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { checkPolicy } from './check-policy.js';

let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const check = (dir: string): Promise<0 | 1> => checkPolicy(dir, (line) => void told.push(line));

it('says in one sentence that a folder is not there, is a file, or holds no pack', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'a');
  mkdirSync(join(folder, 'bare'));
  await expect(check(join(folder, 'none'))).rejects.toThrow(`${folder}/none: no such folder`);
  await expect(check(file)).rejects.toThrow(`${file}: this is a file, not a folder`);
  await expect(check(join(folder, 'bare'))).rejects.toThrow('bare: no pack: there is no pack.yaml in this folder');
  expect(told).toEqual([]);
});

it('names every fault of a pack, and says how many there are', async () => {
  expect(await check('packs/default-district')).toBe(0);
  expect(told).toEqual(['packs/default-district: nothing is wrong']);
  const dir = join(folder, 'pack');
  cpSync('packs/default-district', dir, { recursive: true });
  rmSync(join(dir, 'rules.yaml'));
  expect(await check(dir)).toBe(1);
  expect(told).toContain('rules.yaml: the file is missing');
});
