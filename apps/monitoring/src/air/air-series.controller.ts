import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { CivilDate, spanUpTo } from '#libs/contracts/shapes.js';
import { daysBetween, hourLabelInstant } from '#libs/domain/calendar/shanghai.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { dayCalendar, hourSeries } from './air-series.view.js';

const MOST_DAYS = 366;
const HOURS_OF_DAY = 24;

const span = { from: CivilDate, to: CivilDate };
const A_YEAR = spanUpTo(MOST_DAYS, 'a year');

const HourSeriesQuery = z.object({ stationId: z.string().max(100), ...span }).refine(...A_YEAR);
const Row = z.array(z.number().nullable());
const HourSeries = z
  .object({
    stationId: z.string(),
    /** Label (end) of the first hour. */
    first: z.iso.datetime(),
    hours: z.int(),
    values: z.record(z.string(), Row),
    aqi: z.array(z.int().nullable()),
    corrected: z.array(z.int()),
    voided: z.array(z.int()),
    due: z.int(),
    missing: z.array(z.int()),
  })
  .meta({ id: 'HourSeries' });

const CalendarQuery = z
  .object({ stationId: z.string().max(100).optional(), areaId: z.string().max(100).optional(), ...span })
  .refine(({ stationId, areaId }) => (stationId === undefined) !== (areaId === undefined), {
    message: 'either stationId or areaId',
    path: ['stationId'],
  })
  .refine(...A_YEAR);
const DayCalendar = z
  .object({
    days: z.array(
      z.object({
        day: CivilDate,
        aqi: z.int().nullable(),
        category: z.string().nullable(),
        state: z.string(),
        primary: z.array(z.string()),
        values: z.record(z.string(), z.number()),
        dataState: z.string(),
        edition: z.string(),
        isDust: z.boolean(),
      }),
    ),
    /** Days that are over, on which something was due, and of which there is no record at all. */
    missing: z.array(CivilDate),
    /** Days of the span without an index, with or without a record. */
    notEvaluated: z.int(),
  })
  .meta({ id: 'AirDayCalendar' });

/** Whole spans at once, for curves and calendars; single hours and days with their revisions are under `/hours` and `/days`. */
@ApiTags('air')
@Controller()
export class AirSeriesController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Natural days: the first hour of a day is labelled 01:00, the last 24:00. */
  @Get('hour-series')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: HourSeries })
  async hours(
    @Query({ schema: HourSeriesQuery }) { stationId, from, to }: z.infer<typeof HourSeriesQuery>,
  ): Promise<z.input<typeof HourSeries>> {
    const hours = (daysBetween(from, to) + 1) * HOURS_OF_DAY;
    const wanted = { first: hourLabelInstant(from, 1), hours };
    const series = await hourSeries(this.db.manager, stationId, wanted, await this.clock.now());
    return {
      ...series,
      stationId,
      first: series.first.toISOString(),
      values: Object.fromEntries(Object.entries(series.values).map(([name, row]) => [name, [...row]])),
      aqi: [...series.aqi],
      corrected: [...series.corrected],
      voided: [...series.voided],
      missing: [...series.missing],
    };
  }

  @Get('day-calendar')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: DayCalendar })
  async days(
    @Query({ schema: CalendarQuery }) { stationId, areaId, from, to }: z.infer<typeof CalendarQuery>,
  ): Promise<z.input<typeof DayCalendar>> {
    const subject =
      stationId === undefined
        ? ({ kind: 'area', id: areaId ?? '' } as const)
        : ({ kind: 'station', id: stationId } as const);
    const found = await dayCalendar(this.db.manager, subject, { from, to }, await this.clock.now());
    return {
      days: found.days.map((day) => ({ ...day, primary: [...day.primary], values: { ...day.values } })),
      missing: [...found.missing],
      notEvaluated: found.notEvaluated,
    };
  }
}
