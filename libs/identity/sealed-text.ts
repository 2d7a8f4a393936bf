import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Secrets that have to be read again, such as the cipher key of a device, travel and rest sealed: AES-256-GCM under a key
 * made from the installation's.
 */
const keyOf = (internalKey: string): Buffer =>
  createHmac('sha256', Buffer.from(internalKey, 'hex')).update('sealed-text').digest();
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Base64 of nonce, tag and ciphertext; never the same twice. */
export const sealText = (internalKey: string, text: string): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(internalKey), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
};

/** The text; null where it was sealed under another key or changed since. */
export const openSealed = (internalKey: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(internalKey), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};
