import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate, DecimalText } from '#libs/contracts/shapes.js';
import { samePeriodBefore } from '#libs/domain/air/same-period.js';
import { placeChange, placeFromTop } from '#libs/domain/assessment/list-place.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import {
  type ExternalRanking as Row,
  keyText,
  rankingPage,
  rankingsOf,
  type RankingKey,
} from './external-ranking.store.js';
import { recordExternalRanking } from './record-external-ranking.js';

const Medium = z.enum(['air', 'water']);
const Text = z.string().trim().min(2).max(120);
const ExternalRanking = z
  .object({
    id: z.uuid(),
    /** What is ranked. */
    medium: Medium,
    areaId: z.string(),
    list: z.string(),
    measure: z.string(),
    period: z.object({ label: z.string(), from: CivilDate, to: CivilDate }),
    place: z.int(),
    countedFrom: z.enum(['top', 'bottom']),
    size: z.int(),
    /** The same place counted from the top. */
    fromTop: z.int(),
    value: z.string().nullable(),
    document: z.string(),
    version: z.int(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    /** The same list in the same period a year before; null where nobody recorded it. */
    yearBefore: z
      .object({
        fromTop: z.int(),
        size: z.int(),
        /** Places gained (+) or lost (-), counted from the top. */
        places: z.int(),
        /** The lists differ in length. */
        sizeDiffers: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'ExternalRanking' });
const ExternalRankingList = z
  .object({ items: z.array(ExternalRanking), nextCursor: z.string().nullable() })
  .meta({ id: 'ExternalRankingList' });
const RecordRanking = z
  .object({
    medium: Medium.default('air'),
    areaId: z.string().max(100),
    list: Text,
    measure: Text,
    period: z
      .object({ label: z.string().trim().min(2).max(40), from: CivilDate, to: CivilDate })
      .refine(({ from, to }) => to >= from, { message: 'has to be from on or later', path: ['to'] }),
    place: z.int().positive(),
    countedFrom: z.enum(['top', 'bottom']),
    size: z.int().positive().max(10_000),
    value: DecimalText.optional(),
    document: Text,
    expectedVersion: z.int().nonnegative(),
  })
  .refine(({ place, size }) => place <= size, { message: 'has to be within the list', path: ['place'] })
  .meta({ id: 'RecordExternalRanking' });
const RankingQuery = z.object({
  areaId: z.string().max(100).optional(),
  list: z.string().max(120).optional(),
  medium: Medium.optional(),
  cursor: Cursor,
  limit: Limit,
});

const keyBefore = (row: Row): RankingKey => {
  const { from, to } = samePeriodBefore({ label: '', from: row.fromDay, to: row.toDay });
  return { areaId: row.areaId, list: row.list, measure: row.measure, fromDay: from, toDay: to };
};

const shown = (row: Row, earlier: Row | undefined): z.input<typeof ExternalRanking> => ({
  id: row.id,
  medium: row.medium,
  areaId: row.areaId,
  list: row.list,
  measure: row.measure,
  period: { label: row.periodLabel, from: row.fromDay, to: row.toDay },
  place: row.place,
  countedFrom: row.countedFrom,
  size: row.size,
  fromTop: placeFromTop(row),
  value: row.value,
  document: row.document,
  version: row.version,
  recordedAt: row.recordedAt.toISOString(),
  recordedBy: row.recordedBy,
  yearBefore: earlier ? { fromTop: placeFromTop(earlier), size: earlier.size, ...placeChange(row, earlier) } : null,
});

/** Places of areas in lists that others publish, with their change against the year before. */
@ApiTags('external-rankings')
@Controller('external-rankings')
export class ExternalRankingController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ExternalRankingList })
  async list(
    @Query({ schema: RankingQuery }) query: z.infer<typeof RankingQuery>,
  ): Promise<z.input<typeof ExternalRankingList>> {
    const rows = await rankingPage(this.db.manager, {
      areaId: query.areaId ?? null,
      list: query.list ?? null,
      medium: query.medium ?? null,
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    const earlier = await rankingsOf(this.db.manager, rows.map(keyBefore));
    return {
      items: rows.map((row) => shown(row, earlier.get(keyText(keyBefore(row))))),
      nextCursor: nextCursor(rows, query.limit, ({ at }) => at),
    };
  }

  @Post()
  @HttpCode(201)
  @Requires('target.manage')
  @ApiCreatedResponse({ standardSchema: ExternalRanking })
  async record(
    @Body({ schema: RecordRanking }) body: z.infer<typeof RecordRanking>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ExternalRanking>> {
    const at = await this.clock.now();
    const { period, value, ...rest } = body;
    const wish = {
      ...rest,
      periodLabel: period.label,
      fromDay: period.from,
      toDay: period.to,
      value: value ?? null,
    };
    const row = await this.db.transaction((tx) => recordExternalRanking(tx, wish, at, identity));
    const earlier = await rankingsOf(this.db.manager, [keyBefore(row)]);
    return shown(row, earlier.get(keyText(keyBefore(row))));
  }
}
