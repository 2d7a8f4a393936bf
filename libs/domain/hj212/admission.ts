import { isKnownCommand } from './command.js';
import type { Packet } from './packet.js';

/** What the door knows of the device a packet names. */
export interface KnownDevice {
  /** Compares in constant time. */
  isRightPassword(password: string): boolean;
  /** Whether packets of this device may come from where this one came from. */
  readonly isSourceAllowed: boolean;
}

/** Why a packet is not let in at the door, whatever it says: never answered, since the answer would let the device forget its copy. */
export type AdmissionFault = 'UNKNOWN_DEVICE' | 'WRONG_PASSWORD' | 'SOURCE_NOT_ALLOWED' | 'UNKNOWN_COMMAND';

/**
 * Who may come in, of packets that could be read, before anything they say is looked at: device known, password right,
 * source allowed, command known. The first that fails is the answer, null where none does; nothing about the device is told
 * before the one ahead of it holds. Times and values are judged record by record behind the door, where a packet is kept
 * whatever they are (`recordTime`).
 *
 * @param device null where no device has this MN
 */
export function admissionFault(packet: Packet, device: KnownDevice | null): AdmissionFault | null {
  if (device === null) return 'UNKNOWN_DEVICE';
  if (packet.pw === null || !device.isRightPassword(packet.pw)) return 'WRONG_PASSWORD';
  if (!device.isSourceAllowed) return 'SOURCE_NOT_ALLOWED';
  return isKnownCommand(packet.cn) ? null : 'UNKNOWN_COMMAND';
}
