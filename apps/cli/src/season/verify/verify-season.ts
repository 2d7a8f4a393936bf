import { actsPart } from './acts.js';
import { airDaysPart } from './air-days.js';
import { airMonthsPart } from './air-months.js';
import { answer, type Check } from './check.js';
import { deliveriesPart } from './deliveries.js';
import { dispatchesPart } from './dispatches.js';
import { evidencePart } from './evidence.js';
import { fundsPart } from './funds.js';
import { laddersPart } from './ladders.js';
import { ledgerPart } from './ledger.js';
import { numbersPart } from './numbers.js';
import { operationsPart } from './operations.js';
import { outletPart } from './outlet.js';
import { papersPart } from './papers.js';
import type { Part, SeasonSeen } from './season-seen.js';
import { readingsPart } from './readings.js';
import { silencePart } from './silence.js';
import { warningsPart } from './warnings.js';
import { waterPart } from './water.js';

const PARTS: readonly Part[] = [
  ledgerPart,
  dispatchesPart,
  airDaysPart,
  airMonthsPart,
  warningsPart,
  waterPart,
  outletPart,
  silencePart,
  fundsPart,
  laddersPart,
  actsPart,
  numbersPart,
  papersPart,
  evidencePart,
  deliveriesPart,
  operationsPart,
  readingsPart,
];

/** Answers every question of every part that holds by the season's `until`, in the order of the parts. */
export const verifySeason = async (season: SeasonSeen): Promise<Check[]> => {
  const checks = (await Promise.all(PARTS.map((part) => answer(part(season), season.until)))).flat();
  const twice = checks.map(({ id }) => id).filter((id, n, ids) => ids.indexOf(id) !== n);
  if (twice.length > 0) throw new Error(`checks called alike: ${twice.join(', ')}`);
  return checks;
};
