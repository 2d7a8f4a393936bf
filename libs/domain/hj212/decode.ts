import { crc16 } from './crc.js';
import { CRC_BYTES, declaredLength, HEAD_BYTES, hexCrc, isClosed, STANDARD_SEGMENT } from './frame-shape.js';
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

/**
 * Decodes one frame as it was received, with or without its CR LF. A wrong length is accepted with a mark where the
 * checksum is right and CP is closed, as the splitter does; everything else wrong is a named fault.
 */
export function decodeFrame(frame: Uint8Array): Packet | PacketFault {
  let end = frame.length;
  while (end > 0 && (frame[end - 1] === 0x0a || frame[end - 1] === 0x0d)) end -= 1;
  if (end < HEAD_BYTES + CRC_BYTES || frame[0] !== 0x23 || frame[1] !== 0x23) return packetFault('NOT_A_FRAME');
  const declared = declaredLength(frame, 0);
  if (declared < 0) return packetFault('LENGTH_NOT_DECIMAL');
  const segmentEnd = end - CRC_BYTES;
  const crc = hexCrc(frame, segmentEnd);
  if (crc < 0) return packetFault('CRC_NOT_HEX');
  if (crc !== crc16(frame, HEAD_BYTES, segmentEnd)) return packetFault('CRC_MISMATCH');
  const length = segmentEnd - HEAD_BYTES;
  if (length === declared && length <= STANDARD_SEGMENT) return decodeSegment(frame, HEAD_BYTES, segmentEnd);
  if (length !== declared && !isClosed(frame, HEAD_BYTES, segmentEnd)) return packetFault('LENGTH_MISMATCH');
  const marks: PacketMark[] = [];
  if (length !== declared) marks.push('LENGTH_MISMATCH');
  if (length > STANDARD_SEGMENT) marks.push('OVERSIZE');
  return withMarks(decodeSegment(frame, HEAD_BYTES, segmentEnd), ...marks);
}
