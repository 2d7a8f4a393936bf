import type { EntityManager } from 'typeorm';
import { type CivilDate, datesOf, monthsOf } from '#libs/domain/calendar/shanghai.js';
import { assessMonths } from '../air/assess-months.js';
import { assessYears } from '../air/assess-years.js';
import { publishedMonths } from '../air/day.store.js';
import { COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX } from '../air/month-observations.js';
import { areasWithin, countyOfAreas } from '../area/area-tree.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import { retellTargets } from '../target/publish-targets.js';
import type { DustRecognition } from './dust-day.store.js';

/** Whose days a recognition speaks of. */
export interface DustReach {
  /** County-level areas, at which air is evaluated, that it speaks of wholly or in part. */
  readonly places: readonly string[];
  /** Those it speaks of wholly: its days are theirs. */
  readonly areaIds: readonly string[];
  readonly stationIds: readonly string[];
}

/** Days of published figures, both ends included. */
interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Whose days a recognition speaks of as areas and stations lie now. */
export const dustReach = async (
  tx: EntityManager,
  { areaId, stationIds }: Pick<DustRecognition, 'areaId' | 'stationIds'>,
): Promise<DustReach> => {
  if (areaId === null) return { places: [], areaIds: [], stationIds: stationIds! };
  const within = await areasWithin(tx, areaId);
  const counties = await countyOfAreas(tx);
  const places = [...new Set([...within].flatMap((id) => counties.get(id) ?? []))];
  const stations = (await stationsWithStatements(tx)).filter((station) => within.has(station.areaId));
  return { places, areaIds: places.filter((id) => within.has(id)), stationIds: stations.map(({ id }) => id) };
};

const daysOf = (ids: readonly string[], span: Span) => ids.flatMap((id) => datesOf(span).map((day) => ({ id, day })));

/**
 * Works out again what was published of areas over days that became dust days, or are none any more: months, years, and
 * figures of targets. What comes out the same is left alone; days keep their own values and index. Asks for the areas to be locked.
 */
export const restateAreas = async (
  tx: EntityManager,
  areaIds: readonly string[],
  span: Span,
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
  await retellTargets(tx, 'area', daysOf(areaIds, span), at, policy);
};

/** The same of stations: figures of targets. Asks for the places of the stations to be locked. */
export const restateStations = (
  tx: EntityManager,
  stationIds: readonly string[],
  span: Span,
  at: Date,
  policy: Policy,
): Promise<void> => retellTargets(tx, 'station', daysOf(stationIds, span), at, policy);
