import { commandOf, isKnownCommand } from './command.js';
import { recordsOf, type Packet } from './packet.js';
import { recordTime, type RecordTime, type RecordTimeFault, type RecordTimeProfile } from './record-time.js';

/** What the door knows of the device a packet names. */
export interface KnownDevice {
  /** Compares in constant time. */
  isRightPassword(password: string): boolean;
  /** Whether packets of this device may come from where this one came from. */
  readonly isSourceAllowed: boolean;
  readonly times?: RecordTimeProfile;
}

/** Why a packet is not let in at the door, whatever it says. */
export type AdmissionFault = 'UNKNOWN_DEVICE' | 'WRONG_PASSWORD' | 'SOURCE_NOT_ALLOWED' | 'UNKNOWN_COMMAND';

export type RefusalReason = AdmissionFault | RecordTimeFault;

export type Acceptance =
  | { readonly kind: 'accepted'; readonly times: readonly RecordTime[] }
  /** Never answered: the answer would let the device forget its copy. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

const refused = (reason: RefusalReason): Acceptance => ({ kind: 'refused', reason });

/** Commands whose records stand at a time. */
const TIMED = ['realtime', 'minute', 'hour', 'day', 'equipmentState', 'runTime'];

/**
 * Who may come in, before anything the packet says is looked at: device known, password right, source allowed, command
 * known. The first that fails is the answer, null where none does; nothing about the device is told before the one ahead
 * of it holds.
 *
 * @param device null where no device has this MN
 */
export function admissionFault(packet: Packet, device: KnownDevice | null): AdmissionFault | null {
  if (device === null) return 'UNKNOWN_DEVICE';
  if (packet.pw === null || !device.isRightPassword(packet.pw)) return 'WRONG_PASSWORD';
  if (!device.isSourceAllowed) return 'SOURCE_NOT_ALLOWED';
  return isKnownCommand(packet.cn) ? null : 'UNKNOWN_COMMAND';
}

/**
 * Whether a packet that was read may come in: device known, password right, source allowed, command known, and at least
 * one record at a plausible time. The first that fails names the reason.
 *
 * @param device null where no device has this MN
 */
export function acceptPacket(packet: Packet, device: KnownDevice | null, receivedAt: Date): Acceptance {
  const fault = admissionFault(packet, device);
  if (fault !== null) return refused(fault);
  if (!TIMED.includes(commandOf(packet.cn, packet.edition)?.content ?? '')) return { kind: 'accepted', times: [] };
  const times = recordsOf(packet).map((record) => recordTime(packet, record, receivedAt, device?.times));
  const [first] = times;
  if (first?.kind === 'fault' && times.every(({ kind }) => kind === 'fault')) return refused(first.reason);
  return { kind: 'accepted', times };
}
