/** Sewage plants as they are shown: each day held against the plant's lines and limits. */
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { effluentLoad, NO_PLANT_LINES, oldSince, plantSeries } from '#libs/domain/water/sewage-plant.js';
import { nextIdCursor, readIdCursor } from '#libs/identity/paging.js';
import type { Policy } from '../policy.js';
import type { PlantDayView, PlantDetail, PlantList, PlantState } from './sewage-plant.api.js';
import { daysUpTo, findPlant, type KeptPlantDay, listPlants } from './sewage-plant.store.js';

const textOf = (values: KeptPlantDay['effluent']): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([item, value]) => [item, String(value)]));

/** Days of a plant with what is said of them under the policy of a day, the oldest first. */
const figuresOf = (plant: PlantState, all: readonly KeptPlantDay[], policy: Policy, on: CivilDate): PlantDayView[] => {
  const days = all.filter(({ outletId }) => outletId === plant.outletId);
  return plantSeries(plant, days, policy.on(on).plant ?? NO_PLANT_LINES).map((figures, n): PlantDayView => {
    const { outletId: _outlet, effluent, ...day } = days[n] as KeptPlantDay;
    return {
      ...day,
      ...figures,
      effluent: textOf(effluent),
      effluentBeyond: figures.effluentBeyond?.map((one) => ({ ...one })) ?? null,
      signals: [...figures.signals],
    };
  });
};

/** A page of the plants, by outlet, each with its newest day. */
export const plantList = async (
  tx: EntityManager,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  today: CivilDate,
  policy: Policy,
): Promise<z.input<typeof PlantList>> => {
  const plants = await listPlants(tx, { after: readIdCursor(cursor), limit });
  const days = await daysUpTo(tx, { outletIds: plants.map(({ plant }) => plant.outletId), to: today });
  const { plantReportOldAfterDays: afterDays } = policy.on(today);
  return {
    items: plants.map((named) => {
      const newest = figuresOf(named.plant, days, policy, today).at(-1) ?? null;
      const since = newest && oldSince(newest.day, today, afterDays);
      return { ...named, newest, outdated: since && afterDays !== null ? { since, afterDays } : null };
    }),
    nextCursor: nextIdCursor(plants, limit, ({ plant }) => plant.outletId),
  };
};

/** A plant with the days of a span, the newest first; refused with SEWAGE_PLANT_NOT_FOUND where the outlet is no plant's. */
export const plantDetail = async (
  tx: EntityManager,
  id: string,
  span: { readonly from: CivilDate; readonly to: CivilDate },
  policy: Policy,
): Promise<z.input<typeof PlantDetail>> => {
  const named = await findPlant(tx, id);
  if (!named) throw new Refusal('SEWAGE_PLANT_NOT_FOUND', `outlet ${id} is no plant's`);
  const days = await daysUpTo(tx, { outletIds: [id], to: span.to });
  const shown = days.filter(({ day }) => day >= span.from);
  return {
    ...named,
    days: figuresOf(named.plant, days, policy, span.to)
      .filter(({ day }) => day >= span.from)
      .reverse(),
    loads: Object.entries(named.plant.limits).map(([item, { name }]) => ({
      item,
      name,
      kilograms: effluentLoad(shown, item),
    })),
  };
};
