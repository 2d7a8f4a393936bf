import type { EntityManager } from 'typeorm';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { packBlock } from './packet-block.js';
import { exchangeMonth, keepBlocks, lockMonth, nextPackets, type OldPacket, saveMonth } from './packet-month.store.js';

const PACKETS_A_STEP = 20_000;
/** One packet is read back by unpacking its block: a few hundred of the same source pack almost as small as all of them. */
const PACKETS_A_BLOCK = 500;
const BLOCK_BYTES = 512 * 1024;

/** Packets of one source together: they differ in their values alone, and pack to a sixth. */
const blocksOf = (packets: readonly OldPacket[]): OldPacket[][] => {
  const bySource = new Map<number, OldPacket[]>();
  for (const packet of packets) {
    const list = bySource.get(packet.sourceNo);
    if (list) list.push(packet);
    else bySource.set(packet.sourceNo, [packet]);
  }
  const blocks: OldPacket[][] = [];
  for (const list of bySource.values()) {
    let block: OldPacket[] = [];
    let bytes = 0;
    for (const packet of list) {
      if (block.length === PACKETS_A_BLOCK || (block.length > 0 && bytes + packet.bytes.length > BLOCK_BYTES)) {
        blocks.push(block);
        [block, bytes] = [[], 0];
      }
      block.push(packet);
      bytes += packet.bytes.length;
    }
    blocks.push(block);
  }
  return blocks;
};

/** Packs the next packets of a month, or puts the packed ones in their place after the last. Answers whether that was all. */
export const packMonth = async (tx: EntityManager, month: CivilMonth, at: Date): Promise<boolean> => {
  const state = await lockMonth(tx, month);
  if (!state || state.packedAt !== null) return true;
  const packets = await nextPackets(tx, month, state.lastId, PACKETS_A_STEP);
  if (packets.length === 0) {
    await exchangeMonth(tx, month, at);
    return true;
  }
  const blocks = await Promise.all(
    blocksOf(packets).map(async (list) => ({
      bytes: await packBlock(list.map(({ bytes }) => bytes)),
      packetIds: list.map(({ id }) => id),
    })),
  );
  await keepBlocks(tx, month, blocks);
  await saveMonth(tx, month, {
    lastId: packets.at(-1)!.id,
    packets: packets.length,
    bytesBefore: packets.reduce((sum, { bytes }) => sum + bytes.length, 0),
    bytesAfter: blocks.reduce((sum, { bytes }) => sum + bytes.length, 0),
  });
  return false;
};
