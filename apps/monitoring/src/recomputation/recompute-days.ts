import type { EntityManager } from 'typeorm';
import { areaIdsOf, countyOfAreas } from '../air/area-tree.js';
import { assessAreas } from '../air/assess-areas.js';
import { assessDays } from '../air/assess-days.js';
import { restateHours } from '../air/restate-hours.js';
import { addDays, type CivilDate, datesOf } from '#libs/domain/calendar/shanghai.js';
import { lockSubjects } from '../packet/subject-locks.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import { lockRecomputation, saveStep } from './recomputation.store.js';

/** Days worked out in one transaction: the lock on their areas is held as long. */
const DAYS_AT_ONCE = 7;

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
 * Takes a recomputation some days on: hours are judged again by the rules in force for them, days of stations and areas and
 * the months over them follow. What comes out the same is left alone. Called again after a crash it goes on where the last
 * committed step ended.
 */
export const recomputeDays = async (tx: EntityManager, id: string, policy: Policy, now: Date): Promise<Percent> => {
  const work = await lockRecomputation(tx, id);
  if (!work || work.finishedAt !== null) return 100;
  const last = addDays(work.nextDay, DAYS_AT_ONCE - 1);
  const days = datesOf({ from: work.nextDay, to: last < work.toDay ? last : work.toDay });
  const stations = await stationsWithStatements(tx);
  const counties = await countyOfAreas(tx);
  const wanted = stations.filter(({ id: stationId }) => work.stationIds?.includes(stationId) ?? true);
  const areaIds = areaIdsOf(wanted, counties);
  await lockSubjects(
    tx,
    areaIds.map((areaId) => `area ${areaId}` as const),
  );
  const keys = wanted.flatMap(({ id: stationId }) => days.map((day) => ({ stationId, day })));
  const changedHours = await restateHours(tx, keys);
  const changedDays = await assessDays(tx, keys, { learnedAt: now, closing: false }, policy);
  const areaKeys = areaIds.flatMap((areaId) => days.map((day) => ({ areaId, day })));
  await assessAreas(tx, areaKeys, { learnedAt: now, closing: false, stations, counties }, policy);
  const nextDay = addDays(days.at(-1)!, 1);
  const finishedAt = nextDay > work.toDay ? now : null;
  await saveStep(tx, id, { nextDay, changedHours, changedDays, finishedAt });
  return percentDone({ ...work, nextDay, finishedAt });
};
