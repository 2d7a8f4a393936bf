import type { Clock } from '#libs/clock/clock.js';

export interface FixedClock extends Clock {
  set(at: Date): void;
  /** Moves on by so many milliseconds and tells the new instant. */
  advance(ms: number): Date;
}

/** A clock that stands still until the spec moves it. Unlike the shared clock it may go back, as a real one can. */
export const fixedClock = (at: Date): FixedClock => {
  let current = at;
  return {
    now: () => Promise.resolve(new Date(current)),
    set: (next) => {
      current = next;
    },
    advance: (ms) => {
      current = new Date(current.getTime() + ms);
      return current;
    },
  };
};
