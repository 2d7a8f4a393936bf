import { Refusal } from '#libs/domain/refusal.js';

/**
 * Facts cannot be refused: what another service tells has happened. A rule of ours that says no while taking one in (a
 * template that lacks a value, a ladder in another state) is a fault to be mended, so the record is parked and the slot
 * or timer stays; a refusal would let the fact be forgotten.
 */
export const noRefusal = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (why) {
    if (why instanceof Refusal) throw new Error(`${why.code}: ${why.message}`, { cause: why });
    throw why;
  }
};
