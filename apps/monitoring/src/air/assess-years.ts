import type { EntityManager } from 'typeorm';
import { monthsOf, yearSpan } from '#libs/domain/calendar/shanghai.js';
import { dustDates } from '../dust-day/dust-day.store.js';
import { currentIds } from '../indicator/indicator.store.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { areaDaysFrom } from './day.store.js';
import { COMPOSITE_INDEX, yearObservations } from './month-observations.js';

/** Works out years of areas from their days and publishes what is new in them; they rest on their months. */
export const assessYears = async (
  tx: EntityManager,
  keys: readonly { readonly areaId: string; readonly year: number }[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  for (const { areaId, year } of keys) {
    const span = yearSpan(year);
    const days = await areaDaysFrom(tx, areaId, span);
    if (days.length === 0) continue;
    const months = await currentIds(tx, COMPOSITE_INDEX, { kind: 'area', id: areaId }, monthsOf(span));
    const dust = (await dustDates(tx, 'area', [areaId], span))(areaId);
    await observeIndicators(tx, yearObservations(areaId, year, days, months, dust), learnedAt, policy);
  }
};
