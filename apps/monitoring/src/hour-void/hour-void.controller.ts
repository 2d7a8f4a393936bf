import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { type VoidAction, voidActionsFor, type VoidState } from '#libs/domain/telemetry/value-void.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { HourSpan, isHourSpan, SPAN_FAULT } from './hour-span.js';
import { type HourVoid as Row, voidPage } from './hour-void.store.js';
import { Move, Reason, shownStep, shownSteps, Verdict } from '../review-step/review-step.api.js';
import { proposeVoid } from './propose-void.js';
import { stepVoid } from './step-void.js';

const STATES = ['proposed', 'voided', 'refused', 'withdrawn', 'lift-proposed', 'lifted'] as const;
const OPEN: readonly VoidState[] = ['proposed', 'lift-proposed'];
const ACTIONS = ['confirm', 'refuse', 'withdraw', 'propose-lift'] as const;

const HourVoid = z
  .object({
    id: z.uuid(),
    stationId: z.string(),
    fromLabel: z.iso.datetime(),
    untilLabel: z.iso.datetime(),
    pollutants: z.array(z.enum(POLLUTANTS)),
    state: z.enum(STATES),
    version: z.int(),
    proposedAt: z.iso.datetime(),
    steps: z.array(shownStep(['propose', ...ACTIONS])),
    /** What the asker may do next, as far as it depends on who asked before. */
    nextActions: z.array(z.enum(ACTIONS)),
  })
  .meta({ id: 'HourVoid' });
const HourVoidList = z
  .object({ items: z.array(HourVoid), nextCursor: z.string().nullable() })
  .meta({ id: 'HourVoidList' });
const ProposeVoid = z
  .object({
    stationId: z.string().max(100),
    ...HourSpan,
    pollutants: z
      .array(z.enum(POLLUTANTS))
      .min(1)
      .default([...POLLUTANTS]),
    reason: Reason,
  })
  .refine(isHourSpan, SPAN_FAULT)
  .meta({ id: 'ProposeHourVoid' });
const Decide = Verdict.meta({ id: 'DecideHourVoid' });
const MoveVoid = Move.meta({ id: 'MoveHourVoid' });
const VoidQuery = z.object({
  /** `open`: proposals that wait for a second person. */
  state: z.enum(['open', 'all', ...STATES]).default('all'),
  stationId: z.string().max(100).optional(),
  /** Only those over this hour. */
  label: z.iso.datetime().optional(),
  cursor: Cursor,
  limit: Limit,
});

const shown = (row: Row, { personId }: Identity): z.input<typeof HourVoid> => ({
  id: row.id,
  stationId: row.stationId,
  fromLabel: row.fromLabel.toISOString(),
  untilLabel: row.untilLabel.toISOString(),
  pollutants: [...row.pollutants],
  state: row.state,
  version: row.version,
  proposedAt: row.proposedAt.toISOString(),
  steps: shownSteps(row.steps),
  nextActions: voidActionsFor(row.state, personId, row.askedBy),
});

/** Values of own stations taken out of every figure by two persons, and given back the same way. */
@ApiTags('hour-voids')
@Controller('hour-voids')
export class HourVoidController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: HourVoidList })
  async list(
    @Query({ schema: VoidQuery }) query: z.infer<typeof VoidQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourVoidList>> {
    const { state, stationId, label, cursor, limit } = query;
    const rows = await voidPage(this.db.manager, {
      states: state === 'open' ? OPEN : state === 'all' ? STATES : [state],
      stationId: stationId ?? null,
      label: label ? new Date(label) : null,
      before: readCursor(cursor),
      limit,
    });
    return {
      items: rows.map((row) => shown(row, identity)),
      nextCursor: nextCursor(rows, limit, ({ proposedAt }) => proposedAt),
    };
  }

  @Post()
  @HttpCode(201)
  @Requires('data.void')
  @ApiCreatedResponse({ standardSchema: HourVoid })
  async propose(
    @Body({ schema: ProposeVoid }) body: z.infer<typeof ProposeVoid>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourVoid>> {
    const at = await this.clock.now();
    const wish = { ...body, fromLabel: new Date(body.fromLabel), untilLabel: new Date(body.untilLabel) };
    const parts = { identity, policy: this.policy };
    return shown(await this.db.transaction((tx) => proposeVoid(tx, wish, at, parts)), identity);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Requires('data.confirm-void')
  @ApiOkResponse({ standardSchema: HourVoid })
  decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Decide }) { decision, ...body }: z.infer<typeof Decide>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourVoid>> {
    return this.step(id, decision, body, identity);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('data.void')
  @ApiOkResponse({ standardSchema: HourVoid })
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: MoveVoid }) body: z.infer<typeof Move>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourVoid>> {
    return this.step(id, 'withdraw', body, identity);
  }

  /** Proposes that the values count again; another person decides. */
  @Post(':id/lifting')
  @HttpCode(200)
  @Requires('data.void')
  @ApiOkResponse({ standardSchema: HourVoid })
  lift(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: MoveVoid }) body: z.infer<typeof Move>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourVoid>> {
    return this.step(id, 'propose-lift', body, identity);
  }

  private async step(
    id: string,
    action: VoidAction,
    body: z.infer<typeof Move>,
    identity: Identity,
  ): Promise<z.input<typeof HourVoid>> {
    const at = await this.clock.now();
    const parts = { identity, policy: this.policy };
    return shown(await this.db.transaction((tx) => stepVoid(tx, id, { ...body, action }, at, parts)), identity);
  }
}
