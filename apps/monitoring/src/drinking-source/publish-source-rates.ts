import type { EntityManager } from 'typeorm';
import { type CivilMonth, monthOf, monthSpan, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { countyOfAreas } from '../area/area-tree.js';
import { sourceResultRecord } from '../evidence/record-id.js';
import { monthsToTell, recentMonths } from '../indicator/months-to-tell.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { monthPeriod } from '../section-month/month-observations.js';
import { firstDayRecordedSince, listSources, resultsBetween } from './drinking-source.store.js';
import { evaluateResult, ratesOf } from './source-figures.js';

const DEFINITION = 'water.area.month.source-rate';

/**
 * Publishes the rate of the drinking-water sources of each area for the last closed months, and for those further back that a
 * late result reaches, where it says anything new.
 */
export const publishSourceRates = async (
  tx: EntityManager,
  closed: CivilMonth,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const sources = await listSources(tx, { retired: false });
  if (sources.length === 0) return;
  const counties = await countyOfAreas(tx);
  const areas = new Map<string, typeof sources>();
  for (const source of sources) {
    const area = counties.get(source.areaId) ?? source.areaId;
    areas.set(area, [...(areas.get(area) ?? []), source]);
  }
  const { from } = monthSpan(recentMonths(closed)[0]!);
  const reached = await firstDayRecordedSince(tx, startOfDay(from));
  const results = await resultsBetween(tx, {
    sourceIds: sources.map(({ id }) => id),
    from: reached !== null && reached < from ? monthSpan(monthOf(reached)).from : from,
    to: monthSpan(closed).to,
  });
  const months = new Map<string, CivilMonth[]>();
  for (const areaId of areas.keys())
    months.set(areaId, await monthsToTell(tx, DEFINITION, areaId, closed, reached && monthOf(reached)));
  const observations = [...areas].flatMap(([areaId, own]) =>
    months.get(areaId)!.flatMap((month): Observation[] => {
      const sampled = own.map((source) => ({
        source,
        results: results
          .filter(({ sourceId, sampledOn }) => sourceId === source.id && sampledOn.startsWith(month))
          .map((result) => evaluateResult(source, result)),
      }));
      const rates = ratesOf(sampled);
      const expected = sampled.filter(
        ({ source, results: found }) => source.sampledEvery === 'month' || found.length > 0,
      ).length;
      if (rates.monitored === 0) return [];
      const period = monthPeriod(month);
      return [
        {
          definition: DEFINITION,
          subject: { kind: 'area', id: areaId },
          period,
          value: rates.sourceRate,
          valid: true,
          numerator: String(rates.compliant),
          denominator: String(rates.monitored),
          coverage: { valid: rates.monitored, expected },
          dataState: 'reviewed',
          edition: GB3838_2002.id,
          details: {
            volumeRate: rates.volumeRate,
            outletRate: rates.outletRate,
            failing: sampled
              .filter(({ results: found }) => found.some(({ evaluation }) => evaluation.isCompliant === false))
              .map(({ source }) => source.name),
          },
          basis: {
            references: sampled.flatMap(({ results: found }) =>
              found.map(({ result }) => sourceResultRecord(result, result.version)),
            ),
          },
        },
      ];
    }),
  );
  await observeIndicators(tx, observations, learnedAt, policy);
};
