import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addMonths, monthOf, shanghaiDate, shanghaiInstant, addDays } from '#libs/domain/calendar/shanghai.js';
import { cumulativeFigures, yearFigures } from '#libs/domain/water/month-figures.js';
import { type TargetClass } from '#libs/domain/water/section-register.js';
import { windowResult } from '#libs/domain/water/window-result.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { InvalidInput } from '#libs/identity/input.js';
import { CLOCK } from '#libs/service/tokens.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { heldEpisodes } from '../held-value/held-value.store.js';
import { sectionRows } from '../section-row/section-row.store.js';
import { monthOf as monthView, SectionMonths, SectionWindow, windowOf, yearOf } from './section-month.api.js';
import { closedThrough, sectionsWithMonths } from './section-month.view.js';

const CivilMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const MonthsQuery = z.object({
  /** Last month; the present one where absent. */
  to: CivilMonth.optional(),
  months: z.coerce.number().int().min(1).max(60).default(24),
});
const WindowQuery = z.object({ from: z.iso.date(), to: z.iso.date() });
const MOST_DAYS = 366;

/** A section month by month, and over any days. */
@ApiTags('sections')
@Controller('sections/:id')
export class SectionMonthController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('months')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SectionMonths })
  async months(
    @Param('id') id: string,
    @Query({ schema: MonthsQuery }) query: z.infer<typeof MonthsQuery>,
  ): Promise<z.input<typeof SectionMonths>> {
    const tx = this.db.manager;
    const state = await findSubjectOfKind(tx, 'section', id);
    const last = query.to ?? monthOf(shanghaiDate(await this.clock.now()));
    const first = addMonths(last, 1 - query.months);
    const closed = await closedThrough(tx);
    const [found] = await sectionsWithMonths(tx, [state], last);
    if (!found) throw new Error(`section ${id} is lost`);
    const { section, contents, results, months } = found;
    const isClosed = ({ month }: { readonly month: string }) => closed !== null && month <= closed;
    return {
      sectionId: id,
      closedThrough: closed,
      months: months
        .filter(({ month }) => month >= first)
        .map((figures) =>
          monthView(figures, cumulativeFigures(section, results, figures), contents.get(figures.month) ?? null, closed),
        )
        .reverse(),
      years: yearFigures(section, results.filter(isClosed), months.filter(isClosed)).map(yearOf).reverse(),
    };
  }

  /** Means, class and gap over any days, such as the first half of a month. */
  @Get('window')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SectionWindow })
  async window(
    @Param('id') id: string,
    @Query({ schema: WindowQuery }) query: z.infer<typeof WindowQuery>,
  ): Promise<z.input<typeof SectionWindow>> {
    const { from, to } = query;
    if (from > to || addDays(from, MOST_DAYS) <= to)
      throw new InvalidInput([{ path: 'to', message: `from ${from} up to ${MOST_DAYS} days` }]);
    const tx = this.db.manager;
    const state = await findSubjectOfKind(tx, 'section', id);
    const [found] = await sectionsWithMonths(tx, [state], monthOf(to));
    if (!found) throw new Error(`section ${id} is lost`);
    const [after, until] = [shanghaiInstant(from), shanghaiInstant(addDays(to, 1))];
    const held = (await heldEpisodes(tx, { sectionId: id, item: null, from: after, to: until })).filter(
      ({ state: how }) => how === 'held' || how === 'excluded',
    );
    const kept = await sectionRows(tx, { sectionId: id, after, until });
    const rows = kept.map(({ at, itemValues }) => ({
      at,
      values: itemValues,
      heldItems: held.filter((one) => one.at.some((instant) => +instant === +at)).map(({ item }) => item as 'do'),
    }));
    const { section } = found;
    const target: TargetClass | null = section.targetOf(Number(to.slice(0, 4)));
    const { body } = section;
    const closed = await closedThrough(tx);
    return windowOf(
      query,
      windowResult(rows, query, { body, target, closedThrough: closed, decimals: 'assess' }),
      target,
      body,
      kept.every(({ dataState }) => dataState === 'reviewed'),
    );
  }
}
