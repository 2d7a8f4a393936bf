/**
 * Raw packets as a bundle of evidence holds them: with stars for the passwords of devices, so that a bundle can be handed to
 * people outside. What stands for the original is no plain hash: a password has six characters (HJ 212-2017, table 3), and
 * whoever has the rest of the packet finds it by trying until the hash fits. It is keyed, and the platform, which keeps the
 * original sealed, says whether it fits.
 */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { hidePassword } from '#libs/domain/hj212/hidden-password.js';

/** Folder of the packets in a bundle: files of lines, a packet each. */
export const PACKET_FOLDER = 'packets';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const PinnedPacket = z.strictObject({
  /** Number of the packet. */
  id: z.string().min(1),
  /** HMAC-SHA-256 of the bytes as they came, under a key of the installation. */
  originalHmac: Sha256,
  /** Of the bytes shown here: where nothing is hidden, of the bytes as they came. */
  shownSha256: Sha256,
  isPasswordHidden: z.boolean(),
  /** The bytes shown here. */
  hex: z.string().regex(/^([0-9a-f]{2})*$/),
});
export type PinnedPacket = z.infer<typeof PinnedPacket>;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const keyOf = (internalKey: string): Buffer =>
  createHmac('sha256', Buffer.from(internalKey, 'hex')).update('pinned-packet').digest();

export const pinnedPacket = (id: string, original: Buffer, internalKey: string): PinnedPacket => {
  const { bytes, isHidden } = hidePassword(original);
  return {
    id,
    originalHmac: createHmac('sha256', keyOf(internalKey)).update(original).digest('hex'),
    shownSha256: hashOf(bytes),
    isPasswordHidden: isHidden,
    hex: bytes.toString('hex'),
  };
};

/** What was pinned, out of a file of the bundle; null for a line that is none. */
export const pinnedPackets = (content: Uint8Array): (PinnedPacket | null)[] =>
  Buffer.from(content)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      try {
        return PinnedPacket.safeParse(JSON.parse(line)).data ?? null;
      } catch {
        return null;
      }
    });

/** Whether the bytes shown are those of their hash. */
export const isAsShown = ({ hex, shownSha256 }: PinnedPacket): boolean =>
  hashOf(Buffer.from(hex, 'hex')) === shownSha256;

/** Whether a packet is the original with nothing but its password hidden. */
export const isOfOriginal = (packet: PinnedPacket, original: Buffer, internalKey: string): boolean =>
  canonicalJson(pinnedPacket(packet.id, original, internalKey)) === canonicalJson(packet);
