import type { EntityManager } from 'typeorm';
import { countyOfAreas } from '../area/area-tree.js';
import { assessAreas } from '../air/assess-areas.js';
import { assessDays } from '../air/assess-days.js';
import { restateHours } from '../air/restate-hours.js';
import { areaDaysFrom } from './area-days-from.js';
import { lockSubjects, lockTouched } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import type { Recomputation, RecomputationStep } from './recomputation.store.js';

/** Days of stations worked out in one transaction: the locks on their areas are held as long. */
const STATION_DAYS_AT_ONCE = 500;

/**
 * Takes a recomputation of air a step on: hours are judged again by the rules in force for them, days of stations and areas
 * and the months over them follow. What comes out the same is left alone.
 */
export const recomputeDays = async (
  tx: EntityManager,
  work: Recomputation,
  policy: Policy,
  now: Date,
): Promise<RecomputationStep> => {
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
  // One that was moved while its area was waited for is in a place of its own by now.
  await lockTouched(
    tx,
    keys.map(({ stationId }) => stationId),
  );
  const changedHours = await restateHours(tx, keys);
  const changedDays = await assessDays(tx, keys, { learnedAt: now, closing: false, tellAll: true }, policy);
  const placed = await stationsWithStatements(tx);
  const areaKeys = steps.filter(({ areaId }) => areaId !== '').map(({ day, areaId }) => ({ day, areaId }));
  await assessAreas(tx, areaKeys, { learnedAt: now, closing: false, stations: placed, counties }, policy);
  const finishedAt = next.day > work.toDay ? now : null;
  return { nextDay: next.day, nextArea: next.areaId, changedHours, changedDays, finishedAt };
};
