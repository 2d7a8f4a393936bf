import { commandOf } from './command.js';
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

export type RefusalReason =
  'UNKNOWN_DEVICE' | 'WRONG_PASSWORD' | 'SOURCE_NOT_ALLOWED' | 'UNKNOWN_COMMAND' | RecordTimeFault;

export type Acceptance =
  | { readonly kind: 'accepted'; readonly times: readonly RecordTime[] }
  /** Never answered: the answer would let the device forget its copy. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

const refused = (reason: RefusalReason): Acceptance => ({ kind: 'refused', reason });

/** Commands whose records stand at a time. */
const TIMED = ['realtime', 'minute', 'hour', 'day', 'equipmentState', 'runTime'];

/**
 * Whether a packet that was read may come in: device known, password right, source allowed, command known, and at least
 * one record at a plausible time. The first that fails names the reason; nothing about the device is told before the one
 * ahead of it holds.
 *
 * @param device null where no device has this MN
 */
export function acceptPacket(packet: Packet, device: KnownDevice | null, receivedAt: Date): Acceptance {
  if (device === null) return refused('UNKNOWN_DEVICE');
  if (packet.pw === null || !device.isRightPassword(packet.pw)) return refused('WRONG_PASSWORD');
  if (!device.isSourceAllowed) return refused('SOURCE_NOT_ALLOWED');
  const command = commandOf(packet.cn, packet.edition);
  if (command === undefined) return refused('UNKNOWN_COMMAND');
  if (!TIMED.includes(command.content)) return { kind: 'accepted', times: [] };
  const times = recordsOf(packet).map((record) => recordTime(packet, record, receivedAt, device.times));
  const [first] = times;
  if (first?.kind === 'fault' && times.every(({ kind }) => kind === 'fault')) return refused(first.reason);
  return { kind: 'accepted', times };
}
