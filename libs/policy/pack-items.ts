import { z } from 'zod';
import type { Item } from './item.js';
import type { PackFault, PackFile } from './pack-file.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Spans and versions of items that share an id: spans apart, versions growing with them. */
const historyFaults = (file: PackFile, key: string, items: readonly Item[]): PackFault[] => {
  const faults: PackFault[] = [];
  const placed = items.map((one, index) => ({ one, index }));
  for (const { one, index } of placed) {
    if (one.validTo !== null && one.validTo < one.validFrom) {
      faults.push(file.fault([key, index, 'validTo'], `${one.id} ends on ${one.validTo}, before it begins`));
    }
    for (const { one: other } of placed.slice(0, index)) {
      if (other.id !== one.id) continue;
      const at = (field: string, message: string) => faults.push(file.fault([key, index, field], message));
      const overlaps =
        (one.validTo === null || other.validFrom <= one.validTo) &&
        (other.validTo === null || one.validFrom <= other.validTo);
      if (other.version === one.version) at('version', `${one.id} has version ${one.version} twice`);
      else if (overlaps) at('validFrom', `versions ${other.version} and ${one.version} of ${one.id} overlap`);
      else if (other.version < one.version !== other.validFrom < one.validFrom) {
        at('version', `versions of ${one.id} do not grow with their dates`);
      }
    }
  }
  return faults;
};

/** Field names an item of a list may have. */
const fieldsOf = (schema: z.ZodType): string[] => {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodDiscriminatedUnion ? schema.options.flatMap((one) => fieldsOf(one as z.ZodType)) : [];
};

/** What stands in a file outside its lists and is not known there. */
export const frameFaults = (file: PackFile, lists: readonly { key: string; schema: z.ZodType }[]): PackFault[] => {
  if (!isRecord(file.value)) return [];
  const { defaults = {} } = file.value;
  const known = ['defaults', ...lists.map(({ key }) => key)];
  const faults = Object.keys(file.value)
    .filter((name) => !known.includes(name))
    .map((name) => file.fault([name], 'is no part of this file'));
  if (!isRecord(defaults)) return [...faults, file.fault(['defaults'], 'needs a map')];
  const fields = lists.flatMap(({ schema }) => fieldsOf(schema));
  const strangers = Object.keys(defaults).filter((name) => !fields.includes(name));
  return [...faults, ...strangers.map((name) => file.fault(['defaults', name], 'is no field of any item here'))];
};

/**
 * Reads one list of a file: `defaults` fill what an item of this kind may say and does not. Answers the items that are
 * right, what is wrong with the others, and whether none had to be left out.
 */
export const readItems = <S extends z.ZodType>(
  file: PackFile,
  key: string,
  schema: S,
): { items: z.infer<S>[]; faults: PackFault[]; isComplete: boolean } => {
  if (file.value === undefined) return { items: [], faults: [], isComplete: false };
  const list = isRecord(file.value) ? file.value[key] : undefined;
  if (!isRecord(file.value) || !Array.isArray(list)) {
    return { items: [], faults: [file.fault([], `needs a list ${key}`)], isComplete: false };
  }
  const { defaults } = file.value;
  const fields = fieldsOf(schema);
  const given = Object.entries(isRecord(defaults) ? defaults : {}).filter(([name]) => fields.includes(name));
  const faults: PackFault[] = [];
  const items: z.infer<S>[] = [];
  list.forEach((entry: unknown, index) => {
    const result = schema.safeParse(isRecord(entry) ? { ...Object.fromEntries(given), ...entry } : entry);
    if (result.success) items.push(result.data);
    else {
      const name = isRecord(entry) && typeof entry['id'] === 'string' ? `${entry['id']}: ` : '';
      for (const issue of result.error.issues) {
        faults.push(file.fault([key, index, ...issue.path], name + issue.message));
      }
    }
  });
  const isComplete = items.length === list.length;
  return { items, isComplete, faults: isComplete ? historyFaults(file, key, items as Item[]) : faults };
};
