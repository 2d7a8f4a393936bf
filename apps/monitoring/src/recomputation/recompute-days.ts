import type { EntityManager } from 'typeorm';
import { type CountyOf, countyOfAreas } from '../area/area-tree.js';
import { assessAreas } from '../air/assess-areas.js';
import { assessDays } from '../air/assess-days.js';
import { restateHours } from '../air/restate-hours.js';
import { areaDaysFrom } from './area-days-from.js';
import { lockPlaces } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import type { Recomputation, RecomputationStep, StationsOfArea } from './recomputation.store.js';

/** Days of stations worked out in one transaction: the locks on their areas are held as long. */
const STATION_DAYS_AT_ONCE = 500;

/** Stations that are asked for, by the area they are evaluated in; '' where nobody knows it. */
const placesOf = async (
  tx: EntityManager,
  { stationIds }: Pick<Recomputation, 'stationIds'>,
  counties: CountyOf,
): Promise<StationsOfArea[]> => {
  const byArea = new Map<string, string[]>();
  for (const { id, areaId: place } of await stationsWithStatements(tx)) {
    if (stationIds?.includes(id) === false) continue;
    const areaId = counties.get(place) ?? '';
    (byArea.get(areaId) ?? byArea.set(areaId, []).get(areaId)!).push(id);
  }
  return [...byArea]
    .map(([areaId, ids]) => ({ areaId, stationIds: ids }))
    .sort((a, b) => (a.areaId < b.areaId ? -1 : 1));
};

/**
 * Takes a recomputation of air a step on: hours are judged again by the rules in force for them, days of stations and areas
 * and the months over them follow. What comes out the same is left alone.
 * Stations keep the turn they had at the first step: one that moves meanwhile is worked out once for each day, in its new area.
 */
export const recomputeDays = async (
  tx: EntityManager,
  work: Recomputation,
  policy: Policy,
  now: Date,
): Promise<RecomputationStep> => {
  const counties = await countyOfAreas(tx);
  const areas = work.places ?? (await placesOf(tx, work, counties));
  const { steps, next } = areaDaysFrom(work, areas, STATION_DAYS_AT_ONCE);
  const keys = steps.flatMap(({ day, stationIds }) => stationIds.map((stationId) => ({ stationId, day })));
  // One that was moved since is in a place of its own by now.
  await lockPlaces(
    tx,
    { alone: keys.map(({ stationId }) => stationId) },
    steps.map(({ areaId }) => `area ${areaId}` as const),
  );
  const changedHours = await restateHours(tx, keys);
  const changedDays = await assessDays(tx, keys, { learnedAt: now, closing: false, tellAll: true }, policy);
  const placed = await stationsWithStatements(tx);
  const areaKeys = steps.filter(({ areaId }) => areaId !== '').map(({ day, areaId }) => ({ day, areaId }));
  await assessAreas(tx, areaKeys, { learnedAt: now, closing: false, stations: placed, counties }, policy);
  const finishedAt = next.day > work.toDay ? now : null;
  return { nextDay: next.day, nextArea: next.areaId, changedHours, changedDays, places: areas, finishedAt };
};
