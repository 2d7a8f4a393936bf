/**
 * Bytes of HJ 212 as people may see them. A packet carries the password of its device in clear (PW in HJ 212-2017, table 2;
 * NewPW in the command that sets another); whoever reads a packet has no use for it, and could speak as the device with it.
 */

/** A field of a password; or its end, where the bytes begin in the middle of one. */
const PASSWORD = /(PW\s*=|^W?\s*=)([^;,&\r\n]*)|^[^;,&=#\r\n]+(?=;\s*MN\s*=)/gi;

/** The same number of bytes with stars for every password, so that places named in the bytes stay where they are. */
export const hidePassword = (bytes: Buffer): { readonly bytes: Buffer; readonly isHidden: boolean } => {
  let isHidden = false;
  const text = bytes.toString('latin1').replace(PASSWORD, (whole: string, name?: string, value?: string) => {
    const shown = name ?? '';
    const hidden = value ?? whole;
    if (hidden === '') return whole;
    isHidden = true;
    return shown + '*'.repeat(hidden.length);
  });
  return { bytes: isHidden ? Buffer.from(text, 'latin1') : bytes, isHidden };
};
