import { decodeSplit } from './decode.js';
import { acceptedByProfile, type FrameProfileOf } from './frame-profile.js';
import { createFrameSplitter } from './framing.js';
import { packetFault, type Packet, type PacketFault } from './packet.js';
import { joinParts } from './split-packets.js';

/**
 * Reads frames that together are one split packet (拆分包), as they came one behind the other: in the order of PNO, whatever
 * their own order. One frame alone is what came of such a packet.
 */
export function framesTogether(bytes: Uint8Array, profileOf?: FrameProfileOf): Packet | PacketFault {
  const parts: Packet[] = [];
  let fault: PacketFault | null = null;
  const splitter = createFrameSplitter(
    {
      frame: (frame) => {
        const packet = decodeSplit(frame, profileOf);
        if (packet.kind === 'packet') parts.push(packet);
        else fault ??= packet;
      },
      fault: ({ reason }) => (fault ??= packetFault(reason === 'CRC_MISMATCH' ? 'CRC_MISMATCH' : 'NOT_A_FRAME')),
    },
    profileOf ? { isAcceptedByProfile: acceptedByProfile(profileOf) } : {},
  );
  splitter.push(bytes);
  splitter.flush();
  if (fault !== null) return fault;
  if (parts.length === 0) return packetFault('NOT_A_FRAME');
  return joinParts(parts.sort((a, b) => (a.pno ?? 0) - (b.pno ?? 0)));
}
