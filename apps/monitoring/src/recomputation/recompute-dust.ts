import type { EntityManager } from 'typeorm';
import { dustReach, restateAreas, restateStations } from '../dust-day/restate-figures.js';
import type { Policy } from '../policy.js';
import { lockSubjects, lockTouched } from '../subject/subject-lock.store.js';
import type { Recomputation, RecomputationStep } from './recomputation.store.js';

/** Stations worked out in one transaction: the locks on their areas are held as long. */
const STATIONS_AT_ONCE = 50;

/** The turn of an area or a station: areas come first. */
const turnOf = (areas: readonly string[], stations: readonly string[]): string | null =>
  areas[0] !== undefined ? `area ${areas[0]}` : stations[0] !== undefined ? `station ${stations[0]}` : null;

/**
 * Takes a recomputation of dust a step on: an area, or some stations, have published figures over the days worked out by
 * the recognitions that are in force now. What comes out the same is left alone.
 * Each area is waited for before any station, also where only a part of it is meant: a move that did not know of the
 * recognition yet held its area, so by the turn of the stations it is seen. Later moves tell the figures of their station.
 */
export const recomputeDust = async (
  tx: EntityManager,
  work: Recomputation,
  policy: Policy,
  now: Date,
): Promise<RecomputationStep> => {
  const span = { from: work.fromDay, to: work.toDay };
  const reach = await dustReach(tx, work);
  const from = work.nextSubject ?? '';
  const areas = reach.places.filter((id) => `area ${id}` >= from).sort();
  const stations = [...new Set([...(work.stationIds ?? []), ...reach.stationIds])]
    .filter((id) => `station ${id}` >= from)
    .sort();
  const [areaId, ...areasLeft] = areas;
  const some = areaId === undefined ? stations.slice(0, STATIONS_AT_ONCE) : [];
  if (areaId === undefined) {
    await lockTouched(tx, some);
    await restateStations(tx, some, span, now, policy);
  } else {
    await lockSubjects(tx, [`area ${areaId}`]);
    if (reach.areaIds.includes(areaId)) await restateAreas(tx, [areaId], span, now, policy);
  }
  const stationsLeft = stations.slice(some.length);
  const nextSubject = turnOf(areasLeft, stationsLeft);
  const stepsDone = work.stepsDone + 1;
  const stepsOf = stepsDone + areasLeft.length + Math.ceil(stationsLeft.length / STATIONS_AT_ONCE);
  return { nextSubject, stepsDone, stepsOf, finishedAt: nextSubject === null ? now : null };
};
