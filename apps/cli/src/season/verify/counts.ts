import { allDeliveries } from './deliveries.js';
import { readingCounts } from './readings.js';
import type { SeasonSeen } from './season-seen.js';

const tally = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

/** How much there is of everything that came out. */
export const countsOf = async (season: SeasonSeen): Promise<Record<string, unknown>> => {
  const { doors } = season;
  const sheets = await doors.dispatches();
  let rows = 0;
  for (const { dispatchId } of sheets) rows += (await doors.dispatch(dispatchId)).rows.length;
  return {
    warnings: tally((await doors.warnings()).map(({ ruleClass }) => ruleClass)),
    problems: (await doors.problems()).length,
    tasks: tally((await doors.tasks()).map(({ kind }) => kind)),
    sheets: sheets.filter(({ state }) => state === 'issued').length,
    dispatchRows: rows,
    acts: tally((await doors.acts()).map(({ kind }) => kind)),
    deliveries: tally((await allDeliveries(season)).map(({ channel }) => channel)),
    ...(await readingCounts(season)),
    faults: (await doors.faults()).length,
  };
};
