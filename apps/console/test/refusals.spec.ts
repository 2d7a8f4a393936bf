import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { refusalsZh } from '../src/texts/refusals.js';

const root = resolve(import.meta.dirname, '..', '..', '..');

/** Every code a service refuses with, as its source has it. */
const codes = (): string[] => {
  const files = ['apps', 'libs'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !/(^|\/)(test|console|cli)\//.test(name))
      .map((name) => join(root, top, name)),
  );
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/new Refusal\(\s*'([A-Z][A-Z_]+)'/g)].map(([, code]) => code!),
  );
  return [...new Set(found)].sort();
};

it('every refusal has its words in Chinese', () => {
  expect(codes().length).toBeGreaterThan(100);
  expect(codes().filter((code) => !(code in refusalsZh))).toEqual([]);
});
