import type { DataState } from '#libs/contracts/shapes.js';

const STATES: readonly DataState[] = ['realtime', 'preliminary', 'reviewed'];

/** The least certain of several states; preliminary where there are none. */
export const weakestState = (states: readonly DataState[]): DataState =>
  STATES.find((state) => states.includes(state)) ?? 'preliminary';
