/** Samples of black waters put together by month and water: pure but for the one read. */
import type { EntityManager } from 'typeorm';
import { type CivilMonth, monthOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { type BlackOdour, type PointGrade, pointGrades, worstGrade } from '#libs/domain/water/black-odour.js';
import type { MonthGrade } from '#libs/domain/water/black-water-list.js';
import type { BlackWaterState } from './black-water.api.js';
import { type BlackWaterSample, listBlackWaters, samplesUpTo } from './black-water.store.js';

export interface WaterMonth extends MonthGrade {
  readonly grade: BlackOdour | null | undefined;
  readonly samples: number;
  readonly points: readonly PointGrade[];
}

/** The measured months of one water, the newest first. */
export const monthsOfWater = (samples: readonly BlackWaterSample[]): WaterMonth[] => {
  const byMonth = new Map<CivilMonth, BlackWaterSample[]>();
  for (const sample of samples) {
    const month = monthOf(sample.sampledOn);
    (byMonth.get(month) ?? byMonth.set(month, []).get(month)!).push(sample);
  }
  return [...byMonth]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([month, own]) => {
      const points = pointGrades(own.map(({ point, itemValues }) => ({ point, values: itemValues }))).sort((a, b) =>
        a.point < b.point ? -1 : 1,
      );
      return { month, samples: own.length, points, grade: worstGrade(points.map(({ grade }) => grade)) };
    });
};

export interface WaterWithMonths {
  readonly water: BlackWaterState;
  readonly months: readonly WaterMonth[];
}

/** Waters in use with their months up to one. */
export const watersWithMonths = async (tx: EntityManager, to: CivilMonth): Promise<WaterWithMonths[]> => {
  const waters = await listBlackWaters(tx);
  const samples = await samplesUpTo(tx, { waterIds: waters.map(({ id }) => id), to: monthSpan(to).to });
  const byWater = new Map<string, BlackWaterSample[]>();
  for (const sample of samples)
    (byWater.get(sample.waterId) ?? byWater.set(sample.waterId, []).get(sample.waterId)!).push(sample);
  return waters.map((water) => ({ water, months: monthsOfWater(byWater.get(water.id) ?? []) }));
};
