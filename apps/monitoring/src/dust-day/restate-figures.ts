import type { EntityManager } from 'typeorm';
import { type CivilDate, datesOf, monthsOf } from '#libs/domain/calendar/shanghai.js';
import { assessMonths } from '../air/assess-months.js';
import { assessYears } from '../air/assess-years.js';
import { publishedMonths } from '../air/day.store.js';
import { COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX } from '../air/month-observations.js';
import { areasWithin, countyOfAreas } from '../area/area-tree.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import { lockSubjects, lockTouched } from '../subject/subject-lock.store.js';
import { retellTargets } from '../target/publish-targets.js';
import type { DustRecognition } from './dust-day.store.js';

/** Whose days a recognition speaks of. */
export interface DustReach {
  /** County-level areas, at which air is evaluated. */
  readonly areaIds: readonly string[];
  readonly stationIds: readonly string[];
}

/** Whose days a recognition speaks of; nobody else works on them to the end of the transaction. */
export const lockDustReach = async (
  tx: EntityManager,
  { areaId, stationIds }: Pick<DustRecognition, 'areaId' | 'stationIds'>,
): Promise<DustReach> => {
  if (areaId === null) {
    await lockTouched(tx, stationIds!);
    return { areaIds: [], stationIds: stationIds! };
  }
  const within = await areasWithin(tx, areaId);
  const counties = await countyOfAreas(tx);
  const places = new Set([...within].flatMap((id) => counties.get(id) ?? []));
  await lockSubjects(
    tx,
    [...places].map((id) => `area ${id}` as const),
  );
  const stations = (await stationsWithStatements(tx)).filter((station) => within.has(station.areaId));
  return { areaIds: [...places].filter((id) => within.has(id)), stationIds: stations.map(({ id }) => id) };
};

/**
 * Works out again what was published over days that became dust days, or are none any more: months and years of areas, and
 * figures of targets. What comes out the same is left alone; days keep their own values and index.
 */
export const restateFigures = async (
  tx: EntityManager,
  { areaIds, stationIds }: DustReach,
  span: { readonly from: CivilDate; readonly to: CivilDate },
  at: Date,
  policy: Policy,
): Promise<void> => {
  const months = monthsOf(span);
  const each = (labels: readonly string[]) => areaIds.flatMap((areaId) => labels.map((month) => ({ areaId, month })));
  await assessMonths(tx, await publishedMonths(tx, COMPOSITE_INDEX, each(months)), at, policy);
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const closed = await publishedMonths(tx, YEAR_COMPOSITE_INDEX, each(years));
  await assessYears(
    tx,
    closed.map(({ areaId, month }) => ({ areaId, year: Number(month) })),
    at,
    policy,
  );
  const daysOf = (ids: readonly string[]) => ids.flatMap((id) => datesOf(span).map((day) => ({ id, day })));
  await retellTargets(tx, 'area', daysOf(areaIds), at, policy);
  await retellTargets(tx, 'station', daysOf(stationIds), at, policy);
};
