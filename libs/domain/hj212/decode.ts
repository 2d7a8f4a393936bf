import { crc16 } from './crc.js';
import { CRC_BYTES, declaredLength, HEAD_BYTES, hexCrc, isClosed, STANDARD_SEGMENT } from './frame-shape.js';
import { segmentByProfile, type FrameProfileOf } from './frame-profile.js';
import type { SplitFrame } from './framing.js';
import { packetFault, type Packet, type PacketFault, type PacketMark } from './packet.js';
import { readSegmentTolerantly } from './tolerant-segment.js';
import { createUsualSegmentReader } from './usual-segment.js';

const readUsualSegment = createUsualSegmentReader();

/** Reads the data segment of a frame whose length and checksum have been tested. */
export function decodeSegment(bytes: Uint8Array, start: number, end: number): Packet | PacketFault {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readUsualSegment(buffer, start, end) ?? readSegmentTolerantly(bytes.subarray(start, end));
}

function withMarks(packet: Packet | PacketFault, ...marks: PacketMark[]): Packet | PacketFault {
  if (packet.kind === 'fault' || marks.length === 0) return packet;
  return { ...packet, marks: [...packet.marks, ...marks].sort() };
}

const UNREADABLE: readonly PacketMark[] = ['ENCODING_GB18030', 'ENCODING_UNKNOWN', 'ITEM_MALFORMED'];
const isReadable = (read: Packet | PacketFault): boolean =>
  read.kind === 'packet' && !read.marks.some((mark) => UNREADABLE.includes(mark));
const oversizeMark = (length: number): PacketMark[] => (length > STANDARD_SEGMENT ? ['OVERSIZE'] : []);

const PRINTED_TAIL = '\\r\\n';

/** Where a frame ends without its tail: CR, LF, or the four characters with which some firmware prints them. */
export function endOfFrame(frame: Uint8Array): number {
  let end = frame.length;
  while (end > 0 && (frame[end - 1] === 0x0a || frame[end - 1] === 0x0d)) end -= 1;
  const tail = end - PRINTED_TAIL.length;
  if (tail < 0) return end;
  for (let index = 0; index < PRINTED_TAIL.length; index += 1) {
    if (frame[tail + index] !== PRINTED_TAIL.charCodeAt(index)) return end;
  }
  return tail;
}

/**
 * Decodes one frame as it was received, with or without its CR LF. A wrong length is accepted with a mark where the
 * checksum is right and CP is closed, as the splitter does; everything else wrong is a named fault.
 *
 * @param profileOf settings of devices whose checksum or cipher differs from the plain standard
 */
export function decodeFrame(frame: Uint8Array, profileOf?: FrameProfileOf): Packet | PacketFault {
  const end = endOfFrame(frame);
  if (end < HEAD_BYTES + CRC_BYTES || frame[0] !== 0x23 || frame[1] !== 0x23) return packetFault('NOT_A_FRAME');
  const declared = declaredLength(frame, 0);
  if (declared < 0) return packetFault('LENGTH_NOT_DECIMAL');
  const segmentEnd = end - CRC_BYTES;
  const crc = hexCrc(frame, segmentEnd);
  if (crc < 0) return packetFault('CRC_NOT_HEX');
  const length = segmentEnd - HEAD_BYTES;
  const byProfile = (): Packet | PacketFault => {
    const known =
      profileOf === undefined || length !== declared || !isClosed(frame, HEAD_BYTES, segmentEnd)
        ? null
        : segmentByProfile(frame, HEAD_BYTES, segmentEnd, crc, profileOf);
    if (known === null) return packetFault('CRC_MISMATCH');
    return withMarks(decodeSegment(known.segment, 0, known.segment.length), known.mark, ...oversizeMark(length));
  };
  if (crc !== crc16(frame, HEAD_BYTES, segmentEnd)) return byProfile();
  if (length === declared && length <= STANDARD_SEGMENT) {
    const clear = decodeSegment(frame, HEAD_BYTES, segmentEnd);
    if (profileOf === undefined || isReadable(clear)) return clear;
    // The checksum of an enciphered frame is that of its plain text, and fits the bytes sent by chance once in 256.
    const plain = byProfile();
    return isReadable(plain) ? plain : clear;
  }
  if (length !== declared && !isClosed(frame, HEAD_BYTES, segmentEnd)) return packetFault('LENGTH_MISMATCH');
  const marks = oversizeMark(length);
  if (length !== declared) marks.push('LENGTH_MISMATCH');
  return withMarks(decodeSegment(frame, HEAD_BYTES, segmentEnd), ...marks);
}

/** Decodes a frame that came out of a splitter, as `decodeFrame` would, without testing it a second time where it is usual. */
export function decodeSplit(frame: SplitFrame, profileOf?: FrameProfileOf): Packet | PacketFault {
  if (frame.marks.length === 0) {
    const read = decodeSegment(frame.bytes, frame.segmentStart, frame.segmentEnd);
    if (profileOf === undefined || isReadable(read)) return read;
  }
  return decodeFrame(frame.bytes.subarray(frame.start, frame.end), profileOf);
}
