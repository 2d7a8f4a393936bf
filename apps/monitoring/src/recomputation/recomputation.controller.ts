import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate, spanUpTo } from '#libs/contracts/shapes.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import { CLOCK, SCHEDULER } from '#libs/service/tokens.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { RECOMPUTE } from './recomputation.jobs.js';
import { findRecomputation, type Recomputation, recomputationPage } from './recomputation.store.js';
import { percentDone } from './recompute.js';
import { requestRecomputation } from './request-recomputation.js';

const MOST_DAYS = 3660;
const Ids = z.array(z.string().max(100)).min(1).max(2000);
const RequestRecomputation = z
  .object({
    from: CivilDate,
    to: CivilDate,
    /** Days of stations and areas, or weeks and months of sections. */
    kind: z.enum(['air', 'water']).default('air'),
    /** All stations where neither they nor an area are named. */
    stationIds: Ids.optional(),
    /** All sections where neither they nor an area are named. */
    sectionIds: Ids.optional(),
    /** Everything of the kind in an area, or in one below it. */
    areaId: z.string().min(1).max(100).optional(),
    reason: z.string().trim().min(2).max(500),
  })
  .refine(...spanUpTo(MOST_DAYS, 'ten years'))
  .refine(({ kind, stationIds, sectionIds }) => (kind === 'air' ? sectionIds : stationIds) === undefined, {
    message: 'air has stations, water has sections',
    path: ['kind'],
  })
  .refine(({ stationIds, sectionIds, areaId }) => areaId === undefined || (stationIds ?? sectionIds) === undefined, {
    message: 'not beside subjects',
    path: ['areaId'],
  })
  .meta({ id: 'RequestRecomputation' });
const RecomputationView = z
  .object({
    id: z.uuid(),
    /** Dust: figures that rest on days recognised as dust days, or on days that are none any more. */
    kind: z.enum(['air', 'water', 'dust']),
    from: CivilDate,
    to: CivilDate,
    /** Null: all, or none of this kind. */
    stationIds: z.array(z.string()).nullable(),
    sectionIds: z.array(z.string()).nullable(),
    /** The area that was named; its stations or sections of then stand in the lists. */
    areaId: z.string().nullable(),
    /** Dust: the recognition that was recorded or withdrawn. */
    dustId: z.uuid().nullable(),
    reason: z.string(),
    requestedAt: z.iso.datetime(),
    requestedBy: z.string(),
    percent: z.int(),
    changedHours: z.int(),
    changedDays: z.int(),
    /** Water: weeks and closed months of sections that came out otherwise. */
    changedWeeks: z.int(),
    changedMonths: z.int(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Recomputation' });
const RecomputationList = z
  .object({ items: z.array(RecomputationView), nextCursor: z.string().nullable() })
  .meta({ id: 'RecomputationList' });
const PageQuery = z.object({ cursor: Cursor, limit: Limit });

const viewOf = (row: Recomputation): z.input<typeof RecomputationView> => ({
  id: row.id,
  kind: row.kind,
  from: row.fromDay,
  to: row.toDay,
  stationIds: row.stationIds === null ? null : [...row.stationIds],
  sectionIds: row.sectionIds === null ? null : [...row.sectionIds],
  areaId: row.areaId,
  dustId: row.dustId,
  reason: row.reason,
  requestedAt: row.requestedAt.toISOString(),
  requestedBy: row.requestedBy,
  percent: percentDone(row),
  changedHours: row.changedHours,
  changedDays: row.changedDays,
  changedWeeks: row.changedWeeks,
  changedMonths: row.changedMonths,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Days, weeks and months worked out again on somebody's word, as work with progress. */
@ApiTags('recomputations')
@Controller('recomputations')
export class RecomputationController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULER) private readonly scheduler: Scheduler,
  ) {}

  @Post()
  @HttpCode(202)
  @Requires('data.review')
  @ApiAcceptedResponse({ standardSchema: RecomputationView })
  async request(
    @Body({ schema: RequestRecomputation }) body: z.infer<typeof RequestRecomputation>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof RecomputationView>> {
    const at = await this.clock.now();
    const row = await this.db.transaction((tx) => requestRecomputation(tx, body, at, identity));
    await this.scheduler.enqueue(RECOMPUTE, row.id);
    return viewOf(row);
  }

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: RecomputationList })
  async list(
    @Query({ schema: PageQuery }) query: z.infer<typeof PageQuery>,
  ): Promise<z.input<typeof RecomputationList>> {
    const rows = await recomputationPage(this.db.manager, { before: readCursor(query.cursor), limit: query.limit });
    return { items: rows.map(viewOf), nextCursor: nextCursor(rows, query.limit, ({ requestedAt }) => requestedAt) };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: RecomputationView })
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof RecomputationView>> {
    const row = await findRecomputation(this.db.manager, id);
    if (!row) throw new Refusal('RECOMPUTATION_NOT_FOUND', `no recomputation ${id}`);
    return viewOf(row);
  }
}
