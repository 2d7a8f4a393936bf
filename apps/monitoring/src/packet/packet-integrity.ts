import { createHash } from 'node:crypto';
import type { RawPacketRow } from './raw-packet.store.js';

/** Whether the bytes kept still have the hash noted when they came. */
export const isIntact = ({ bytes, sha256 }: Pick<RawPacketRow, 'bytes' | 'sha256'>): boolean =>
  createHash('sha256').update(bytes).digest().equals(sha256);
