import { createHash } from 'node:crypto';
import { entriesUnder } from '#libs/files/evidence-bundle.js';
import type { FileStore } from '#libs/files/file-store.js';
import { isAsShown, isOfOriginal, PACKET_FOLDER, type PinnedPacket, pinnedPackets } from '#libs/files/pinned-packet.js';
import { openOriginals } from './sealed-originals.js';

export interface Attestation {
  /** The whole archive still has the hash it was pinned by. */
  readonly isBundleIntact: boolean;
  readonly packets: number;
  /** Packets a password is hidden in. */
  readonly passwordsHidden: number;
  /** Packets that are their originals with nothing but the password hidden, the originals being what came. */
  readonly confirmed: number;
  readonly problems: readonly string[];
}

/** The packets as they lie in the bundle, by number. */
const packetsOf = (bundle: Uint8Array, problems: string[]): Map<string, PinnedPacket> => {
  const found = new Map<string, PinnedPacket>();
  for (const { name, content } of entriesUnder(bundle, PACKET_FOLDER))
    for (const packet of pinnedPackets(content)) {
      if (!packet) problems.push(`${name}: a line that is no packet`);
      else if (!isAsShown(packet)) problems.push(`packet ${packet.id}: other bytes than its hash says`);
      else found.set(packet.id, packet);
    }
  return found;
};

/**
 * Compares a pinned bundle with the originals kept sealed: every packet in it has to be what came, by the hash noted when it
 * came, with the password hidden and nothing else. Nothing of the originals is given away.
 */
export const attestBundle = async (
  files: FileStore,
  pinned: { readonly bundleSha256: string; readonly originalsSha256: string | null },
  internalKey: string,
): Promise<Attestation> => {
  const problems: string[] = [];
  const isBundleIntact = (await files.verify(pinned.bundleSha256)) === 'intact';
  if (!isBundleIntact) problems.push('the bundle is not the one that was pinned');
  const left = packetsOf(await files.read(pinned.bundleSha256), problems);
  const packets = left.size;
  const passwordsHidden = [...left.values()].filter(({ isPasswordHidden }) => isPasswordHidden).length;
  let confirmed = 0;
  const archive = pinned.originalsSha256 === null ? null : await files.read(pinned.originalsSha256);
  for (const part of archive ? openOriginals(archive, internalKey) : []) {
    if (!part) problems.push('a part of the originals cannot be opened');
    for (const { id, sha256, hex } of part ?? []) {
      const packet = left.get(id);
      if (!packet) continue;
      left.delete(id);
      const original = Buffer.from(hex, 'hex');
      if (createHash('sha256').update(original).digest('hex') !== sha256)
        problems.push(`packet ${id}: the original is not what came`);
      else if (!isOfOriginal(packet, original, internalKey)) problems.push(`packet ${id}: not made of its original`);
      else confirmed += 1;
    }
  }
  for (const id of left.keys()) problems.push(`packet ${id}: no original is kept`);
  return { isBundleIntact, packets, passwordsHidden, confirmed, problems: problems.slice(0, 1000) };
};
