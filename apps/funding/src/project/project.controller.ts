import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { mayFor, requireScope } from '#libs/identity/scope.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { entriesOf } from '../entry/entry.store.js';
import { postPayment, reversePayment } from '../entry/post-payment.js';
import { fundFigures, type ProjectFigures } from '../summary/fund-figures.js';
import {
  BookedEntry,
  FigureQuery,
  FundingSummary,
  PhysicalProgress,
  PostPayment,
  ProjectDetail,
  ProjectList,
  ProjectQuery,
  RegisterProject,
  ReversePayment,
  StartProject,
} from './project.api.js';
import { ProjectEntity } from './project.entity.js';
import { registerProject } from './register-project.js';
import { reportPhysicalProgress } from './report-physical-progress.js';
import { startProject } from './start-project.js';

@ApiTags('projects')
@Controller()
export class ProjectController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get('projects')
  @Requires('project.read')
  @ApiOkResponse({ standardSchema: ProjectList })
  async list(
    @Query({ schema: ProjectQuery }) query: z.infer<typeof ProjectQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProjectList>> {
    const cutoff = query.cutoff ?? shanghaiDate(await this.clock.now());
    const figures = await fundFigures(
      this.db.manager,
      this.pack,
      cutoff,
      query.knownAt ? new Date(query.knownAt) : null,
    );
    const paths = await this.paths();
    const mine = figures.projects.filter(({ project }) => mayFor(identity, 'project.read', pathOf(project, paths)));
    return { cutoff, items: mine.filter(({ project }) => !query.state || project.state === query.state).map(viewOf) };
  }

  @Get('projects/:id')
  @Requires('project.read')
  @ApiOkResponse({ standardSchema: ProjectDetail })
  async find(
    @Param('id') id: string,
    @Query({ schema: FigureQuery }) query: z.infer<typeof FigureQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProjectDetail>> {
    const cutoff = query.cutoff ?? shanghaiDate(await this.clock.now());
    const knownAt = query.knownAt ? new Date(query.knownAt) : null;
    const figures = (await fundFigures(this.db.manager, this.pack, cutoff, knownAt)).projects.find(
      ({ project }) => project.id === id,
    );
    if (!figures) throw new Refusal('PROJECT_NOT_FOUND', `no project ${id}`);
    requireScope(identity, 'project.read', pathOf(figures.project, await this.paths()));
    const entries = await entriesOf(this.db.manager, id, knownAt);
    return {
      project: viewOf(figures),
      entries: entries.map(({ projectId: _projectId, recordedAt, ...entry }) => ({
        ...entry,
        recordedAt: recordedAt.toISOString(),
      })),
    };
  }

  @Get('funding-summary')
  @Requires('project.read')
  @ApiOkResponse({ standardSchema: FundingSummary })
  async summary(
    @Query({ schema: FigureQuery }) query: z.infer<typeof FigureQuery>,
  ): Promise<z.input<typeof FundingSummary>> {
    const cutoff = query.cutoff ?? shanghaiDate(await this.clock.now());
    const { execution, projects } = await fundFigures(
      this.db.manager,
      this.pack,
      cutoff,
      query.knownAt ? new Date(query.knownAt) : null,
    );
    const levels = { green: 0, yellow: 0, orange: 0, red: 0 };
    for (const { level } of projects) levels[level]++;
    return {
      cutoff,
      knownAt: query.knownAt ?? null,
      linePercent: String(execution.line),
      counted: execution.counted,
      reached: execution.reached,
      below: execution.below,
      notStarted: execution.notStarted,
      allocated: execution.total.denominator,
      paid: execution.total.numerator,
      executionRate: execution.total.text,
      levels,
    };
  }

  @Post('projects')
  @HttpCode(204)
  @Requires('project.manage')
  @ApiNoContentResponse()
  async register(
    @Body({ schema: RegisterProject }) body: z.infer<typeof RegisterProject>,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    const now = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await this.allow(tx, identity, 'project.manage', body.ownerUnitId);
      await registerProject(tx, body, now);
    });
  }

  @Post('projects/:id/start')
  @HttpCode(204)
  @Requires('project.manage')
  @ApiNoContentResponse()
  async start(
    @Param('id') id: string,
    @Body({ schema: StartProject }) body: z.infer<typeof StartProject>,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    const now = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await this.allowProject(tx, identity, 'project.manage', id);
      await startProject(tx, id, body.startedOn, now);
    });
  }

  @Post('projects/:id/physical-progress')
  @HttpCode(204)
  @Requires('progress.report')
  @ApiNoContentResponse()
  async progress(
    @Param('id') id: string,
    @Body({ schema: PhysicalProgress }) body: z.infer<typeof PhysicalProgress>,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    const now = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await this.allowProject(tx, identity, 'progress.report', id);
      await reportPhysicalProgress(tx, { projectId: id, ...body }, now);
    });
  }

  @Post('projects/:id/payments')
  @Requires('payment.post')
  @ApiCreatedResponse({ standardSchema: BookedEntry })
  async pay(
    @Param('id') id: string,
    @Body({ schema: PostPayment }) body: z.infer<typeof PostPayment>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BookedEntry>> {
    const now = await this.clock.now();
    return this.db.transaction(async (tx) => {
      await this.allowProject(tx, identity, 'payment.post', id);
      return { entryId: await postPayment(tx, { projectId: id, ...body }, now) };
    });
  }

  @Post('projects/:id/payments/:entryId/reversal')
  @Requires('payment.reverse')
  @ApiCreatedResponse({ standardSchema: BookedEntry })
  async reverse(
    @Param('id') id: string,
    @Param('entryId') entryId: string,
    @Body({ schema: ReversePayment }) body: z.infer<typeof ReversePayment>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BookedEntry>> {
    const now = await this.clock.now();
    return this.db.transaction(async (tx) => {
      await this.allowProject(tx, identity, 'payment.reverse', id);
      return { entryId: await reversePayment(tx, { projectId: id, entryId, ...body }, now) };
    });
  }

  private async paths(): Promise<Map<string, string[]>> {
    return new Map((await allReferences(this.db.manager, UnitState)).map((unit) => [unit.id, unit.path]));
  }

  private async allow(tx: EntityManager, identity: Identity, permission: string, unitId: string): Promise<void> {
    const unit = await findReference(tx, UnitState, unitId);
    if (!unit) throw new Refusal('PROJECT_UNIT_INVALID', `no unit ${unitId} is known here (yet)`, { unitId });
    requireScope(identity, permission, unit.path);
  }

  private async allowProject(tx: EntityManager, identity: Identity, permission: string, id: string): Promise<void> {
    const project = await tx.findOneBy(ProjectEntity, { id });
    if (!project) throw new Refusal('PROJECT_NOT_FOUND', `no project ${id}`);
    requireScope(identity, permission, pathOf(project, await this.paths()));
  }
}

/** Units that have to do with a project, joined: a grant for any of them or above reaches it. */
const pathOf = (project: ProjectEntity, paths: ReadonlyMap<string, string[]>): string[] =>
  [project.ownerUnitId, project.leadUnitId, project.supervisingUnitId].flatMap((unitId) =>
    unitId ? (paths.get(unitId) ?? [unitId]) : [],
  );

const viewOf = ({
  project,
  allocated,
  paid,
  standing,
  startLag,
  payLag,
  level,
}: ProjectFigures): z.input<typeof ProjectDetail>['project'] => ({
  ...project,
  allocated,
  paid,
  executionRate: standing.rate.text,
  standing: standing.standing,
  level,
  startWaitingDays: startLag.waitingDays,
  expectedPct: payLag.expectedPct,
  gapPoints: payLag.gapPoints,
  flag: payLag.flag,
});
