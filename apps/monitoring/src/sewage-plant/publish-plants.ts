import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { NO_PLANT_LINES } from '#libs/domain/water/sewage-plant.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { subjectsById } from '../register/register.store.js';
import { lastMonthOver } from '../section-month/work-out-months.js';
import { plantObservations } from './plant-observations.js';
import { changedPlants, daysUpTo, markPlantsPublished } from './sewage-plant.store.js';

/**
 * Publishes the days of sewage plants that are over and were reported or corrected, from the first changed one on, since the
 * sludge of a day lies there on every day after it; and the loads of the months that are over.
 */
export const publishPlants = async (
  tx: EntityManager,
  upTo: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const closed = lastMonthOver(upTo);
  const changed = await changedPlants(tx, upTo, closed);
  if (changed.length === 0) return;
  const outletIds = changed.map(({ plant }) => plant.outletId);
  const days = await daysUpTo(tx, { outletIds, to: upTo });
  const sections = await subjectsById(
    tx,
    changed.flatMap(({ plant }) => plant.downstream),
  );
  const { plant: lines, plantLoad: load } = policy.on(upTo);
  const observations = changed.flatMap(({ plant, from, loadThrough }) =>
    plantObservations(
      {
        plant,
        days: days.filter(({ outletId }) => outletId === plant.outletId),
        downstream: plant.downstream.map((id) => ({ id, name: sections.get(id)?.name ?? id })),
      },
      { from, loadThrough, closed },
      { lines: lines ?? NO_PLANT_LINES, load },
    ),
  );
  await observeIndicators(tx, observations, learnedAt, policy);
  await markPlantsPublished(tx, outletIds, upTo, closed);
};
