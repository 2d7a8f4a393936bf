/** A block of packets: each behind its length (4 bytes, big-endian), the whole deflated (RFC 1951). */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

const LENGTH_BYTES = 4;
const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Packs packets into one block; a packet's place is its index. */
export const packBlock = async (packets: readonly Uint8Array[]): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for (const packet of packets) {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(packet.length);
    parts.push(length, packet);
  }
  return deflate(Buffer.concat(parts), { level: 6 });
};

/** The packets of a block in their order. */
export const packetsInBlock = async (block: Uint8Array): Promise<Buffer[]> => {
  const bytes = await inflate(block);
  const packets: Buffer[] = [];
  for (let at = 0; at + LENGTH_BYTES <= bytes.length;) {
    const from = at + LENGTH_BYTES;
    at = from + bytes.readUInt32BE(at);
    packets.push(bytes.subarray(from, at));
  }
  return packets;
};
