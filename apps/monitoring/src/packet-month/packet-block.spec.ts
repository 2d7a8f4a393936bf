import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packBlock, packetsInBlock } from './packet-block.js';

it('gives every packet back as it was, empty ones among them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 2_000 }), { minLength: 1, maxLength: 20 }),
      async (packets) => {
        const block = await packBlock(packets);
        const back = await packetsInBlock(block);
        expect(back.map((one) => [...one])).toEqual(packets.map((one) => [...one]));
      },
    ),
    { seed: 212, numRuns: 50 },
  );
});
