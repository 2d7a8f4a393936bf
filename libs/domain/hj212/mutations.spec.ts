import { describe, expect, it } from '@jest/globals';
import { mutationTrial } from './fixtures/mutated-frames.js';

describe('mutated frames', () => {
  it.each([1, 212, 2025])('from seed %i: no rule is broken, and only the checksum lets a change through', (seed) => {
    const trial = mutationTrial(seed);
    const count = 6_000;
    for (let done = 0; done < count; done += 1) trial.next();
    const { packets, fast, collisions } = trial.counts;
    expect(packets).toBeGreaterThan(count / 4);
    expect(fast).toBeGreaterThan(count / 20);
    // Half of the mutations keep the old checksum, which takes one of 256 values.
    expect(collisions).toBeLessThan(count / 2 / 128);
  });
});
