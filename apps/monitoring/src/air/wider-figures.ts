import type { EntityManager } from 'typeorm';
import { monthOf } from '#libs/domain/calendar/shanghai.js';
import { stationsWithStatements } from '../register/register.store.js';
import { targetsOver } from '../target/target.store.js';
import { countyOfAreas } from '../area/area-tree.js';
import { publishedMonths, type StationOnDay } from './day.store.js';
import { COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX } from './month-observations.js';

/**
 * Whether figures over more than a day rest on days of stations: published months and years of their areas, or targets of
 * the stations or areas. What changes in such a day changes them, so nobody else may work on the area meanwhile. Whoever
 * publishes a month, writes a target or moves a station has the areas alone: the answer holds as long as a share of them is held.
 */
export const haveWiderFigures = async (tx: EntityManager, days: readonly StationOnDay[]): Promise<boolean> => {
  const counties = await countyOfAreas(tx);
  const areaOf = new Map((await stationsWithStatements(tx)).map(({ id, areaId }) => [id, counties.get(areaId)]));
  const months = new Map<string, { areaId: string; month: string }>();
  for (const { stationId, day } of days) {
    const areaId = areaOf.get(stationId);
    if (areaId === undefined) continue;
    for (const month of [monthOf(day), day.slice(0, 4)]) months.set(`${areaId} ${month}`, { areaId, month });
  }
  const wanted = [...months.values()];
  for (const definition of [COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX])
    if ((await publishedMonths(tx, definition, wanted)).length > 0) return true;
  const dates = days.map(({ day }) => day).sort();
  const span = { from: dates[0]!, to: dates.at(-1)! };
  const areas = [...new Set(wanted.map(({ areaId }) => areaId))];
  const stations = [...new Set(days.map(({ stationId }) => stationId))];
  if ((await targetsOver(tx, 'area', areas, span)).length > 0) return true;
  return (await targetsOver(tx, 'station', stations, span)).length > 0;
};
