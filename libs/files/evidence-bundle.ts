/** Evidence pinned to an act: one archive with the copied records and files, and a manifest of their hashes. */
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore, StoredFile } from './file-store.js';

const MANIFEST = 'manifest.json';
const ARCHIVE_TIME = new Date(1980, 0, 1);
const MOST_ENTRIES = 20_000;
const MOST_BYTES = 256 * 1024 * 1024;

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

/**
 * Pins evidence: copies every entry into one archive with `manifest.json` (name, SHA-256 and size of each, sorted by
 * name) and stores it. Equal entries pinned at one instant give one hash, so a repeated call changes nothing. Refusals: BUNDLE_NAME (unsafe or used
 * twice), BUNDLE_TOO_LARGE, FILE_NOT_FOUND; a file damaged in the store is a fault.
 */
export const pinBundle = async (
  store: FileStore,
  about: { readonly subject: BundleManifest['subject']; readonly pinnedAt: Date },
  entries: readonly BundleEntry[],
): Promise<PinnedBundle> => {
  if (entries.length > MOST_ENTRIES) throw new Refusal('BUNDLE_TOO_LARGE', `more than ${MOST_ENTRIES} entries`);
  const archive: Zippable = {};
  const listed: BundleManifest['entries'] = [];
  let bytes = 0;
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    checkName(entry.name);
    if (archive[entry.name] !== undefined) throw new Refusal('BUNDLE_NAME', `“${entry.name}” is used twice`);
    const content = await contentOf(store, entry);
    bytes += content.length;
    if (bytes > MOST_BYTES) throw new Refusal('BUNDLE_TOO_LARGE', `more than ${MOST_BYTES} bytes`);
    archive[entry.name] = content;
    listed.push({ name: entry.name, sha256: hashOf(content), size: content.length });
  }
  const manifest: BundleManifest = {
    subject: about.subject,
    pinnedAt: about.pinnedAt.toISOString(),
    entries: listed,
  };
  const packed = zipSync(
    { [MANIFEST]: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), ...archive },
    { mtime: ARCHIVE_TIME, level: 6 },
  );
  const file = await store.put(packed, { kinds: ['zip'], maxBytes: 2 * MOST_BYTES });
  return { file, manifest };
};

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
