import type { EntityManager } from 'typeorm';
import { countyOfAreas } from '../air/area-tree.js';
import { assessAreas } from '../air/assess-areas.js';
import { assessDays } from '../air/assess-days.js';
import { restateHours } from '../air/restate-hours.js';
import { type CivilDate, datesOf } from '#libs/domain/calendar/shanghai.js';
import { areaDaysFrom } from './area-days-from.js';
import { lockSubjects } from '../packet/subject-locks.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import { lockRecomputation, saveStep } from './recomputation.store.js';

/** Days of stations worked out in one transaction: the locks on their areas are held as long. */
const STATION_DAYS_AT_ONCE = 500;

/** How far a recomputation is afterwards, in percent; 100 when nothing is left. */
export type Percent = number;

/** Days that are done of those asked for, in percent. */
export const percentDone = (of: {
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  readonly nextDay: CivilDate;
  readonly finishedAt: Date | null;
}): Percent => {
  if (of.finishedAt !== null) return 100;
  const all = datesOf({ from: of.fromDay, to: of.toDay }).length;
  const left = datesOf({ from: of.nextDay, to: of.toDay }).length;
  return Math.floor(((all - left) * 100) / all);
};

/**
 * Takes a recomputation a step on: hours are judged again by the rules in force for them, days of stations and areas and
 * the months over them follow. What comes out the same is left alone. Called again after a crash it goes on where the last
 * committed step ended.
 */
export const recomputeDays = async (tx: EntityManager, id: string, policy: Policy, now: Date): Promise<Percent> => {
  const work = await lockRecomputation(tx, id);
  if (!work || work.finishedAt !== null) return 100;
  const stations = await stationsWithStatements(tx);
  const counties = await countyOfAreas(tx);
  const byArea = new Map<string, string[]>();
  for (const { id: stationId, areaId: place } of stations) {
    if (work.stationIds?.includes(stationId) === false) continue;
    const areaId = counties.get(place) ?? '';
    (byArea.get(areaId) ?? byArea.set(areaId, []).get(areaId)!).push(stationId);
  }
  const areas = [...byArea]
    .map(([areaId, stationIds]) => ({ areaId, stationIds }))
    .sort((a, b) => (a.areaId < b.areaId ? -1 : 1));
  const { steps, next } = areaDaysFrom(work, areas, STATION_DAYS_AT_ONCE);
  await lockSubjects(
    tx,
    steps.map(({ areaId }) => `area ${areaId}` as const),
  );
  const keys = steps.flatMap(({ day, stationIds }) => stationIds.map((stationId) => ({ stationId, day })));
  const changedHours = await restateHours(tx, keys);
  const changedDays = await assessDays(tx, keys, { learnedAt: now, closing: false, tellAll: true }, policy);
  const areaKeys = steps.filter(({ areaId }) => areaId !== '').map(({ day, areaId }) => ({ day, areaId }));
  await assessAreas(tx, areaKeys, { learnedAt: now, closing: false, stations, counties }, policy);
  const finishedAt = next.day > work.toDay ? now : null;
  await saveStep(tx, id, { nextDay: next.day, nextArea: next.areaId, changedHours, changedDays, finishedAt });
  return percentDone({ ...work, nextDay: next.day, finishedAt });
};
