import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { AttainmentItem } from '#libs/domain/air/annual-attainment.js';
import { compositeStatistic } from '#libs/domain/air/composite-index.js';
import type { AirFormula } from '#libs/domain/air/air-formula.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { DayTally } from '#libs/domain/air/period-statistics.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import type { SamePeriod, SamePeriodOptions } from '#libs/domain/air/same-period.js';
import { daysOtherwiseOf } from '../air/days-otherwise.api.js';
import type { AirSubject } from '../air/period-days.store.js';
import { areasWithin } from '../area/area-tree.js';
import { subjectsById } from '../register/register.store.js';
import { type Policy, POLICY } from '../policy.js';
import {
  AirAttainment,
  AirComparison,
  AirEditions,
  AirRanking,
  AirYears,
  AttainmentQuery,
  ComparisonQuery,
  EditionsQuery,
  RankingQuery,
  YearsQuery,
} from './air-comparison.api.js';
import { airRanking } from './air-ranking.view.js';
import { airYears } from './air-years.view.js';
import { type FigureDefinitions, figureDefinitions } from './figure-definitions.js';
import { type CompositeChange, attainedYears, comparedPeriods, underTwoEditions } from './compared-periods.view.js';

/** The one asked for; refuses with AREA_NOT_FOUND or SUBJECT_NOT_FOUND where nobody has told of it. */
const subjectOf = async (
  tx: EntityManager,
  { areaId, stationId = '' }: { areaId?: string | undefined; stationId?: string | undefined },
): Promise<AirSubject> => {
  if (areaId === undefined) {
    if ((await subjectsById(tx, [stationId])).get(stationId)?.kind !== 'station')
      throw new Refusal('SUBJECT_NOT_FOUND', `no station ${stationId}`);
    return { kind: 'station', id: stationId };
  }
  if ((await areasWithin(tx, areaId)).size === 0) throw new Refusal('AREA_NOT_FOUND', `no area ${areaId}`);
  return { kind: 'area', id: areaId };
};

const editionById = (id: string) => {
  const found = NATIONAL_EDITIONS.find((edition) => edition.id === id);
  if (!found) throw new Refusal('AIR_EDITION_INVALID', `no edition ${id}`);
  return found;
};

const FORMULAS: Readonly<Record<string, AirFormula>> = {
  'composite-index': { statistic: 'composite-index' },
  'good-day-percent': { statistic: 'good-day-percent' },
  ...Object.fromEntries(
    POLLUTANTS.map((pollutant) => [
      pollutant,
      { statistic: pollutant === 'CO' || pollutant === 'O3' ? 'percentile' : 'mean', pollutant },
    ]),
  ),
};

type Asked = { readonly gaps: 'own' | 'common'; readonly leapDay: 'keep' | 'drop' };
const optionsOf = ({ gaps, leapDay }: Asked): SamePeriodOptions => ({
  gaps: gaps === 'common' ? 'COMMON_DAYS' : 'OWN_DAYS',
  leapDay: leapDay === 'keep' ? 'KEEP' : 'DROP',
});

const tallyOf = (tally: DayTally, edition: string) => ({
  ...tally,
  ...(tally.evaluatedDays === 0 ? { goodDays: null, pollutedDays: null, heavyDays: null } : {}),
  goodDayPercent: tally.goodDayPercent?.toFixed(editionById(edition).assessment.ratioDecimals) ?? null,
  daysByLevel: { ...tally.daysByLevel },
});

/** Concentrations, composite index and days of one side against the other, as they are answered. */
const changesOf = (same: SamePeriod, composite: CompositeChange, names: FigureDefinitions) => ({
  concentrations: POLLUTANTS.flatMap((pollutant) =>
    [same.means[pollutant], same.percentiles[pollutant]].map((one) => ({
      definition: names.concentration(pollutant, one.statistic),
      pollutant,
      ...one,
    })),
  ),
  composite: { definition: names.of({ statistic: 'composite-index' }), ...composite, main: [...composite.main] },
  days: {
    definitions: names.days,
    current: tallyOf(same.days.current, same.basis.edition),
    earlier: tallyOf(same.days.earlier, same.basis.edition),
    goodDaysChange: same.days.goodDaysChange,
    heavyDaysChange: same.days.heavyDaysChange,
    goodDayPercentChange: same.days.goodDayPercentChange,
  },
});

