import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addDays, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { effluentLoad, NO_PLANT_LINES, plantSeries } from '#libs/domain/water/sewage-plant.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { PageQuery } from '../register/register.api.js';
import { reportDays, savePlant } from './save-plant.js';
import { type PlantDayView, PlantDetail, PlantList, PlantState, ReportDays, SavePlant } from './sewage-plant.api.js';
import { daysUpTo, findPlant, type KeptPlantDay, listPlants } from './sewage-plant.store.js';

const DAYS_SHOWN = 92;
const SeriesQuery = z.object({
  /** Last day; today where absent. */
  to: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(366).default(DAYS_SHOWN),
});
const PlantQuery = PageQuery.omit({ retired: true });

const textOf = (values: KeptPlantDay['effluent']): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([item, value]) => [item, String(value)]));

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
  async list(
    @Query({ schema: PlantQuery }) { cursor, limit }: z.infer<typeof PlantQuery>,
  ): Promise<z.input<typeof PlantList>> {
    const tx = this.db.manager;
    const to = shanghaiDate(await this.clock.now());
    const plants = await listPlants(tx, { after: cursor, limit });
    const days = await daysUpTo(tx, { outletIds: plants.map(({ plant }) => plant.outletId), to });
    return {
      items: plants.map((named) => ({
        ...named,
        newest: this.figures(named.plant, days, to).at(-1) ?? null,
      })),
      nextCursor: plants.length === limit ? (plants.at(-1)?.plant.outletId ?? null) : null,
    };
  }

  @Get('outlets/:id/plant')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: PlantDetail })
  async find(
    @Param('id') id: string,
    @Query({ schema: SeriesQuery }) query: z.infer<typeof SeriesQuery>,
  ): Promise<z.input<typeof PlantDetail>> {
    const to = query.to ?? shanghaiDate(await this.clock.now());
    return this.detail(this.db.manager, id, { from: addDays(to, 1 - query.days), to });
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
      return this.detail(tx, id, { from: addDays(to, 1 - DAYS_SHOWN), to });
    });
  }

  private async detail(
    tx: EntityManager,
    id: string,
    span: { readonly from: string; readonly to: string },
  ): Promise<z.input<typeof PlantDetail>> {
    const named = await findPlant(tx, id);
    if (!named) throw new Refusal('SEWAGE_PLANT_NOT_FOUND', `outlet ${id} is no plant's`);
    const days = await daysUpTo(tx, { outletIds: [id], to: span.to });
    const shown = days.filter(({ day }) => day >= span.from);
    return {
      ...named,
      days: this.figures(named.plant, days, span.to)
        .filter(({ day }) => day >= span.from)
        .reverse(),
      loads: Object.entries(named.plant.limits).map(([item, { name }]) => ({
        item,
        name,
        kilograms: effluentLoad(shown, item),
      })),
    };
  }

  private figures(plant: PlantState, all: readonly KeptPlantDay[], on: string): PlantDayView[] {
    const days = all.filter(({ outletId }) => outletId === plant.outletId);
    return plantSeries(plant, days, this.policy.on(on).plant ?? NO_PLANT_LINES).map((figures, n): PlantDayView => {
      const { outletId: _outlet, effluent, ...day } = days[n] as KeptPlantDay;
      return {
        ...day,
        ...figures,
        effluent: textOf(effluent),
        effluentBeyond: figures.effluentBeyond?.map((one) => ({ ...one })) ?? null,
        signals: [...figures.signals],
      };
    });
  }
}
