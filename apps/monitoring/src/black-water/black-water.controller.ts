import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { monthOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { blackOdour, itemGrades } from '#libs/domain/water/black-odour.js';
import { cleanMonths, elimination, waterAt } from '#libs/domain/water/black-water-list.js';
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
import { type BlackWaterSample, findBlackWater, samplesUpTo } from './black-water.store.js';
import { monthsOfWater, watersWithMonths } from './black-water.view.js';
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
/** Months and samples shown of a water, the newest of them. */
const [MONTHS_LISTED, MONTHS_SHOWN, SAMPLES_SHOWN] = [12, 36, 300];

const pointName = (water: BlackWaterState, point: string): string =>
  water.points.find(({ id }) => id === point)?.name ?? point;

const shown = (water: BlackWaterState, sample: BlackWaterSample): z.input<typeof Sample> => ({
  point: sample.point,
  pointName: pointName(water, sample.point),
  sampledOn: sample.sampledOn,
  values: { ...sample.itemValues },
  grade: blackOdour(sample.itemValues) ?? null,
  items: [...itemGrades(sample.itemValues)].flatMap(([item, grade]) => (grade === null ? [] : [item])),
  version: sample.version,
  recordedAt: sample.recordedAt.toISOString(),
  recordedBy: sample.recordedBy,
});

const gradeOf = ({ month, grade }: { month: string; grade: '轻度黑臭' | '重度黑臭' | null | undefined }) => ({
  month,
  grade: grade ?? null,
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
    const month = query.month ?? monthOf(today);
    const all = (await watersWithMonths(this.db.manager, month)).map(({ water, months }) => ({
      water,
      months,
      listed: { history: water.standings, months },
    }));
    const page = all.filter(({ water }) => water.id > query.cursor).slice(0, query.limit);
    return {
      month,
      fewestCleanMonths: this.policy.on(today).fewestCleanMonths,
      elimination: elimination(
        all.map(({ listed }) => listed),
        month,
      ),
      nextCursor: page.length === query.limit ? (page.at(-1)?.water.id ?? null) : null,
      items: page.map(({ water, months, listed }) => {
        const then = waterAt(listed, month);
        return {
          water,
          then: then && { ...then, newest: then.newest && gradeOf(then.newest) },
          cleanMonths: cleanMonths(water.standings, months, month),
          months: months.slice(0, MONTHS_LISTED).map(gradeOf),
        };
      }),
    };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: BlackWaterDetail })
  async find(@Param('id') id: string): Promise<z.input<typeof BlackWaterDetail>> {
    const tx = this.db.manager;
    const water = await findBlackWater(tx, id);
    if (!water) throw new Refusal('BLACK_WATER_NOT_FOUND', `no black water ${id}`);
    const today = shanghaiDate(await this.clock.now());
    const samples = await samplesUpTo(tx, { waterIds: [id], to: today });
    const months = monthsOfWater(samples);
    return {
      water,
      cleanMonths: cleanMonths(water.standings, months, monthOf(today)),
      months: months.slice(0, MONTHS_SHOWN).map((one) => ({
        ...gradeOf(one),
        samples: one.samples,
        points: one.points.map((point) => ({
          point: point.point,
          pointName: pointName(water, point.point),
          samples: point.samples,
          means: { ...point.means },
          grade: point.grade ?? null,
          items: [...point.items],
        })),
      })),
      samples: samples.slice(0, SAMPLES_SHOWN).map((sample) => shown(water, sample)),
    };
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
      const sample = await recordSample(tx, id, body, at, identity);
      const water = await findBlackWater(tx, id);
      if (!water) throw new Error(`black water ${id} is lost`);
      return shown(water, sample);
    });
  }
}
