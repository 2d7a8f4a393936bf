import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/time-paging.js';
import { type Policy, POLICY } from '../policy.js';
import { decideHeldValues } from './decide-held-values.js';
import { type HeldEpisode, heldPage } from './section.store.js';

const State = z.enum(['held', 'excluded', 'released', 'withdrawn']);
const ReviewQuery = z.object({
  state: State.optional(),
  sectionId: z.string().max(100).optional(),
  cursor: Cursor,
  limit: Limit,
});
const Review = z
  .object({
    id: z.uuid(),
    sectionId: z.string(),
    item: z.string(),
    value: z.string(),
    count: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    at: z.array(z.iso.datetime()),
    /** Median of the days before, which the value is several times of. */
    median: z.string(),
    state: State,
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DataReview' });
const ReviewList = z
  .object({ items: z.array(Review), nextCursor: z.string().nullable() })
  .meta({ id: 'DataReviewList' });
const Decision = z
  .object({ decision: z.enum(['exclude', 'release']), reason: z.string().min(2).max(500) })
  .meta({ id: 'DecideHeldValues' });

const shown = ({ at, firstAt, lastAt, decidedAt, ...held }: HeldEpisode): z.input<typeof Review> => ({
  ...held,
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
  async list(@Query({ schema: ReviewQuery }) query: z.infer<typeof ReviewQuery>): Promise<z.input<typeof ReviewList>> {
    const rows = await heldPage(this.db.manager, {
      state: query.state ?? null,
      sectionId: query.sectionId ?? null,
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    return { items: rows.map(shown), nextCursor: nextCursor(rows, query.limit, ({ firstAt }) => firstAt) };
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Requires('data.review')
  @ApiOkResponse({ standardSchema: Review })
  async decide(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: Decision }) body: z.infer<typeof Decision>,
  ): Promise<z.input<typeof Review>> {
    const at = await this.clock.now();
    return shown(await this.db.transaction((tx) => decideHeldValues(tx, id, body, at, this.policy)));
  }
}
