import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate } from '#libs/contracts/shapes.js';
import { AIR_AVERAGES } from '#libs/domain/air/comparison.js';
import { Refusal } from '#libs/domain/refusal.js';
import { WATER_AVERAGES } from '#libs/domain/water/compliance.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { averagePage, averageVersions, type ExternalAverage as Row, findAverage } from './external-average.store.js';
import { recordExternalAverage } from './record-external-average.js';
import { withdrawExternalAverage } from './withdraw-external-average.js';

/** What of one's own a figure may be held beside: per cent, µg/m³ (CO mg/m³), or an index. */
const MEASURES: Readonly<Record<Row['medium'], readonly string[]>> = {
  air: AIR_AVERAGES,
  water: WATER_AVERAGES,
};
const Medium = z.enum(['air', 'water']);
const Text = z.string().trim().min(2).max(120);
const Reason = z.string().trim().min(2).max(500);
const Period = z.object({ label: z.string().trim().min(2).max(40), from: CivilDate, to: CivilDate });

const ExternalAverage = z
  .object({
    id: z.uuid(),
    medium: Medium,
    whose: z.string(),
    measure: z.string(),
    period: Period,
    value: z.string(),
    areaId: z.string(),
    document: z.string(),
    version: z.int(),
    /** This version withdrew the figure: it is held beside nothing any more. */
    withdrawn: z.boolean(),
    /** Why it was corrected or withdrawn. */
    reason: z.string().nullable(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
  })
  .meta({ id: 'ExternalAverage' });
const ExternalAverageList = z
  .object({ items: z.array(ExternalAverage), nextCursor: z.string().nullable() })
  .meta({ id: 'ExternalAverageList' });
const RecordAverage = z
  .object({
    medium: Medium,
    whose: Text,
    measure: z.string().max(40),
    period: Period.refine(({ from, to }) => to >= from, { message: 'has to be from on or later', path: ['to'] }),
    value: z.string().regex(/^\d{1,5}(\.\d{1,4})?$/),
    areaId: z.string().max(100),
    document: Text,
    expectedVersion: z.int().nonnegative(),
    /** Needed where a figure in force is corrected. */
    reason: Reason.optional(),
  })
  .refine(({ medium, measure }) => MEASURES[medium].includes(measure), {
    message: 'is no measure of this medium',
    path: ['measure'],
  })
  .meta({ id: 'RecordExternalAverage' });
const WithdrawAverage = z
  .object({ reason: Reason, expectedVersion: z.int().positive() })
  .meta({ id: 'WithdrawExternalAverage' });
const AverageQuery = z.object({
  medium: Medium.optional(),
  /** Those withdrawn instead of those in force. */
  withdrawn: z.stringbool().default(false),
  cursor: Cursor,
  limit: Limit,
});

const shown = ({ periodLabel, fromDay, toDay, recordedAt, ...row }: Row): z.input<typeof ExternalAverage> => ({
  ...row,
  period: { label: periodLabel, from: fromDay, to: toDay },
  recordedAt: recordedAt.toISOString(),
});

/** Figures that others publish, such as the average of the province, to hold one's own beside. */
@ApiTags('external-averages')
@Controller('external-averages')
export class ExternalAverageController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ExternalAverageList })
  async list(
    @Query({ schema: AverageQuery }) query: z.infer<typeof AverageQuery>,
  ): Promise<z.input<typeof ExternalAverageList>> {
    const rows = await averagePage(this.db.manager, {
      medium: query.medium ?? null,
      withdrawn: query.withdrawn,
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    return {
      items: rows.map(({ at: _at, ...row }) => shown(row)),
      nextCursor: nextCursor(rows, query.limit, ({ at }) => at),
    };
  }

  /** What was recorded of the same figure before, the newest first. */
  @Get(':id/versions')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ExternalAverageList })
  async versions(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof ExternalAverageList>> {
    const one = await findAverage(this.db.manager, id);
    if (!one) throw new Refusal('EXTERNAL_AVERAGE_NOT_FOUND', `no figure ${id}`);
    return { items: (await averageVersions(this.db.manager, one)).map(shown), nextCursor: null };
  }

  @Post()
  @HttpCode(201)
  @Requires('target.manage')
  @ApiCreatedResponse({ standardSchema: ExternalAverage })
  async record(
    @Body({ schema: RecordAverage }) { period, reason, ...rest }: z.infer<typeof RecordAverage>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ExternalAverage>> {
    const at = await this.clock.now();
    const wish = { ...rest, reason: reason ?? null, periodLabel: period.label, fromDay: period.from, toDay: period.to };
    return shown(await this.db.transaction((tx) => recordExternalAverage(tx, wish, at, identity)));
  }

  /** Takes a figure recorded by mistake out of force; its versions stay. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Requires('target.manage')
  @ApiOkResponse({ standardSchema: ExternalAverage })
  async withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: WithdrawAverage }) body: z.infer<typeof WithdrawAverage>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ExternalAverage>> {
    const at = await this.clock.now();
    return shown(await this.db.transaction((tx) => withdrawExternalAverage(tx, id, body, at, identity)));
  }
}
