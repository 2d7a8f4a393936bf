import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTemplate, type Template } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';

const read = new Map<string, Promise<Template>>();

/** A template of the pack, read and checked once per process. */
export const templateOf = (pack: Pack, id: string): Promise<Template> => {
  const path = join(pack.dir, 'templates', `${id}.json`);
  const known = read.get(path);
  if (known) return known;
  const reading = readFile(path, 'utf8').then((text) => parseTemplate(JSON.parse(text)));
  read.set(path, reading);
  return reading;
};
