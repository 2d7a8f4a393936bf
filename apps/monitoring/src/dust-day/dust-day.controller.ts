import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate, spanUpTo } from '#libs/contracts/shapes.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import { CLOCK, SCHEDULER } from '#libs/service/tokens.js';
import { RECOMPUTE } from '../recomputation/recomputation.jobs.js';
import { type Recomputation, recomputationsOfDust } from '../recomputation/recomputation.store.js';
import { type Percent, percentDone } from '../recomputation/recompute.js';
import { type DustRecognition as Row, recognitionPage } from './dust-day.store.js';
import { recogniseDust } from './recognise-dust.js';
import type { RecognitionAsked } from './request-figures.js';
import { withdrawDust } from './withdraw-dust.js';

const MOST_DAYS = 31;
const Text = z.string().trim().min(2).max(200);

const DustRecognition = z
  .object({
    id: z.uuid(),
    /** With everything within it; null where stations are named. */
    areaId: z.string().nullable(),
    /** Null where an area is named. */
    stationIds: z.array(z.string()).nullable(),
    from: CivilDate,
    to: CivilDate,
    /** The paper of the network that says so. */
    document: z.string(),
    documentNumber: z.string().nullable(),
    documentDate: CivilDate,
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    /** Null while it is in force. */
    withdrawn: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
    /** How far published figures are worked out since it was recorded or, later, withdrawn: 100 when they follow it. */
    percent: z.int(),
  })
  .meta({ id: 'DustRecognition' });
const DustRecognitionList = z
  .object({ items: z.array(DustRecognition), nextCursor: z.string().nullable() })
  .meta({ id: 'DustRecognitionList' });
const RecogniseDust = z
  .object({
    areaId: z.string().min(1).max(100).optional(),
    stationIds: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
    from: CivilDate,
    to: CivilDate,
    document: Text,
    documentNumber: z.string().trim().min(2).max(100).optional(),
    documentDate: CivilDate,
  })
  .refine(({ areaId, stationIds }) => (areaId === undefined) !== (stationIds === undefined), {
    message: 'either areaId or stationIds',
    path: ['areaId'],
  })
  .refine(...spanUpTo(MOST_DAYS))
  .meta({ id: 'RecogniseDust' });
const WithdrawDust = z.object({ reason: z.string().trim().min(2).max(500) }).meta({ id: 'WithdrawDustRecognition' });
const DustQuery = z.object({
  /** Those withdrawn instead of those in force. */
  withdrawn: z.stringbool().default(false),
  cursor: Cursor,
  limit: Limit,
});

const shown = (row: Row, percent: Percent): z.input<typeof DustRecognition> => ({
  id: row.id,
  areaId: row.areaId,
  stationIds: row.stationIds && [...row.stationIds],
  from: row.fromDay,
  to: row.toDay,
  document: row.document,
  documentNumber: row.documentNumber,
  documentDate: row.documentDay,
  recordedAt: row.recordedAt.toISOString(),
  recordedBy: row.recordedBy,
  withdrawn: row.withdrawnAt && {
    at: row.withdrawnAt.toISOString(),
    by: row.withdrawnBy ?? '',
    reason: row.withdrawnReason ?? '',
  },
  percent,
});

/** Dust days as the network recognises them: never worked out here. */
@ApiTags('dust-days')
@Controller('dust-days')
export class DustDayController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULER) private readonly scheduler: Scheduler,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: DustRecognitionList })
  async list(
    @Query({ schema: DustQuery }) { withdrawn, cursor, limit }: z.infer<typeof DustQuery>,
  ): Promise<z.input<typeof DustRecognitionList>> {
    const rows = await recognitionPage(this.db.manager, { withdrawn, before: readCursor(cursor), limit });
    const work = await recomputationsOfDust(
      this.db.manager,
      rows.map(({ id }) => id),
    );
    // One recorded before this work was done in steps has none: its figures were worked out at once.
    const percentOf = (one: Recomputation | undefined): Percent => (one ? percentDone(one) : 100);
    const items = rows.map((row) => shown(row, percentOf(work.get(row.id))));
    return { items, nextCursor: nextCursor(rows, limit, ({ recordedAt }) => recordedAt) };
  }

  @Post()
  @HttpCode(201)
  @Requires('data.review')
  @ApiCreatedResponse({ standardSchema: DustRecognition })
  async recognise(
    @Body({ schema: RecogniseDust }) body: z.infer<typeof RecogniseDust>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DustRecognition>> {
    const at = await this.clock.now();
    const wish = {
      areaId: body.areaId ?? null,
      stationIds: body.stationIds ?? null,
      fromDay: body.from,
      toDay: body.to,
      document: body.document,
      documentNumber: body.documentNumber ?? null,
      documentDay: body.documentDate,
    };
    return this.started(await this.db.transaction((tx) => recogniseDust(tx, wish, at, identity)));
  }

  /** Takes a recognition out of force; its days count again, and what was recorded stays. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Requires('data.review')
  @ApiOkResponse({ standardSchema: DustRecognition })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: WithdrawDust }) { reason }: z.infer<typeof WithdrawDust>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DustRecognition>> {
    const at = await this.clock.now();
    return this.started(await this.db.transaction((tx) => withdrawDust(tx, id, reason, at, identity)));
  }

  private async started({ recognition, recomputationId }: RecognitionAsked): Promise<z.input<typeof DustRecognition>> {
    await this.scheduler.enqueue(RECOMPUTE, recomputationId);
    return shown(recognition, 0);
  }
}