/** Air figures against other periods, other editions and each other. */
@ApiTags('air')
@Controller()
export class AirComparisonController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  /** A span against the same days of the year before, with what polluted its days. */
  @Get('air-comparison')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AirComparison })
  async compare(
    @Query({ schema: ComparisonQuery }) query: z.infer<typeof ComparisonQuery>,
  ): Promise<z.input<typeof AirComparison>> {
    const { from, to } = query;
    const subject = await subjectOf(this.db.manager, query);
    const found = await comparedPeriods(this.db.manager, subject, { from, to }, optionsOf(query));
    const names = figureDefinitions(this.policy, subject.kind, to);
    const {
      same,
      before,
      inForce,
      dataStates,
      dustDates,
      dustRecognitions,
      composite,
      limits,
      attributed,
      heavy,
      good,
      polluted,
    } = found;
    return {
      subject,
      current: {
        from,
        to,
        dataState: dataStates.current,
        dustDates: [...dustDates.current],
        dustRecognitions: [...dustRecognitions.current],
      },
      earlier: {
        ...before,
        dataState: dataStates.earlier,
        dustDates: [...dustDates.earlier],
        dustRecognitions: [...dustRecognitions.earlier],
      },
      basis: { ...same.basis },
      inForce: {
        editions: [...inForce.editions],
        days: tallyOf(inForce.tally, same.basis.edition),
        changed: daysOtherwiseOf(inForce.changed),
      },
      ...changesOf(same, composite, names),
      limits: limits.map((one) => ({
        definition: names.concentration(one.pollutant, compositeStatistic(one.pollutant)),
        ...one,
      })),
      averages: found.averages.map((one) => ({ ...one })),
      attributed: attributed.map(({ current, earlier }) => ({
        definitions: names.attributed,
        pollutant: current.pollutant,
        polluted: [...current.polluted],
        goodDaysLost: [...current.goodDaysLost],
        earlierPolluted: same.days.earlier.evaluatedDays === 0 ? null : earlier.polluted.length,
        earlierGoodDaysLost: same.days.earlier.evaluatedDays === 0 ? null : earlier.goodDaysLost.length,
      })),
      heavyEvents: heavy.map((event) => ({ ...event, primary: [...event.primary] })),
      goodDays: { ...good },
      pollutedDays: { ...polluted },
    };
  }

  /** A span beside the same days of years before: curves over one calendar axis, and the latest year against each. */
  @Get('air-years')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AirYears })
  async years(@Query({ schema: YearsQuery }) query: z.infer<typeof YearsQuery>): Promise<z.input<typeof AirYears>> {
    const subject = await subjectOf(this.db.manager, query);
    const span = { from: query.from, to: query.to };
    const names = figureDefinitions(this.policy, subject.kind, span.to);
    const { axis, years, against } = await airYears(this.db.manager, subject, span, query.back, optionsOf(query));
    return {
      subject,
      basis: { ...against[0]!.basis },
      axis: [...axis],
      years: years.map(({ from, to, days, dataState, dustDays, dustRecognitions }) => ({
        from,
        to,
        dataState,
        dustDays,
        dustRecognitions: [...dustRecognitions],
        aqi: days.map((day) => day?.aqi ?? null),
        values: Object.fromEntries(
          POLLUTANTS.map((pollutant) => [pollutant, days.map((day) => day?.values[pollutant] ?? null)]),
        ),
      })),
      against: against.map(({ composite, ...same }, n) => ({
        from: years[n + 1]!.from,
        to: years[n + 1]!.to,
        ...changesOf(same, composite, names),
      })),
    };
  }

  /** The same days under two editions, side by side. */
  @Get('air-editions')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AirEditions })
  async editions(
    @Query({ schema: EditionsQuery }) query: z.infer<typeof EditionsQuery>,
  ): Promise<z.input<typeof AirEditions>> {
    const subject = await subjectOf(this.db.manager, query);
    const pair = [editionById(query.first), editionById(query.second)] as const;
    const found = await underTwoEditions(this.db.manager, subject, { from: query.from, to: query.to }, pair);
    return {
      subject,
      editions: pair.map(({ id, documents }) => ({ id, documents: { ...documents } })),
      days: found.days.map(({ date, under }) => ({
        date,
        under: under.map((one) => ({ ...one, primary: [...one.primary] })),
      })),
      tallies: found.tallies.map((tally, n) => tallyOf(tally, pair[n]!.id)),
      goodUnderOne: [...found.goodUnderOne],
    };
  }

  /** Areas, or stations of townships, in the order of a figure. */
  @Get('air-ranking')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AirRanking })
  async ranking(
    @Query({ schema: RankingQuery }) query: z.infer<typeof RankingQuery>,
  ): Promise<z.input<typeof AirRanking>> {
    const { kind, from, to, by, line, places } = query;
    const found = await airRanking(this.db.manager, {
      kind,
      from,
      to,
      formula: FORMULAS[by]!,
      line: line ?? null,
      places,
    });
    const { byChange, rows, ...rest } = found;
    const names = figureDefinitions(this.policy, kind, to);
    const changeOf = ({ id, value, rank }: { id: string; value: string | null; rank: number | null }) => ({
      id,
      changePercent: value,
      rank,
    });
    return {
      ...rest,
      kind,
      by,
      definition: names.of(FORMULAS[by]!),
      rankDefinition: names.rank,
      from,
      to,
      line: line ?? null,
      rows: rows.map((row) => ({ ...row })),
      byChange: byChange.rows.map(changeOf),
      improved: byChange.improved.map(changeOf),
      worsened: byChange.worsened.map(changeOf),
    };
  }

  /** Whether an area attained the limits in each year, with the room left this year. */
  @Get('air-attainment')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AirAttainment })
  async attainment(
    @Query({ schema: AttainmentQuery }) query: z.infer<typeof AttainmentQuery>,
  ): Promise<z.input<typeof AirAttainment>> {
    const subject = await subjectOf(this.db.manager, query);
    const year = Number(shanghaiDate(await this.clock.now()).slice(0, 4));
    const { years, streak } = await attainedYears(this.db.manager, subject, {
      from: year - query.years + 1,
      to: year,
    });
    const names = figureDefinitions(this.policy, subject.kind, `${year}-12-31`);
    const named = (item: AttainmentItem) => ({
      definition: names.concentration(item.pollutant, item.statistic),
      ...item,
    });
    return {
      subject,
      years: years.map(({ items, failed, invalid, ...one }) => ({
        ...one,
        isRunning: one.year === String(year),
        items: items.map(named),
        failed: failed.map(named),
        invalid: [...invalid],
      })),
      attainedRunning: streak?.length ?? 0,
    };
  }
}
