/**
 * Packets as they came, kept beside a bundle: the passwords of devices are in them, so they lie sealed under the key of the
 * installation, and are opened only to say whether the bundle was made of them.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { type BundleEntry, entriesUnder } from '#libs/files/evidence-bundle.js';
import { openSealedBytes, sealBytes } from '#libs/identity/sealed-text.js';

const FOLDER = 'originals';
const PACKETS_OF_ENTRY = 500;

const Original = z.strictObject({
  id: z.string(),
  /** Noted when the packet came. */
  sha256: z.string(),
  hex: z.string(),
});
export type Original = z.infer<typeof Original>;
const Originals = z.array(Original);

export interface SealedOriginals {
  add(original: Original): void;
  isEmpty(): boolean;
  entries(): BundleEntry[];
}

/** Gathers originals, packed and sealed by the hundred: some sixty bytes of memory a packet. */
export const sealedOriginals = (internalKey: string): SealedOriginals => {
  const waiting: Original[] = [];
  const sealed: BundleEntry[] = [];
  const seal = (): void => {
    if (waiting.length === 0) return;
    const packed = deflateRawSync(JSON.stringify(waiting.splice(0)));
    const name = `${FOLDER}/${String(sealed.length + 1).padStart(4, '0')}.sealed`;
    sealed.push({ name, content: sealBytes(internalKey, packed) });
  };
  return {
    add: (original) => {
      if (waiting.push(original) === PACKETS_OF_ENTRY) seal();
    },
    isEmpty: () => waiting.length + sealed.length === 0,
    entries: () => {
      seal();
      return sealed;
    },
  };
};

/** Opens an archive of originals part by part; null for a part sealed under another key, or changed. */
export function* openOriginals(archive: Uint8Array, internalKey: string): Generator<readonly Original[] | null> {
  for (const { content } of entriesUnder(archive, FOLDER)) {
    const packed = openSealedBytes(internalKey, content);
    yield packed && Originals.parse(JSON.parse(inflateRawSync(packed).toString('utf8')));
  }
}
