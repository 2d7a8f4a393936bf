import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { monthOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { exceedingItemText } from '#libs/domain/water/section-class.js';
import { countByLevel } from '#libs/domain/water/section-register.js';
import { WATER_SPANS, waterSpan } from '#libs/domain/water/water-span.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { closedThrough } from '../section-month/section-month.view.js';
import {
  LevelCounts,
  spanOf,
  SummaryQuery,
  WaterRanking,
  WaterSummary,
  type WaterSummaryGroup,
  WorseThanVList,
} from './water-summary.api.js';
import { finalityOfSpan } from './counted-months.js';
import { waterRanking } from './water-ranking.view.js';
import { sectionsInUse, type WaterGroup, waterSummary } from './water-summary.view.js';
import { worseThanVList } from './worse-than-v.view.js';

const RankingQuery = z.object({
  month: SummaryQuery.shape.month,
  span: z.enum(WATER_SPANS).default('cumulative'),
});

const groupOf = (group: WaterGroup, finality: WaterSummaryGroup['finality']): WaterSummaryGroup => {
  const { by, id, name, members, averages, trophic, compliance, figures } = group;
  const { summary, attainment, change } = figures;
  const nameOf = new Map(members.map(({ state }) => [state.id, state.name]));
  return {
    by,
    id,
    name,
    finality,
    dataState: group.rested.dataState,
    sections: members.length,
    evaluated: summary.evaluated,
    notEvaluated: summary.notEvaluated.map((one) => ({ ...one, name: nameOf.get(one.id) ?? one.id })),
    classCounts: Object.fromEntries(Object.entries(summary.classCounts)),
    method: summary.method,
    waterClass: summary.waterClass,
    word: summary.word,
    goodShare: figures.goodShare,
    inferiorShare: figures.inferiorShare,
    mainIndicators: summary.mainIndicators.map((one) => ({
      item: one.item,
      name: one.name,
      multiple: 'multiple' in one ? one.multiple : null,
      share: 'share' in one ? one.share : null,
    })),
    attainment: { compliant: attainment.compliant, evaluated: attainment.evaluated, rate: attainment.rate },
    compliance: { compliant: compliance.compliant, evaluated: compliance.evaluated, rate: compliance.rate },
    averages: averages.map((one) => ({ ...one })),
    change: change && { ...change },
    trophic: trophic && { index: trophic.index, grade: trophic.grade, isStandard: trophic.isStandard },
    members: figures.sections.map((one) => ({
      id: one.id,
      name: nameOf.get(one.id) ?? one.id,
      state: one.evaluation.state,
      waterClass: one.evaluation.waterClass,
      target: one.target,
      isCompliant: one.comparison?.isCompliant ?? null,
      exceeding: (one.comparison?.exceedingItems ?? []).map(exceedingItemText),
      change: one.change,
    })),
  };
};

/** Rivers, basins and areas: shares of classes, rates, the list of 劣Ⅴ waters, and the ranking index. */
@ApiTags('water')
@Controller()
export class WaterSummaryController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get('water-summary')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: WaterSummary })
  async summary(
    @Query({ schema: SummaryQuery }) query: z.infer<typeof SummaryQuery>,
  ): Promise<z.input<typeof WaterSummary>> {
    const tx = this.db.manager;
    const [now, closed] = [await this.thisMonth(), await closedThrough(tx)];
    const span = waterSpan(query.span, query.month ?? now);
    const wish = { by: query.by, span, against: query.against };
    const { groups, ungrouped, counted } = await waterSummary(tx, wish, now);
    return {
      span: spanOf(span, counted, closed),
      by: query.by,
      against: query.against,
      groups: groups.map((group) => groupOf(group, finalityOfSpan(span, group.rested, closed))),
      ungrouped: ungrouped.map(({ id, name }) => ({ id, name })),
    };
  }

  @Get('worse-than-v')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: WorseThanVList })
  async worseThanV(): Promise<z.input<typeof WorseThanVList>> {
    const tx = this.db.manager;
    const { periods, needs } = this.policy.on(shanghaiDate(await this.clock.now())).worseThanV;
    const closed = await closedThrough(tx);
    const waters = closed === null ? [] : await worseThanVList(tx, closed, { periods, needs });
    return {
      closedThrough: closed,
      rule: { months: periods, needs },
      items: waters.map(({ state, standing, events, newest }) => ({
        sectionId: state.id,
        name: state.name,
        areaId: state.areaId,
        river: state.water?.river ?? null,
        isListed: standing.isListed,
        since: standing.since,
        goodMonths: standing.goodPeriods,
        newest: newest && { ...newest },
        events: events.map((event) => ({ ...event })),
      })),
    };
  }

  @Get('water-ranking')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: WaterRanking })
  async ranking(
    @Query({ schema: RankingQuery }) query: z.infer<typeof RankingQuery>,
  ): Promise<z.input<typeof WaterRanking>> {
    const tx = this.db.manager;
    const [now, closed] = [await this.thisMonth(), await closedThrough(tx)];
    const span = waterSpan(query.span, query.month ?? now);
    const { areas, counted, withoutIndex } = await waterRanking(tx, span, now);
    return {
      span: spanOf(span, counted, closed),
      items: areas.map((area) => ({
        ...area,
        missingItems: [...area.missingItems],
        counted: { ...area.counted, months: [...area.counted.months] },
      })),
      withoutIndex: withoutIndex.map((one) => ({ ...one })),
    };
  }

  @Get('section-levels')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: LevelCounts })
  async levels(): Promise<z.input<typeof LevelCounts>> {
    const states = await sectionsInUse(this.db.manager);
    const registered = states.map(({ id, water, retired }) => ({
      id,
      body: water?.type ?? null,
      levels: water?.levels ?? [],
      isRetired: retired,
    }));
    const { byLevel, sections, withoutLevel } = countByLevel(registered, []);
    return {
      sections,
      levels: [...byLevel].map(([level, count]) => ({ level, sections: count })),
      withoutLevel: [...withoutLevel],
    };
  }

  private async thisMonth(): Promise<string> {
    return monthOf(shanghaiDate(await this.clock.now()));
  }
}
