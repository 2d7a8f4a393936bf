import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { heldActionsFor, type Ownership } from '#libs/domain/telemetry/held-decision.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { type Policy, POLICY } from '../policy.js';
import { Move, Reason, shownStep, shownSteps, Verdict } from '../review-step/review-step.api.js';
import { subjectsById } from '../register/register.store.js';
import { decideHeldValues, ownershipOf, type ReviewWish } from './decide-held-values.js';
import { HELD_CAUSES, type HeldEpisode, heldPage } from './held-value.store.js';

const State = z.enum(['held', 'excluded', 'released', 'withdrawn']);
const Action = z.enum(['exclude', 'release', 'confirm', 'refuse', 'withdraw']);
const ReviewQuery = z.object({
  /** `asked`: those with a proposal that waits for a second person. */
  state: z.enum(['asked', ...State.options]).optional(),
  sectionId: z.string().max(100).optional(),
  cursor: Cursor,
  limit: Limit,
});
const Review = z
  .object({
    id: z.uuid(),
    sectionId: z.string(),
    item: z.string(),
    cause: z.enum(HELD_CAUSES),
    /** The one that repeats; the highest of those that contradict their neighbours. */
    value: z.string(),
    count: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    at: z.array(z.iso.datetime()),
    /** What the value is several times of: the median of the days before, or the larger of both neighbours. */
    median: z.string(),
    state: State,
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    version: z.int(),
    /** Whose the section is: values of others may be annotated or released only, one's own are excluded by two persons. */
    ownership: z.enum(['own', 'foreign', 'undeclared']),
    /** What somebody proposed and a second person has to confirm. */
    asked: z.enum(['exclude', 'release']).nullable(),
    steps: z.array(shownStep(['annotate', ...Action.options])),
    /** What the asker may do next, as far as it depends on the section and on who asked before. */
    nextActions: z.array(Action),
  })
  .meta({ id: 'DataReview' });
const ReviewList = z
  .object({ items: z.array(Review), nextCursor: z.string().nullable() })
  .meta({ id: 'DataReviewList' });
const Decision = z
  .object({ decision: z.enum(['exclude', 'release']), reason: Reason, expectedVersion: z.int().positive().optional() })
  .meta({ id: 'DecideHeldValues' });
const Confirmation = Verdict.meta({ id: 'ConfirmHeldValues' });
const Withdrawal = Move.meta({ id: 'WithdrawHeldValues' });
const Note = z.object({ note: Reason }).meta({ id: 'AnnotateHeldValues' });

const shown = (
  { at, firstAt, lastAt, decidedAt, askedBy, steps, ...held }: HeldEpisode,
  ownership: Ownership,
  { personId }: Identity,
): z.input<typeof Review> => ({
  ...held,
  ownership,
  steps: shownSteps(steps),
  nextActions: heldActionsFor({ ...held, askedBy }, personId, ownership),
  count: at.length,
  at: at.map((one) => one.toISOString()),
  firstAt: firstAt.toISOString(),
  lastAt: lastAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

/** Values held back as suspect, for a person to decide on. */
@ApiTags('data-reviews')
@Controller('data-reviews')
export class DataReviewController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ReviewList })
  async list(
    @Query({ schema: ReviewQuery }) query: z.infer<typeof ReviewQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ReviewList>> {
    const rows = await heldPage(this.db.manager, {
      state: query.state === undefined || query.state === 'asked' ? null : query.state,
      isAsked: query.state === 'asked',
      sectionId: query.sectionId ?? null,
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    return {
      items: await this.shown(rows, await this.clock.now(), identity),
      nextCursor: nextCursor(rows, query.limit, ({ firstAt }) => firstAt),
    };
  }

  /** Decides where one person may, and proposes where it takes two. */
  @Post(':id/decision')
  @HttpCode(200)
  @Requires('data.review')
  @ApiOkResponse({ standardSchema: Review })
  decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Decision }) { decision, ...body }: z.infer<typeof Decision>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Review>> {
    return this.act(id, { ...body, action: decision }, identity);
  }

  /** The second person's word on a proposal. */
  @Post(':id/confirmation')
  @HttpCode(200)
  @Requires('data.confirm-void')
  @ApiOkResponse({ standardSchema: Review })
  confirm(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Confirmation }) { decision, ...body }: z.infer<typeof Confirmation>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Review>> {
    return this.act(id, { ...body, action: decision }, identity);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('data.review')
  @ApiOkResponse({ standardSchema: Review })
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Withdrawal }) body: z.infer<typeof Withdrawal>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Review>> {
    return this.act(id, { ...body, action: 'withdraw' }, identity);
  }

  /** Writes a note beside the values, whoever runs the section. */
  @Post(':id/notes')
  @HttpCode(200)
  @Requires('data.annotate')
  @ApiOkResponse({ standardSchema: Review })
  annotate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Note }) { note }: z.infer<typeof Note>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Review>> {
    return this.act(id, { action: 'annotate', reason: note }, identity);
  }

  private async act(id: string, wish: ReviewWish, identity: Identity): Promise<z.input<typeof Review>> {
    const at = await this.clock.now();
    const parts = { identity, policy: this.policy };
    const held = await this.db.transaction((tx) => decideHeldValues(tx, id, wish, at, parts));
    return (await this.shown([held], at, identity))[0]!;
  }

  private async shown(rows: readonly HeldEpisode[], at: Date, identity: Identity): Promise<z.input<typeof Review>[]> {
    const ids = [...new Set(rows.map(({ sectionId }) => sectionId))];
    const sections = await subjectsById(this.db.manager, ids);
    return rows.map((row) => {
      const section = sections.get(row.sectionId);
      return shown(row, section ? ownershipOf(section, at, this.policy) : 'undeclared', identity);
    });
  }
}
