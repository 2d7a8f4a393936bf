import type { Concentrations } from '../air/pollutant.js';
import { compareDataStates, type DataState } from './data-state.js';

/** What is held of one hour of a station. */
export interface HeldHour {
  readonly values: Concentrations;
  readonly dataState: DataState;
}

const isSame = (a: Concentrations, b: Concentrations): boolean => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Concentrations>;
  return [...keys].every((key) => a[key] === b[key]);
};

/**
 * The hour after one more packet or row about it; null where that changes nothing. A value that comes again may correct
 * the one held, an absent one takes nothing away: parts of a split packet and a factor that failed once add up to the
 * hour. Values of a later data state replace the hour whole, also what they leave out, since the reviewer struck it; of an
 * earlier state they come too late.
 */
export const mergeHour = (held: HeldHour | null, incoming: HeldHour): HeldHour | null => {
  if (held === null) return incoming;
  const order = compareDataStates(incoming.dataState, held.dataState);
  if (order < 0) return null;
  if (order > 0) return incoming;
  const values = { ...held.values, ...incoming.values };
  return isSame(values, held.values) ? null : { values, dataState: held.dataState };
};
