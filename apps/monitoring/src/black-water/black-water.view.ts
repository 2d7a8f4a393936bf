/** Black waters as they are shown: samples put together by month and water, and how each water stands on the list. */
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { type CivilDate, type CivilMonth, monthOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import {
  type BlackOdour,
  blackOdour,
  itemGrades,
  type PointGrade,
  pointGrades,
  worstGrade,
} from '#libs/domain/water/black-odour.js';
import { cleanMonths, elimination, type MonthGrade, waterAt } from '#libs/domain/water/black-water-list.js';
import { nextIdCursor, readIdCursor } from '#libs/identity/paging.js';
import type { BlackWaterDetail, BlackWaterOverview, BlackWaterState, Sample } from './black-water.api.js';
import { type BlackWaterSample, findBlackWater, listBlackWaters, samplesUpTo } from './black-water.store.js';

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

/** Months and samples shown of a water, the newest of them. */
const [MONTHS_LISTED, MONTHS_SHOWN, SAMPLES_SHOWN] = [12, 36, 300];

const pointName = (water: BlackWaterState, point: string): string =>
  water.points.find(({ id }) => id === point)?.name ?? point;

export const shownSample = (water: BlackWaterState, sample: BlackWaterSample): z.input<typeof Sample> => ({
  point: sample.point,
  pointName: pointName(water, sample.point),
  sampledOn: sample.sampledOn,
  values: { ...sample.itemValues },
  grade: blackOdour(sample.itemValues) ?? null,
  items: [...itemGrades(sample.itemValues)].flatMap(([item, grade]) => (grade === null ? [] : [item])),
  version: sample.version,
  recordedAt: sample.recordedAt.toISOString(),
  recordedBy: sample.recordedBy,
});

const gradeOf = ({ month, grade }: MonthGrade) => ({
  month,
  grade: grade ?? null,
});

/** Waters in use by id, a page of them, as they stood at the end of a month; the share that is gone is that of all. */
export const blackWaterOverview = async (
  tx: EntityManager,
  query: { readonly month?: CivilMonth | undefined; readonly cursor?: string | undefined; readonly limit: number },
  today: CivilDate,
): Promise<Omit<z.input<typeof BlackWaterOverview>, 'fewestCleanMonths'>> => {
  const month = query.month ?? monthOf(today);
  const all = (await watersWithMonths(tx, month)).map(({ water, months }) => ({
    water,
    months,
    listed: { history: water.standings, months },
  }));
  const after = readIdCursor(query.cursor);
  const page = all.filter(({ water }) => water.id > after).slice(0, query.limit);
  return {
    month,
    elimination: elimination(
      all.map(({ listed }) => listed),
      month,
    ),
    nextCursor: nextIdCursor(page, query.limit, ({ water }) => water.id),
    items: page.map(({ water, months, listed }) => {
      const then = waterAt(listed, month);
      return {
        water,
        then: then && { ...then, newest: then.newest && gradeOf(then.newest) },
        cleanMonths: cleanMonths(water.standings, months, month),
        months: months.slice(0, MONTHS_LISTED).map(gradeOf),
      };
    }),
  };
};

/** A water with its newest months and samples; refused with BLACK_WATER_NOT_FOUND where there is none. */
export const blackWaterDetail = async (
  tx: EntityManager,
  id: string,
  today: CivilDate,
): Promise<z.input<typeof BlackWaterDetail>> => {
  const water = await findBlackWater(tx, id);
  if (!water) throw new Refusal('BLACK_WATER_NOT_FOUND', `no black water ${id}`);
  const samples = await samplesUpTo(tx, { waterIds: [id], to: today });
  const months = monthsOfWater(samples);
  return {
    water,
    cleanMonths: cleanMonths(water.standings, months, monthOf(today)),
    months: months.slice(0, MONTHS_SHOWN).map((one) => ({
      ...gradeOf(one),
      samples: one.samples,
      points: one.points.map((point) => ({
        point: point.point,
        pointName: pointName(water, point.point),
        samples: point.samples,
        means: { ...point.means },
        grade: point.grade ?? null,
        items: [...point.items],
      })),
    })),
    samples: samples.slice(0, SAMPLES_SHOWN).map((sample) => shownSample(water, sample)),
  };
};
