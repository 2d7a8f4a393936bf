import { createHmac } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { sealText } from '#libs/identity/sealed-text.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { type Recording, recordDevice } from './record-state.js';
import { devicesByNumber, findDevice, findSubject, type RegisteredDevice } from './register.store.js';
import { watchRegistered } from '../silence/watch-registered.js';

/** HMAC-SHA-256 of a device's password under the installation's key: what the door compares, and all that is kept. */
export const devicePasswordHash = (internalKey: string, password: string): string =>
  createHmac('sha256', Buffer.from(internalKey, 'hex')).update(password).digest('hex');

/** Sealed cipher keys once a key was given: the one before it stays valid, since a change takes a while (HJ 212-2025 6.4.3). */
const keysAfter = (known: readonly string[], given: string | null | undefined, internalKey: string): string[] => {
  if (given === undefined) return [...known];
  return given === null ? [] : [sealText(internalKey, given), ...known.slice(0, 1)];
};

/** Saves a device. A new one needs its password; without one the hash in force stays. */
export const saveDevice = async (
  tx: EntityManager,
  written: Omit<RegisteredDevice, 'version' | 'passwordHash'> & {
    readonly password?: string | undefined;
    readonly cipherKey?: string | null | undefined;
  },
  recording: Recording,
  parts: { readonly identity: Identity; readonly internalKey: string },
): Promise<RegisteredDevice> => {
  const subject = await findSubject(tx, written.subject.id);
  if (!subject || subject.kind !== written.subject.kind)
    throw new Refusal('DEVICE_SUBJECT_INVALID', `no ${written.subject.kind} ${written.subject.id}`);
  await requireUnits(tx, parts.identity, 'device.manage', subject);
  const known = await findDevice(tx, written.id);
  // Neither may a device be taken away from those whose values it has been measuring.
  const measured = known && (await findSubject(tx, known.subject.id));
  if (measured) await requireUnits(tx, parts.identity, 'device.manage', measured);
  const holder = (await devicesByNumber(tx, [written.mn])).get(written.mn);
  if (!written.retired && holder && holder.id !== written.id)
    throw new Refusal('DEVICE_NUMBER_INVALID', `the number ${written.mn} is in use by device ${holder.id}`);
  const { password, cipherKey, settings, ...state } = written;
  const passwordHash = password === undefined ? known?.passwordHash : devicePasswordHash(parts.internalKey, password);
  if (passwordHash === undefined) throw new Refusal('DEVICE_PASSWORD_INVALID', 'a new device needs its password');
  const cipherKeys = keysAfter(known?.settings?.cipherKeys ?? [], cipherKey, parts.internalKey);
  const kept = { ...settings, ...(cipherKeys.length > 0 ? { cipherKeys } : {}) };
  const next = Object.keys(kept).length > 0 ? { ...state, settings: kept } : state;
  const saved = await recordDevice(tx, { ...next, passwordHash }, recording);
  for (const id of new Set([saved.subject.id, ...(known ? [known.subject.id] : [])]))
    await watchRegistered(tx, id, recording.at);
  return saved;
};
