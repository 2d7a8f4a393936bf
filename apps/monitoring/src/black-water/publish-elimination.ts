import type { EntityManager } from 'typeorm';
import { type CivilMonth, monthOf, monthSpan, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { elimination, waterAt } from '#libs/domain/water/black-water-list.js';
import { countyOfAreas } from '../area/area-tree.js';
import { monthsToTell, recentMonths } from '../indicator/months-to-tell.js';
import { blackWaterRecord } from '../evidence/record-id.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { monthPeriod } from '../section-month/month-observations.js';
import { firstDayRecordedSince } from './black-water.store.js';
import { type WaterWithMonths, watersWithMonths } from './black-water.view.js';

const ELIMINATED = 'water.area.month.black-odour-eliminated';
/** 城市黑臭水体整治工作指南 (2015). */
const EDITION = 'BLACK-ODOUR-2015';

/**
 * Publishes which share of the black waters of each area is gone, and how many came back, for the last closed months, and for
 * those further back that a late sample reaches.
 */
export const publishElimination = async (
  tx: EntityManager,
  closed: CivilMonth,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const all = await watersWithMonths(tx, closed);
  if (all.length === 0) return;
  const counties = await countyOfAreas(tx);
  const areas = new Map<string, WaterWithMonths[]>();
  for (const one of all) {
    const area = counties.get(one.water.areaId) ?? one.water.areaId;
    (areas.get(area) ?? areas.set(area, []).get(area)!).push(one);
  }
  const reached = await firstDayRecordedSince(tx, startOfDay(monthSpan(recentMonths(closed)[0]!).from));
  const months = new Map<string, CivilMonth[]>();
  for (const areaId of areas.keys())
    months.set(areaId, await monthsToTell(tx, ELIMINATED, areaId, closed, reached && monthOf(reached)));
  const observations = [...areas].flatMap(([areaId, own]) =>
    months.get(areaId)!.flatMap((month): Observation[] => {
      const waters = own.map(({ water, months: of }) => ({ water, history: water.standings, months: of }));
      const { eliminated, waters: count, measured, relapsed, rate } = elimination(waters, month);
      if (count === 0) return [];
      const named = (is: 'isRelapsed' | 'isEliminated', wanted: boolean): string[] =>
        waters.flatMap((one) => (waterAt(one, month)?.[is] === wanted ? [one.water.name] : []));
      const period = monthPeriod(month);
      const common = {
        subject: { kind: 'area' as const, id: areaId },
        period,
        valid: true,
        coverage: { valid: measured, expected: count },
        dataState: 'reviewed' as const,
        edition: EDITION,
        basis: {
          references: waters.flatMap((one) => (waterAt(one, month) ? [blackWaterRecord(one.water.id, month)] : [])),
        },
      };
      return [
        {
          ...common,
          definition: ELIMINATED,
          value: rate,
          numerator: String(eliminated),
          denominator: String(count),
          details: { remaining: named('isEliminated', false) },
        },
        {
          ...common,
          definition: 'water.area.month.black-odour-relapsed',
          value: String(relapsed),
          details: { relapsed: named('isRelapsed', true) },
        },
      ];
    }),
  );
  await observeIndicators(tx, observations, learnedAt, policy);
};
