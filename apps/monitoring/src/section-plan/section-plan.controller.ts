import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { failingWithoutPlan } from '#libs/domain/water/section-plan.js';
import type { TargetClass } from '#libs/domain/water/section-register.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { closedThrough, sectionsWithMonths } from '../section-month/section-month.view.js';
import { sectionsInUse } from '../water-summary/water-summary.view.js';
import { endPlan, recordPlan } from './record-plan.js';
import { type KeptPlan, plansOfSections } from './section-plan.store.js';

const Words = z.string().min(1).max(500);
const Measure = z.object({
  measure: Words,
  /** Unit that answers for it. */
  owner: z.string().min(1).max(100),
  due: z.iso.date(),
  projects: z.array(z.string().max(100)).max(50),
});
const Goal = z.object({ by: z.iso.date(), target: z.int().min(1).max(5) });
const Content = {
  from: z.iso.date(),
  causes: z.array(Words).max(50),
  measures: z.array(Measure).max(200),
  goals: z.array(Goal).max(20),
};
const Plan = z.object({
  version: z.int(),
  to: z.iso.date().nullable(),
  ...Content,
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
});
const PlanList = z
  .object({
    /** The newest version first. */
    items: z.array(Plan),
  })
  .meta({ id: 'SectionPlanList' });
const RecordPlan = z
  .object({
    ...Content,
    goals: Content.goals.default([]),
    expectedVersion: z.int().nonnegative(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'RecordSectionPlan' });
const EndPlan = z
  .object({ to: z.iso.date(), expectedVersion: z.int().positive(), reason: z.string().min(2).max(500) })
  .meta({ id: 'EndSectionPlan' });
const WithoutPlan = z
  .object({
    /** The last closed month, which says who fails; null before the first. */
    month: z.string().nullable(),
    items: z.array(z.object({ sectionId: z.string(), name: z.string(), areaId: z.string() })),
  })
  .meta({ id: 'SectionsWithoutPlan' });

const shown = (plans: readonly KeptPlan[]): z.input<typeof PlanList> => ({
  items: plans
    .map(({ sectionId: _section, recordedAt, causes, measures, goals, ...plan }) => ({
      ...plan,
      causes: [...causes],
      measures: measures.map((one) => ({ ...one, projects: [...one.projects] })),
      goals: goals.map((goal) => ({ ...goal })),
      recordedAt: recordedAt.toISOString(),
    }))
    .reverse(),
});

/** Why a section fails, what is done about it, by whom and until when. */
@ApiTags('sections')
@Controller()
export class SectionPlanController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('sections/:id/plans')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: PlanList })
  async list(@Param('id') id: string): Promise<z.input<typeof PlanList>> {
    await findSubjectOfKind(this.db.manager, 'section', id);
    return shown(await plansOfSections(this.db.manager, [id]));
  }

  @Post('sections/:id/plans')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: PlanList })
  async record(
    @Param('id') id: string,
    @Body({ schema: RecordPlan }) body: z.infer<typeof RecordPlan>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof PlanList>> {
    const at = await this.clock.now();
    const { expectedVersion, reason = null, goals, ...words } = body;
    const plan = { ...words, goals: goals.map(({ by, target }) => ({ by, target: target as TargetClass })) };
    const writing = { at, identity, expectedVersion, reason };
    return shown(await this.db.transaction((tx) => recordPlan(tx, id, plan, writing)));
  }

  @Post('sections/:id/plan-end')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: PlanList })
  async end(
    @Param('id') id: string,
    @Body({ schema: EndPlan }) body: z.infer<typeof EndPlan>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof PlanList>> {
    const at = await this.clock.now();
    const { to, expectedVersion, reason } = body;
    return shown(await this.db.transaction((tx) => endPlan(tx, id, to, { at, identity, expectedVersion, reason })));
  }

  /** Sections that missed their target in the last closed month while no plan of theirs is in force. */
  @Get('sections-without-plan')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: WithoutPlan })
  async missing(): Promise<z.input<typeof WithoutPlan>> {
    const tx = this.db.manager;
    const month = await closedThrough(tx);
    if (month === null) return { month, items: [] };
    const all = await sectionsWithMonths(tx, await sectionsInUse(tx), month);
    const plans = await plansOfSections(
      tx,
      all.map(({ state }) => state.id),
    );
    const missing = failingWithoutPlan(
      all.map(({ state, months }) => ({
        id: state.id,
        isFailing: months.at(-1)?.comparison?.isCompliant === false,
        versions: plans.filter(({ sectionId }) => sectionId === state.id),
      })),
      shanghaiDate(await this.clock.now()),
    );
    return {
      month,
      items: all
        .filter(({ state }) => missing.includes(state.id))
        .map(({ state }) => ({ sectionId: state.id, name: state.name, areaId: state.areaId })),
    };
  }
}
