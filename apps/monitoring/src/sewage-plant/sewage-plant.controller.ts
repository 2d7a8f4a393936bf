import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addDays, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { PageQuery } from '../register/register.api.js';
import { reportDays, savePlant } from './save-plant.js';
import { PlantDetail, PlantList, PlantState, ReportDays, SavePlant } from './sewage-plant.api.js';
import { plantDetail, plantList } from './sewage-plant.view.js';

const DAYS_SHOWN = 92;
const SeriesQuery = z.object({
  /** Last day; today where absent. */
  to: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(366).default(DAYS_SHOWN),
});
const PlantQuery = PageQuery.omit({ retired: true });

/** Sewage plants: what they can treat, what reaches them, what leaves them, and the sludge that stays. */
@ApiTags('sewage-plants')
@Controller()
export class SewagePlantController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get('sewage-plants')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: PlantList })
  async list(@Query({ schema: PlantQuery }) query: z.infer<typeof PlantQuery>): Promise<z.input<typeof PlantList>> {
    const today = shanghaiDate(await this.clock.now());
    return plantList(this.db.manager, query, today, this.policy);
  }

  @Get('outlets/:id/plant')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: PlantDetail })
  async find(
    @Param('id') id: string,
    @Query({ schema: SeriesQuery }) query: z.infer<typeof SeriesQuery>,
  ): Promise<z.input<typeof PlantDetail>> {
    const to = query.to ?? shanghaiDate(await this.clock.now());
    return plantDetail(this.db.manager, id, { from: addDays(to, 1 - query.days), to }, this.policy);
  }

  @Put('outlets/:id/plant')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: PlantState })
  async save(
    @Param('id') id: string,
    @Body({ schema: SavePlant }) body: z.infer<typeof SavePlant>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof PlantState>> {
    const at = await this.clock.now();
    return this.db.transaction((tx) => savePlant(tx, id, body, at, identity));
  }

  @Post('outlets/:id/plant-days')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: PlantDetail })
  async report(
    @Param('id') id: string,
    @Body({ schema: ReportDays }) body: z.infer<typeof ReportDays>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof PlantDetail>> {
    const at = await this.clock.now();
    const to = shanghaiDate(at);
    return this.db.transaction(async (tx) => {
      await reportDays(tx, id, body, at, identity);
      return plantDetail(tx, id, { from: addDays(to, 1 - DAYS_SHOWN), to }, this.policy);
    });
  }
}
