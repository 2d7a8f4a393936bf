import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AirReport } from '#libs/domain/air/aqi.js';
import { AQI_CATEGORIES } from '#libs/domain/air/category.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextInstantCursor, pagedBy, readInstantCursor } from '#libs/identity/paging.js';
import { areaDayPage, type DayView, hourPage, hourRevisions, stationDayPage } from './air.view.js';

const Instant = z.iso.datetime();
const Values = z.record(z.string(), z.number());
const HourQuery = z.object({
  stationId: z.string().max(100),
  from: Instant.optional(),
  /** One hour with all its revisions instead of a list. */
  label: Instant.optional(),
  cursor: Cursor,
  limit: Limit,
});
const Hour = z
  .object({
    stationId: z.string(),
    label: Instant,
    revision: z.int(),
    isCurrent: z.boolean(),
    values: Values,
    aqi: z.int().nullable(),
    category: z.string().nullable(),
    primary: z.array(z.string()),
    dataState: z.string(),
    edition: z.string(),
    packetId: z.string(),
    /** Of the values, those two persons have voided. */
    voided: z.array(z.string()),
  })
  .meta({ id: 'StationHour' });
const HourList = z.object({ items: z.array(Hour), nextCursor: z.string().nullable() }).meta({ id: 'StationHourList' });

const DayQuery = z
  .object({
    stationId: z.string().max(100).optional(),
    areaId: z.string().max(100).optional(),
    cursor: Cursor,
    limit: Limit,
  })
  .refine(({ stationId, areaId }) => (stationId === undefined) !== (areaId === undefined), {
    message: 'either stationId or areaId',
    path: ['stationId'],
  });
const Day = z
  .object({
    subject: z.object({ kind: z.enum(['station', 'area']), id: z.string() }),
    day: z.iso.date(),
    revision: z.int(),
    aqi: z.int().nullable(),
    state: z.string(),
    category: z.string().nullable(),
    primary: z.array(z.string()),
    values: Values,
    dataState: z.string(),
    edition: z.string(),
    /** Areas only: rests on a station whose status as an evaluation point is unknown. */
    provisional: z.boolean(),
  })
  .meta({ id: 'AirDay' });
const DayList = z.object({ items: z.array(Day), nextCursor: z.string().nullable() }).meta({ id: 'AirDayList' });
const BY_DAY = pagedBy(z.iso.date());

const dayOf = (
  kind: 'station' | 'area',
  row: DayView<{ readonly report: AirReport; readonly values: object }>,
  provisional: boolean,
): z.input<typeof Day> => {
  const { aqi, state, level, primary } = row.content.report;
  return {
    subject: { kind, id: row.id },
    day: row.day,
    revision: row.revision,
    aqi,
    state,
    category: level === null ? null : AQI_CATEGORIES[level].name,
    primary: [...primary],
    values: row.content.values as Record<string, number>,
    dataState: row.dataState,
    edition: row.edition,
    provisional,
  };
};

@ApiTags('air')
@Controller()
export class AirController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get('hours')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: HourList })
  async hours(@Query({ schema: HourQuery }) query: z.infer<typeof HourQuery>): Promise<z.input<typeof HourList>> {
    const { stationId, label, limit } = query;
    const rows = label
      ? await hourRevisions(this.db.manager, stationId, new Date(label))
      : await hourPage(this.db.manager, {
          stationId,
          from: query.from ? new Date(query.from) : null,
          before: readInstantCursor(query.cursor),
          limit,
        });
    return {
      items: rows.map(({ level, ...row }) => ({
        ...row,
        label: row.label.toISOString(),
        values: row.values as Record<string, number>,
        primary: [...row.primary],
        voided: [...row.voided],
        category: level === null ? null : AQI_CATEGORIES[level].name,
      })),
      nextCursor: label ? null : nextInstantCursor(rows, limit, (row) => row.label),
    };
  }

  @Get('days')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: DayList })
  async days(@Query({ schema: DayQuery }) query: z.infer<typeof DayQuery>): Promise<z.input<typeof DayList>> {
    const page = { before: BY_DAY.after(query.cursor)?.[0] ?? null, limit: query.limit };
    const items =
      query.areaId === undefined
        ? (await stationDayPage(this.db.manager, { ...page, id: query.stationId ?? '' })).map((row) =>
            dayOf('station', row, false),
          )
        : (await areaDayPage(this.db.manager, { ...page, id: query.areaId })).map((row) =>
            dayOf('area', row, row.content.uncertain !== null),
          );
    return { items, nextCursor: BY_DAY.next(items, query.limit, ({ day }) => [day]) };
  }
}
