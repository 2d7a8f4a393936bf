/** Evidence pinned to an act: one archive with the copied records and files, and a manifest of their hashes. */
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync, Zip, ZipDeflate } from 'fflate';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore, StoredFile } from './file-store.js';

const MANIFEST = 'manifest.json';
const ARCHIVE_TIME = new Date(1980, 0, 1);
/** An archive without zip64 has no room for more entries; of records by the ten thousand, many lie in one entry. */
const MOST_ENTRIES = 60_000;
const MOST_BYTES = 2 * 1024 * 1024 * 1024;

/** What goes in: bytes at hand (a record as JSON, a raw packet), or a file of the store by its hash. */
export type BundleEntry =
  { readonly name: string; readonly content: Uint8Array } | { readonly name: string; readonly sha256: string };

const Entry = z.strictObject({
  name: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().nonnegative(),
});
const Manifest = z.strictObject({
  /** What the evidence stands behind, e.g. an act. */
  subject: z.strictObject({ kind: z.string().min(1), id: z.string().min(1) }),
  /** ISO instant. */
  pinnedAt: z.iso.datetime(),
  entries: z.array(Entry),
});
export type BundleManifest = z.infer<typeof Manifest>;

export interface PinnedBundle {
  readonly file: StoredFile;
  readonly manifest: BundleManifest;
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A path inside the archive that stays inside it wherever it is unpacked. */
const checkName = (name: string): void => {
  const isSafe =
    name !== MANIFEST &&
    !name.startsWith('/') &&
    !/[\\:\u0000-\u001F]/.test(name) &&
    name.split('/').every((part) => !['', '.', '..', '__proto__'].includes(part));
  if (!isSafe) throw new Refusal('BUNDLE_NAME', `“${name}” cannot name an entry of a bundle`);
};

const contentOf = async (store: FileStore, entry: BundleEntry): Promise<Uint8Array> => {
  if ('content' in entry) return entry.content;
  const content = await store.read(entry.sha256);
  if (hashOf(content) !== entry.sha256) throw new Error(`file ${entry.sha256} is damaged in the store`);
  return content;
};

/** The bytes of an archive, entry by entry as they come, the manifest last; `listed` takes what was written. */
async function* archiveOf(
  store: FileStore,
  about: Omit<BundleManifest, 'entries'>,
  entries: Iterable<BundleEntry> | AsyncIterable<BundleEntry>,
  listed: BundleManifest['entries'],
): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    written.push(chunk);
  });
  const add = (name: string, content: Uint8Array): Uint8Array[] => {
    const part = new ZipDeflate(name, { level: 6 });
    part.mtime = ARCHIVE_TIME;
    zip.add(part);
    part.push(content, true);
    return written.splice(0);
  };
  const names = new Set<string>();
  for await (const entry of entries) {
    checkName(entry.name);
    if (names.has(entry.name)) throw new Refusal('BUNDLE_NAME', `“${entry.name}” is used twice`);
    if (names.size === MOST_ENTRIES) throw new Refusal('BUNDLE_TOO_LARGE', `more than ${MOST_ENTRIES} entries`);
    names.add(entry.name);
    const content = await contentOf(store, entry);
    listed.push({ name: entry.name, sha256: hashOf(content), size: content.length });
    yield* add(entry.name, content);
  }
  listed.sort((a, b) => (a.name < b.name ? -1 : 1));
  yield* add(MANIFEST, Buffer.from(`${JSON.stringify({ ...about, entries: listed }, null, 2)}\n`));
  zip.end();
  yield* written;
}

/**
 * Pins evidence: copies entry after entry into one archive with `manifest.json` (name, SHA-256 and size of each, sorted by
 * name) and stores it; no more than one entry is held at a time. Equal entries in the same order pinned at one instant give
 * one hash, so a repeated call changes nothing. Refusals: BUNDLE_NAME (unsafe or used twice), BUNDLE_TOO_LARGE,
 * FILE_NOT_FOUND; a file damaged in the store is a fault.
 */
export const pinBundle = async (
  store: FileStore,
  about: { readonly subject: BundleManifest['subject']; readonly pinnedAt: Date },
  entries: Iterable<BundleEntry> | AsyncIterable<BundleEntry>,
): Promise<PinnedBundle> => {
  const head = { subject: about.subject, pinnedAt: about.pinnedAt.toISOString() };
  const listed: BundleManifest['entries'] = [];
  const bytes = archiveOf(store, head, entries, listed);
  let file: StoredFile;
  try {
    file = await store.put(bytes, { kinds: ['zip'], maxBytes: MOST_BYTES });
  } catch (error) {
    throw error instanceof Refusal && error.code === 'FILE_TOO_LARGE'
      ? new Refusal('BUNDLE_TOO_LARGE', error.message)
      : error;
  }
  return { file, manifest: { ...head, entries: listed } };
};

/** One entry of a bundle by its name; null where it has none. */
export const entryOf = (bytes: Uint8Array, name: string): Uint8Array | null =>
  unzipSync(bytes, { filter: (entry) => entry.name === name })[name] ?? null;

/** Entries of a bundle under a folder, one at a time, in the order of their names. */
export function* entriesUnder(
  bytes: Uint8Array,
  folder: string,
): Generator<{ readonly name: string; readonly content: Uint8Array }> {
  const names: string[] = [];
  unzipSync(bytes, {
    filter: ({ name }) => {
      if (name.startsWith(`${folder}/`)) names.push(name);
      return false;
    },
  });
  for (const wanted of names.sort())
    yield { name: wanted, content: unzipSync(bytes, { filter: ({ name }) => name === wanted })[wanted]! };
}

/**
 * Opens a bundle and compares every entry with the manifest. `problems` is empty when the bundle is what was pinned;
 * otherwise it names each entry that is missing, changed or not listed. Refusal BUNDLE_UNREADABLE for anything that is
 * no bundle.
 */
export const openBundle = (
  bytes: Uint8Array,
): {
  readonly manifest: BundleManifest;
  readonly entries: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly string[];
} => {
  let parts: Record<string, Uint8Array>;
  let manifest: BundleManifest;
  try {
    parts = unzipSync(bytes);
    manifest = Manifest.parse(JSON.parse(strFromU8(parts[MANIFEST] ?? new Uint8Array())));
  } catch (error) {
    throw new Refusal('BUNDLE_UNREADABLE', 'this is no evidence bundle', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  const entries = new Map(Object.entries(parts).filter(([name]) => name !== MANIFEST));
  const listed = new Set(manifest.entries.map((entry) => entry.name));
  const problems = manifest.entries.flatMap((entry) => {
    const content = entries.get(entry.name);
    if (content === undefined) return [`${entry.name}: missing`];
    if (content.length !== entry.size || hashOf(content) !== entry.sha256) return [`${entry.name}: changed`];
    return [];
  });
  for (const name of entries.keys()) if (!listed.has(name)) problems.push(`${name}: not listed`);
  return { manifest, entries, problems };
};
