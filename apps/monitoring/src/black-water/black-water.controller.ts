import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { PageQuery } from '../register/register.api.js';
import {
  BlackWaterDetail,
  BlackWaterOverview,
  BlackWaterState,
  MoveBlackWater,
  RecordBlackWaterSample,
  Sample,
  SaveBlackWater,
} from './black-water.api.js';
import { blackWaterDetail, blackWaterOverview, shownSample } from './black-water.view.js';
import { moveBlackWater } from './move-black-water.js';
import { recordSample } from './record-sample.js';
import { saveBlackWater } from './save-black-water.js';

const OverviewQuery = z.object({
  /** How the waters stood at the end of this month; the present one where absent. */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  cursor: PageQuery.shape.cursor,
  limit: PageQuery.shape.limit,
});
/** Black and malodorous waters (黑臭水体): how they stand on their list, their samples, and which share of them is gone. */
@ApiTags('black-waters')
@Controller('black-waters')
export class BlackWaterController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: BlackWaterOverview })
  async overview(
    @Query({ schema: OverviewQuery }) query: z.infer<typeof OverviewQuery>,
  ): Promise<z.input<typeof BlackWaterOverview>> {
    const today = shanghaiDate(await this.clock.now());
    const { fewestCleanMonths } = this.policy.on(today);
    return { ...(await blackWaterOverview(this.db.manager, query, today)), fewestCleanMonths };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: BlackWaterDetail })
  async find(@Param('id') id: string): Promise<z.input<typeof BlackWaterDetail>> {
    return blackWaterDetail(this.db.manager, id, shanghaiDate(await this.clock.now()));
  }

  @Put(':id')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: BlackWaterState })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveBlackWater }) body: z.infer<typeof SaveBlackWater>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BlackWaterState>> {
    const at = await this.clock.now();
    return this.db.transaction((tx) => saveBlackWater(tx, id, body, at, identity));
  }

  /** Listed, treated, closed, listed again: from a day on and by a paper. */
  @Post(':id/standings')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: BlackWaterState })
  async move(
    @Param('id') id: string,
    @Body({ schema: MoveBlackWater }) body: z.infer<typeof MoveBlackWater>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BlackWaterState>> {
    const at = await this.clock.now();
    const { fewestCleanMonths } = this.policy.on(shanghaiDate(at));
    return this.db.transaction((tx) => moveBlackWater(tx, id, body, { at, identity, fewestCleanMonths }));
  }

  @Put(':id/samples')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Sample })
  async record(
    @Param('id') id: string,
    @Body({ schema: RecordBlackWaterSample }) body: z.infer<typeof RecordBlackWaterSample>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Sample>> {
    const at = await this.clock.now();
    return this.db.transaction(async (tx) => {
      const { water, sample } = await recordSample(tx, id, body, at, identity);
      return shownSample(water, sample);
    });
  }
}
