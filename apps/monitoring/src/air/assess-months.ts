import type { EntityManager } from 'typeorm';
import { type CivilMonth, datesOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { dustDates } from '../dust-day/dust-day.store.js';
import { currentIds } from '../indicator/indicator.store.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { areaDaysFrom } from './day.store.js';
import { monthObservations } from './month-observations.js';

/** Works out months of areas from their days and publishes what is new in them. */
export const assessMonths = async (
  tx: EntityManager,
  keys: readonly { readonly areaId: string; readonly month: CivilMonth }[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  for (const { areaId, month } of keys) {
    const span = monthSpan(month);
    const days = await areaDaysFrom(tx, areaId, span);
    if (days.length === 0) continue;
    const ids = await currentIds(tx, 'air.area.day.aqi', { kind: 'area', id: areaId }, datesOf(span));
    const dust = (await dustDates(tx, 'area', [areaId], span))(areaId);
    await observeIndicators(tx, monthObservations(areaId, month, days, ids, dust), learnedAt, policy);
  }
};
