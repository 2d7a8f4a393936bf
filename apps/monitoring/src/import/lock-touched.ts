import type { EntityManager } from 'typeorm';
import { countyOfAreas } from '../air/area-tree.js';
import { lockSubjects } from '../packet/subject-locks.js';
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
