import type { EntityManager } from 'typeorm';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';
import { dustDates } from '../dust-day/dust-day.store.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { retellTargets } from '../target/publish-targets.js';
import { stationsWithStatements, type SubjectState } from '../register/register.store.js';
import { countyOfAreas } from '../area/area-tree.js';
import { assessAreas } from './assess-areas.js';

/** Before every day that is kept. */
const FIRST_DAY: CivilDate = '1970-01-01';

const sayingOf = (state: SubjectState | null): string =>
  JSON.stringify([state?.areaId, state?.retired, state?.evaluationPoint]);

/**
 * After a station moved, retired or got another status as an evaluation point: works out again every day of the areas it
 * belongs or belonged to, and, of one that moved, figures of its targets over dust days of one of them alone. Days that come out the same are left alone.
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
  if (before === null || before.areaId === after.areaId) return;
  // A station has the dust days of the area it lies in: its targets leave out others than they were told without.
  const moved = await dustDates(tx, 'area', [before.areaId, after.areaId], { from: FIRST_DAY, to: shanghaiDate(at) });
  const [left, entered] = [moved(before.areaId), moved(after.areaId)];
  // By the papers and not by the dates alone: a figure names the recognitions it leaves days out by.
  const dates = [...new Set([...left.keys(), ...entered.keys()])].filter(
    (day) => left.get(day)?.join() !== entered.get(day)?.join(),
  );
  await retellTargets(
    tx,
    'station',
    dates.map((day) => ({ id: after.id, day })),
    at,
    policy,
  );
};
