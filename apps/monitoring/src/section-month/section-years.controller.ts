import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { monthOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { type SectionYear, sectionYears } from '#libs/domain/water/section-years.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { closedThrough, isReviewed, sectionsWithMonths, type SectionWithMonths } from './section-month.view.js';

const MonthNumber = z.coerce.number().int().min(1).max(12);
const MOST_YEARS_BACK = 4;
const YearsQuery = z
  .object({
    /** The latest year; the present one where absent. */
    year: z.coerce.number().int().min(1990).max(2100).optional(),
    back: z.coerce.number().int().min(1).max(MOST_YEARS_BACK).default(1),
    /** First and last month. */
    from: MonthNumber.default(1),
    to: MonthNumber.default(12),
    /** `own`: each year has its own months; `common`: only months evaluated in every year. */
    gaps: z.enum(['own', 'common']).default('own'),
  })
  .refine(({ from, to }) => to >= from, { message: 'has to be from on or later', path: ['to'] });

const WaterClass = z.int().min(1).max(6).nullable();
const SectionYears = z
  .object({
    sectionId: z.string(),
    gaps: z.enum(['OWN_MONTHS', 'COMMON_MONTHS']),
    closedThrough: z.string().nullable(),
    /** Months of the period, `01` to `12`; the rows of every year stand beside them. */
    axis: z.array(z.string()),
    /** The latest first. */
    years: z.array(
      z.object({
        year: z.int(),
        /** `final` once the whole period is closed and all rows of the months that count have been reviewed. */
        finality: z.enum(['provisional', 'final']),
        dataState: z.string().nullable(),
        waterClass: WaterClass,
        /** Means over the months that count, by item. */
        means: z.record(z.string(), z.string()),
        /** Months that count, `01` to `12`: closed ones. */
        counted: z.array(z.string()),
        compliance: z.object({ compliant: z.int(), evaluated: z.int(), rate: z.string().nullable() }),
        classes: z.array(WaterClass),
        values: z.record(z.string(), z.array(z.string().nullable())),
      }),
    ),
    /** The latest year against each further one, in their order. */
    against: z.array(
      z.object({
        year: z.int(),
        change: z.string().nullable(),
        /** In percentage points. */
        ratePoints: z.string().nullable(),
        items: z.array(
          z.object({
            item: z.string(),
            name: z.string(),
            current: z.string().nullable(),
            earlier: z.string().nullable(),
            change: z.string().nullable(),
            changePercent: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'SectionYears' });

const yearOf = (
  { year, months, counted, means, waterClass, compliance }: SectionYear,
  { contents }: SectionWithMonths,
  isClosed: boolean,
) => {
  const rested = counted.flatMap((month) => contents.get(month) ?? []);
  const found = new Set(months.flatMap((one) => one?.evaluation.items.map(({ item }) => item) ?? []));
  return {
    year,
    finality: isClosed && rested.every(isReviewed) ? ('final' as const) : ('provisional' as const),
    dataState: rested.length === 0 ? null : lowestDataState(rested.map(({ dataState }) => dataState)),
    waterClass,
    means: { ...means.values },
    counted: counted.map((month) => month.slice(5)),
    compliance: { compliant: compliance.compliant, evaluated: compliance.evaluated, rate: compliance.rate },
    classes: months.map((one) => one?.evaluation.waterClass ?? null),
    values: Object.fromEntries(
      [...found].map((item) => [
        item,
        months.map((one) => one?.evaluation.items.find((value) => value.item === item)?.value ?? null),
      ]),
    ),
  };
};

/** A section's months beside the same ones of other years. */
@ApiTags('sections')
@Controller('sections/:id')
export class SectionYearsController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('years')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SectionYears })
  async years(
    @Param('id') id: string,
    @Query({ schema: YearsQuery }) query: z.infer<typeof YearsQuery>,
  ): Promise<z.input<typeof SectionYears>> {
    const tx = this.db.manager;
    const state = await findSubjectOfKind(tx, 'section', id);
    const now = monthOf(shanghaiDate(await this.clock.now()));
    const year = query.year ?? Number(now.slice(0, 4));
    const [found] = await sectionsWithMonths(tx, [state], `${year}-12` < now ? `${year}-12` : now);
    if (!found) throw new Error(`section ${id} is lost`);
    const gaps = query.gaps === 'common' ? 'COMMON_MONTHS' : 'OWN_MONTHS';
    const closed = await closedThrough(tx);
    const wish = { year, back: query.back, from: query.from, to: query.to, gaps, closedThrough: closed } as const;
    const lastOf = (one: number) => `${one}-${String(query.to).padStart(2, '0')}`;
    const { years, against } = sectionYears(found.section, found.results, found.months, wish);
    return {
      sectionId: id,
      gaps,
      closedThrough: closed,
      axis: Array.from({ length: query.to - query.from + 1 }, (_, n) => String(query.from + n).padStart(2, '0')),
      years: years.map((one) => yearOf(one, found, closed !== null && lastOf(one.year) <= closed)),
      against: against.map(({ items, change, ratePoints }, n) => ({
        year: years[n + 1]!.year,
        change,
        ratePoints,
        items: items.map((one) => ({ ...one })),
      })),
    };
  }
}
