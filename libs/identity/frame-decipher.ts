import { createDecipheriv } from 'node:crypto';
import type { DecipherBlocks } from '#libs/domain/hj212/frame-profile.js';
import { openSealed } from './sealed-text.js';

const KEY = /^[0-9a-f]{32}$/;

/** SM4, ECB, no padding (HJ 212-2025 6.4.2) by keys that are kept sealed; one that cannot be opened is left out. */
export const frameDeciphers = (internalKey: string, sealedKeys: readonly string[]): DecipherBlocks[] =>
  sealedKeys.flatMap((sealed) => {
    const key = openSealed(internalKey, sealed);
    if (key === null || !KEY.test(key)) return [];
    const bytes = Buffer.from(key, 'hex');
    return [
      (blocks: Uint8Array): Uint8Array => createDecipheriv('sm4-ecb', bytes, null).setAutoPadding(false).update(blocks),
    ];
  });
