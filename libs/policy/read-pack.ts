import { join } from 'node:path';
import type { z } from 'zod';
import { checkReferences, type ListPlace } from './check-references.js';
import type { Role } from './organisation.schema.js';
import { type Pack, PACK_LISTS, PackHead, type PackListName } from './pack.js';
import { faultText, type PackFault, type PackFile, readPackFile } from './pack-file.js';
import { frameFaults, readItems } from './pack-items.js';

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

/** Takes in, for every role, what the roles it includes may do. A circle ends by itself and is reported elsewhere. */
const withIncluded = (roles: readonly Role[]): Role[] =>
  roles.map((role) => {
    const permissions = new Set<string>();
    const seen = new Set<string>();
    const take = (one: Role): void => {
      if (seen.has(one.id)) return;
      seen.add(one.id);
      one.permissions.forEach((permission) => permissions.add(permission));
      for (const id of one.includes) roles.filter((other) => other.id === id).forEach(take);
    };
    take(role);
    return { ...role, permissions: [...permissions].sort() };
  });

const readHead = (file: PackFile): { head: z.infer<typeof PackHead> | null; faults: PackFault[] } => {
  if (file.value === undefined) return { head: null, faults: [...file.faults] };
  const result = PackHead.safeParse(file.value);
  const issues = result.success ? [] : result.error.issues.map((issue) => file.fault(issue.path, issue.message));
  return { head: result.success ? result.data : null, faults: [...file.faults, ...issues] };
};

/** Reads a pack and everything wrong with it; `pack` is null only when a part of it could not be read at all. */
export const readPack = async (dir: string): Promise<{ pack: Pack | null; faults: PackFault[] }> => {
  const names = Object.keys(PACK_LISTS) as PackListName[];
  const files = new Map<string, PackFile>();
  for (const file of new Set(['pack.yaml', ...names.map((name) => PACK_LISTS[name].file)])) {
    files.set(file, await readPackFile(join(dir, file), file));
  }
  const fileOf = (name: string): PackFile => files.get(name) as PackFile;
  const { head, faults } = readHead(fileOf('pack.yaml'));
  for (const file of files.values()) {
    if (file.file === 'pack.yaml') continue;
    const own = names.map((name) => PACK_LISTS[name]).filter((one) => one.file === file.file);
    faults.push(...file.faults, ...frameFaults(file, own));
  }
  const lists: Record<string, readonly unknown[]> = {};
  let isReadable = head !== null;
  for (const name of names) {
    const { file, key, schema } = PACK_LISTS[name];
    const read = readItems(fileOf(file), key, schema);
    faults.push(...read.faults);
    isReadable &&= read.isComplete;
    lists[name] = read.items;
  }
  if (!isReadable || head === null) return { pack: null, faults };
  const raw = { dir, ...head, ...lists } as unknown as Pack;
  const placeOf = (name: PackListName): ListPlace => {
    const { file, key } = PACK_LISTS[name];
    return { file, fault: (path, message) => fileOf(file).fault([key, ...path], message) };
  };
  faults.push(...checkReferences(raw, placeOf));
  return { pack: frozen({ ...raw, roles: withIncluded(raw.roles) }), faults };
};

/** Reads a pack that has to be right; throws with every fault, each with its file, line and place. */
export const loadPack = async (dir: string): Promise<Pack> => {
  const { pack, faults } = await readPack(dir);
  if (pack === null || faults.length > 0) {
    throw new Error(
      `The policy pack ${dir} cannot be used:\n${faults.map((fault) => `  ${faultText(fault)}`).join('\n')}`,
    );
  }
  return pack;
};
