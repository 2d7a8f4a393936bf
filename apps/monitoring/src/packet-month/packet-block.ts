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

/** The packet at a place of a block; an error where the block has none there. */
export const packetInBlock = async (block: Uint8Array, place: number): Promise<Buffer> => {
  const bytes = await inflate(block);
  let at = 0;
  for (let passed = 0; passed < place && at + LENGTH_BYTES <= bytes.length; passed += 1)
    at += LENGTH_BYTES + bytes.readUInt32BE(at);
  if (at + LENGTH_BYTES > bytes.length) throw new RangeError(`the block has no packet ${place}`);
  const from = at + LENGTH_BYTES;
  return bytes.subarray(from, from + bytes.readUInt32BE(at));
};
