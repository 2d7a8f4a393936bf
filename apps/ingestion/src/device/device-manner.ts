/** How the door understands a device and speaks to it, by its settings. */
import { BlockList, isIPv6 } from 'node:net';
import { type ConversationLimits, STANDARD_CONVERSATION } from '#libs/domain/hj212/conversation.js';
import type { DeviceEdition } from '#libs/domain/hj212/edition.js';
import type { FrameProfile } from '#libs/domain/hj212/frame-profile.js';
import type { DeviceAddress } from '#libs/domain/hj212/request.js';
import { type AnswerStyle, STANDARD_ANSWERS } from '#libs/domain/hj212/response.js';
import { frameDeciphers } from '#libs/identity/frame-decipher.js';
import type { Device } from './device.js';
import type { DeviceSession } from './device-sessions.js';

export const editionOfDevice = ({ protocol }: Device): DeviceEdition =>
  protocol.slice('HJ212-'.length) as DeviceEdition;

/** Undefined for a device that follows the standard and sends in clear. */
export const frameProfile = ({ settings }: Device, internalKey: string): FrameProfile | undefined => {
  const deciphers = frameDeciphers(internalKey, settings?.cipherKeys ?? []);
  const crc = settings?.crc ?? 'standard';
  return crc === 'standard' && deciphers.length === 0 ? undefined : { crc, deciphers };
};

export const answerStyle = ({ settings }: Device): AnswerStyle =>
  settings?.crc === undefined && settings?.answers === undefined
    ? STANDARD_ANSWERS
    : { crc: settings.crc ?? 'standard', names: settings.answers ?? 'byQn' };

export const conversationLimits = ({ settings }: Device): ConversationLimits => {
  const { overTimeSeconds, reCount, executionSeconds } = settings ?? {};
  const overTimeMs = overTimeSeconds === undefined ? STANDARD_CONVERSATION.overTimeMs : overTimeSeconds * 1_000;
  return {
    overTimeMs,
    reCount: reCount ?? STANDARD_CONVERSATION.reCount,
    executionMs: executionSeconds === undefined ? overTimeMs : executionSeconds * 1_000,
  };
};

/** The password is the one the device came in with: only its keyed hash is kept anywhere. */
export const deviceAddress = (device: Device, { pw, st }: DeviceSession): DeviceAddress => ({
  mn: device.mn,
  pw,
  st: device.settings?.systemCode ?? st,
  edition: editionOfDevice(device),
  ...(device.settings?.crc === undefined ? {} : { crc: device.settings.crc }),
});

/** Addresses and networks as one list to ask; null where any address is right. */
export const addressList = (sources: readonly string[] | undefined): BlockList | null => {
  if (sources === undefined || sources.length === 0) return null;
  const list = new BlockList();
  for (const source of sources) {
    const [address = '', bits] = source.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
};

export const isListed = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
