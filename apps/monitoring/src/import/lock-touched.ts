import type { EntityManager } from 'typeorm';
import type { StationOnDay } from '../air/day.store.js';
import { countyOfAreas } from '../air/area-tree.js';
import { hourKeys, lockSubjects } from '../packet/subject-locks.js';
import { subjectsById } from '../register/register.store.js';

/** Nobody else works on these subjects to the end of the transaction: neither packets that come in nor people who decide. */
export const lockTouched = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  const counties = await countyOfAreas(tx);
  const subjects = await subjectsById(tx, [...new Set(ids)]);
  await lockSubjects(
    tx,
    [...subjects.values()].map(({ kind, areaId, network }) =>
      kind === 'station' ? (`area ${counties.get(areaId) ?? ''}` as const) : (`network ${network}` as const),
    ),
  );
};

/**
 * The same for hours and days of stations alone, beside others who work on other days of the same areas. Whatever rests on
 * several days (months, years, figures to date) must not be written under it.
 */
export const lockStationDays = async (tx: EntityManager, days: readonly StationOnDay[]): Promise<void> => {
  const counties = await countyOfAreas(tx);
  const stations = await subjectsById(tx, [...new Set(days.map(({ stationId }) => stationId))]);
  await lockSubjects(
    tx,
    hourKeys(days.map(({ day }) => day)),
    [...stations.values()].map(({ areaId }) => `area ${counties.get(areaId) ?? ''}` as const),
  );
};
