import { Body, Controller, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { DecimalText } from '#libs/contracts/shapes.js';
import { capacityLeft } from '#libs/domain/water/water-capacity.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { recordCapacity } from './record-capacity.js';
import { capacitiesOfYear, capacityVersions, type WaterCapacity } from './water-capacity.store.js';

const Year = z.coerce.number().int().min(2000).max(2100);
const Item = z.string().trim().min(1).max(20);
const Load = DecimalText.refine((text) => text.length <= 20 && !text.startsWith('-'), 'has to be 0 or more');
const Key = z.object({
  areaId: z.string().min(1).max(100),
  /** A river, lake or reach; empty for all waters of the area. */
  body: z.string().trim().max(60).default(''),
  year: Year,
});
const YearQuery = z.object({ year: Year });
const SaveCapacity = Key.extend({
  loads: z
    .array(z.object({ item: Item, allowed: Load, current: Load }))
    .min(1)
    .max(40),
  basis: z.string().trim().min(2).max(300),
  expectedVersion: z.int().nonnegative(),
}).meta({ id: 'SaveWaterCapacity' });
const TryCapacity = Key.extend({
  planned: z
    .array(z.object({ item: Item, load: Load }))
    .min(1)
    .max(40),
}).meta({
  id: 'TryWaterCapacity',
});
const Capacity = z
  .object({
    areaId: z.string(),
    body: z.string(),
    year: z.int(),
    version: z.int(),
    basis: z.string(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    /** Loads in t a year. */
    items: z.array(
      z.object({
        item: z.string(),
        allowed: DecimalText,
        current: DecimalText,
        left: DecimalText,
        usedPercent: z.string().nullable(),
        /** What a planned load would leave; null where none was asked for. */
        leftAfter: DecimalText.nullable(),
        isExceeded: z.boolean(),
      }),
    ),
    /** Items that were asked for and nothing is recorded of. */
    unknown: z.array(z.string()),
  })
  .meta({ id: 'WaterCapacity' });
const CapacityList = z.object({ items: z.array(Capacity) }).meta({ id: 'WaterCapacityList' });

const capacityOf = (
  { loads, recordedAt, ...rest }: WaterCapacity,
  planned: Readonly<Record<string, string>> = {},
): z.input<typeof Capacity> => ({
  ...rest,
  recordedAt: recordedAt.toISOString(),
  items: capacityLeft(loads, planned).map((left, n) => ({
    ...left,
    allowed: loads[n]!.allowed,
    current: loads[n]!.current,
  })),
  unknown: Object.keys(planned).filter((item) => !loads.some((load) => load.item === item)),
});

/** What waters may take (水环境容量), what they take, and whether a project's load still fits. */
@ApiTags('water-capacity')
@Controller('water-capacity')
export class WaterCapacityController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: CapacityList })
  async list(@Query({ schema: YearQuery }) { year }: z.infer<typeof YearQuery>): Promise<z.input<typeof CapacityList>> {
    return { items: (await capacitiesOfYear(this.db.manager, year)).map((one) => capacityOf(one)) };
  }

  @Get('versions')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: CapacityList })
  async versions(@Query({ schema: Key }) key: z.infer<typeof Key>): Promise<z.input<typeof CapacityList>> {
    return { items: (await capacityVersions(this.db.manager, key)).map((one) => capacityOf(one)) };
  }

  @Put()
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Capacity })
  async save(
    @Body({ schema: SaveCapacity }) body: z.infer<typeof SaveCapacity>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Capacity>> {
    const at = await this.clock.now();
    await this.db.transaction((tx) => recordCapacity(tx, body, at, identity));
    return capacityOf(await this.inForce(body));
  }

  /** What a project or a permit would leave; nothing is kept. */
  @Post('trial')
  @HttpCode(200)
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Capacity })
  async trial(@Body({ schema: TryCapacity }) body: z.infer<typeof TryCapacity>): Promise<z.input<typeof Capacity>> {
    const planned = Object.fromEntries(body.planned.map(({ item, load }) => [item, load]));
    return capacityOf(await this.inForce(body), planned);
  }

  private async inForce(key: z.infer<typeof Key>): Promise<WaterCapacity> {
    const [newest] = await capacityVersions(this.db.manager, key);
    if (!newest)
      throw new Refusal('WATER_CAPACITY_NOT_FOUND', `no capacity of ${key.areaId} ${key.body} in ${key.year}`);
    return newest;
  }
}
