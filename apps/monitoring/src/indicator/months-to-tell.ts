import type { EntityManager } from 'typeorm';
import { addMonths, type CivilMonth, monthsOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { currentIds } from './indicator.store.js';

/** Results come from laboratories weeks later; a month is looked at again for so many months. */
const MONTHS_LOOKED_BACK = 3;

/** The last closed months, each looked at at every seal, the oldest first. */
export const recentMonths = (closed: CivilMonth): CivilMonth[] =>
  Array.from({ length: MONTHS_LOOKED_BACK }, (_, n) => addMonths(closed, n + 1 - MONTHS_LOOKED_BACK));

/**
 * Closed months of which a number of an area may have to be told anew: the recent ones, and from `reached` on, the month of
 * the oldest result recorded lately, those that were told of before. Nothing older is told for the first time.
 */
export const monthsToTell = async (
  tx: EntityManager,
  definition: string,
  areaId: string,
  closed: CivilMonth,
  reached: CivilMonth | null,
): Promise<CivilMonth[]> => {
  const recent = recentMonths(closed);
  if (reached === null || reached >= recent[0]!) return recent;
  const older = monthsOf({ from: monthSpan(reached).from, to: monthSpan(addMonths(recent[0]!, -1)).to });
  const told = await currentIds(tx, definition, { kind: 'area', id: areaId }, older);
  return [...told.map(({ label }) => label), ...recent];
};
