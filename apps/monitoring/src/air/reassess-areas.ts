import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements, type SubjectState } from '../register/register.store.js';
import { countyOfAreas } from '../area/area-tree.js';
import { assessAreas } from './assess-areas.js';

const sayingOf = (state: SubjectState | null): string =>
  JSON.stringify([state?.areaId, state?.retired, state?.evaluationPoint]);

/**
 * After a station moved, retired or got another status as an evaluation point: works out again every day of the areas it
 * belongs or belonged to. Days that come out the same are left alone.
 */
export const reassessAreas = async (
  tx: EntityManager,
  before: SubjectState | null,
  after: SubjectState,
  at: Date,
  policy: Policy,
): Promise<void> => {
  if (sayingOf(before) === sayingOf(after)) return;
  const counties = await countyOfAreas(tx);
  const areaIds = [...new Set([before?.areaId, after.areaId].flatMap((id) => counties.get(id ?? '') ?? []))];
  await lockSubjects(
    tx,
    areaIds.map((id) => `area ${id}` as const),
  );
  const days = await select<{ areaId: string; day: CivilDate }>(
    tx,
    `select d.area_id, d.day::text as day from area_day d where d.is_current and d.area_id = any($1) order by d.day, d.area_id`,
    [areaIds],
  );
  const stations = await stationsWithStatements(tx);
  await assessAreas(tx, days, { learnedAt: at, closing: false, stations, counties }, policy);
};
