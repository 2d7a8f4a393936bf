import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Secrets that have to be read again, such as the cipher key of a device, travel and rest sealed: AES-256-GCM under a key
 * made from the installation's.
 */
const keyOf = (internalKey: string): Buffer =>
  createHmac('sha256', Buffer.from(internalKey, 'hex')).update('sealed-text').digest();
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Nonce, tag and ciphertext; never the same twice. */
export const sealBytes = (internalKey: string, content: Uint8Array): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(internalKey), iv);
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
};

/** The content; null where it was sealed under another key or changed since. */
export const openSealedBytes = (internalKey: string, sealed: Uint8Array): Buffer | null => {
  if (sealed.length < IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(internalKey), sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
};

/** Text sealed, in Base64. */
export const sealText = (internalKey: string, text: string): string =>
  sealBytes(internalKey, Buffer.from(text, 'utf8')).toString('base64');

/** The text; null where it was sealed under another key or changed since. */
export const openSealed = (internalKey: string, sealed: string): string | null =>
  openSealedBytes(internalKey, Buffer.from(sealed, 'base64'))?.toString('utf8') ?? null;
