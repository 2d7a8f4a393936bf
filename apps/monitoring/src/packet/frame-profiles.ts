import type { FrameProfile, FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import { frameDeciphers } from '#libs/identity/frame-decipher.js';
import type { RegisteredDevice } from '../register/register.store.js';

/** How frames of these devices are to be read where they do not follow the standard; undefined where all do. */
export const frameProfiles = (
  devices: ReadonlyMap<string, RegisteredDevice>,
  internalKey: string,
): FrameProfileOf | undefined => {
  const profiles = new Map<string, FrameProfile>();
  for (const { mn, settings } of devices.values()) {
    const { crc = 'standard', cipherKeys = [] } = settings ?? {};
    if (crc !== 'standard' || cipherKeys.length > 0)
      profiles.set(mn, { crc, deciphers: frameDeciphers(internalKey, cipherKeys) });
  }
  return profiles.size === 0 ? undefined : (mn) => profiles.get(mn);
};
