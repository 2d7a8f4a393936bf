import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packBlock, packetInBlock } from './packet-block.js';

it('gives every packet back as it was, empty ones among them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 2_000 }), { minLength: 1, maxLength: 20 }),
      async (packets) => {
        const block = await packBlock(packets);
        const back = await Promise.all(packets.map((_packet, place) => packetInBlock(block, place)));
        expect(back.map((one) => [...one])).toEqual(packets.map((one) => [...one]));
      },
    ),
    { seed: 212, numRuns: 50 },
  );
});

it('says so where it has no packet at a place', async () => {
  await expect(packetInBlock(await packBlock([Uint8Array.of(1)]), 1)).rejects.toThrow('no packet 1');
});
