import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { setSharedClock } from '#libs/clock/clock.js';

const PATIENCE_MS = 180_000;
const LONGEST_PAUSE_MS = 2_000;

/** Does it again while the database is away, for three minutes at most. */
export const withPatience = async <T>(what: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = 100; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      return await what();
    } catch (why) {
      if (performance.now() > deadline) throw why;
      await pause(wait);
    }
  }
};

/** Moves the shared clock; an answer lost on the way is no harm, since the same instant may be set twice. */
export const moveClock = (pool: Pool, at: Date): Promise<void> => withPatience(() => setSharedClock(pool, at));
