import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, pagedBy } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { changeTarget } from './change-target.js';
import { setTarget } from './set-target.js';
import {
  ChangeTarget,
  courseOf,
  SetTarget,
  summaryOf,
  TargetDetail,
  TargetSummary,
  WatchTarget,
} from './target.api.js';
import { findTarget, targetPage } from './target.store.js';
import { standingsOf } from './target.view.js';
import { watchTarget } from './watch-target.js';
import { withdrawTarget } from './withdraw-target.js';

const TargetList = z
  .object({ items: z.array(TargetSummary), nextCursor: z.string().nullable() })
  .meta({ id: 'TargetList' });
const TargetQuery = z.object({
  definition: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  /** Only targets whose period touches this year. */
  year: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  withdrawn: z.enum(['true', 'false']).default('false'),
  cursor: Cursor,
  limit: Limit,
});
const Withdraw = z
  .object({ reason: z.string().trim().min(2).max(500), expectedVersion: z.int().positive() })
  .meta({ id: 'WithdrawTarget' });
const TargetIndicators = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        subject: SubjectRef.shape.kind,
        name: z.object({ zh: z.string(), en: z.string() }),
        unit: z.string(),
        decimals: z.int(),
        direction: z.enum(['at-most', 'at-least']),
        /** How it is made, and what it needs. */
        formula: z.object({ zh: z.string(), en: z.string() }),
        coverage: z.object({ zh: z.string(), en: z.string() }),
        /** Whether the rest of the period can be reckoned, or values are only held against the target. */
        hasOutlook: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'TargetIndicators' });

const BY_TARGET = pagedBy(z.uuid());

/** Targets of a period: what has been reached, what the rest has to be, whether the target can still be reached. */
@ApiTags('targets')
@Controller()
export class TargetController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get('targets')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: TargetList })
  async list(@Query({ schema: TargetQuery }) query: z.infer<typeof TargetQuery>): Promise<z.input<typeof TargetList>> {
    const { definition, subjectId, year, withdrawn, cursor, limit } = query;
    const targets = await targetPage(this.db.manager, {
      definition: definition ?? null,
      subjectId: subjectId ?? null,
      from: year ? `${year}-01-01` : null,
      to: year ? `${year}-12-31` : null,
      withdrawn: withdrawn === 'true',
      after: BY_TARGET.after(cursor)?.[0] ?? null,
      limit,
    });
    const standings = await standingsOf(this.db.manager, targets, this.policy);
    return {
      items: standings.map(summaryOf),
      nextCursor: BY_TARGET.next(targets, limit, ({ id }) => [id]),
    };
  }

  /** Numbers that may have a target. */
  @Get('target-indicators')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: TargetIndicators })
  async indicators(): Promise<z.input<typeof TargetIndicators>> {
    const today = shanghaiDate(await this.clock.now());
    return {
      items: this.policy
        .indicators(today)
        .filter(({ direction, subject }) => direction !== 'none' && subject !== 'target')
        .map(({ id, subject, name, unit, decimals, direction, formula, coverage, airFormula }) => ({
          id,
          subject,
          name,
          unit,
          decimals,
          direction: direction === 'higher' ? 'at-least' : 'at-most',
          formula,
          coverage,
          hasOutlook: airFormula !== undefined,
        })),
    };
  }

  @Get('targets/:id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: TargetDetail })
  find(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof TargetDetail>> {
    return this.detail(id);
  }

  @Post('targets')
  @HttpCode(201)
  @Requires('target.manage')
  @ApiCreatedResponse({ standardSchema: TargetDetail })
  async set(
    @Body({ schema: SetTarget }) body: z.infer<typeof SetTarget>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TargetDetail>> {
    const at = await this.clock.now();
    const { subject, period, mode, validFrom, reason, edition, watched, ...rest } = body;
    const { id } = await this.db.transaction((tx) =>
      setTarget(
        tx,
        {
          ...rest,
          subjectKind: subject.kind,
          subjectId: subject.id,
          periodLabel: period.label,
          fromDay: period.from,
          toDay: period.to,
          edition: edition ?? null,
          isRounded: mode === 'rounded',
          isWatched: watched,
          validFrom: validFrom ?? period.from,
          reason: reason ?? null,
        },
        at,
        { identity, policy: this.policy },
      ),
    );
    return this.detail(id);
  }

  @Post('targets/:id/versions')
  @HttpCode(201)
  @Requires('target.manage')
  @ApiCreatedResponse({ standardSchema: TargetDetail })
  async change(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: ChangeTarget }) { validFrom, ...body }: z.infer<typeof ChangeTarget>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TargetDetail>> {
    const at = await this.clock.now();
    const parts = { identity, policy: this.policy };
    await this.db.transaction((tx) => changeTarget(tx, id, { ...body, fromDay: validFrom }, at, parts));
    return this.detail(id);
  }

  /** Whether warnings are wanted of it: 督办预警. */
  @Post('targets/:id/watch')
  @HttpCode(200)
  @Requires('target.manage')
  @ApiOkResponse({ standardSchema: TargetDetail })
  async watch(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: WatchTarget }) body: z.infer<typeof WatchTarget>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TargetDetail>> {
    const at = await this.clock.now();
    const parts = { identity, policy: this.policy };
    await this.db.transaction((tx) => watchTarget(tx, id, body, at, parts));
    return this.detail(id);
  }

  @Post('targets/:id/withdrawal')
  @HttpCode(200)
  @Requires('target.manage')
  @ApiOkResponse({ standardSchema: TargetDetail })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Withdraw }) body: z.infer<typeof Withdraw>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof TargetDetail>> {
    const at = await this.clock.now();
    const parts = { identity, policy: this.policy };
    await this.db.transaction((tx) => withdrawTarget(tx, id, body, at, parts));
    return this.detail(id);
  }

  private async detail(id: string): Promise<z.input<typeof TargetDetail>> {
    const target = await findTarget(this.db.manager, id);
    if (!target) throw new Refusal('TARGET_NOT_FOUND', `no target ${id}`);
    const standing = (await standingsOf(this.db.manager, [target], this.policy))[0]!;
    return { ...summaryOf(standing), ...courseOf(standing) };
  }
}
