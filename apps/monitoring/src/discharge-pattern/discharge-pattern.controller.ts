import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addDays, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { PATTERN_DEFINITIONS } from './day-patterns.js';
import { foundPatterns } from './discharge-pattern.store.js';

const PatternQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(90),
  /** Last day; today where absent. */
  to: z.iso.date().optional(),
});
const Patterns = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    items: z.array(
      z.object({
        /** Id of the number, for its evidence. */
        id: z.uuid(),
        pattern: z.enum(PATTERN_DEFINITIONS),
        day: z.iso.date(),
        /** Hours; of the share at night per cent. */
        value: z.string(),
        revision: z.int(),
        factorName: z.string().nullable(),
        /** Labels of the hours that show it. */
        hours: z.array(z.iso.datetime()),
        /** Hours the facilities ran that day, added up; null where they did not say. */
        ranHours: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DischargePatterns' });

const Details = z.object({
  factorName: z.string().optional(),
  hours: z.union([z.array(z.string()), z.number()]).optional(),
  ranHours: z.string().nullish(),
});

/** Days of an outlet that speak of hidden discharge (偷排漏排). */
@ApiTags('outlets')
@Controller('outlets')
export class DischargePatternController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id/discharge-patterns')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Patterns })
  async list(
    @Param('id') id: string,
    @Query({ schema: PatternQuery }) query: z.infer<typeof PatternQuery>,
  ): Promise<z.input<typeof Patterns>> {
    const tx = this.db.manager;
    await findSubjectOfKind(tx, 'outlet', id);
    const to = query.to ?? shanghaiDate(await this.clock.now());
    const from = addDays(to, 1 - query.days);
    const found = await foundPatterns(tx, { outletId: id, definitions: PATTERN_DEFINITIONS, from, to });
    return {
      from,
      to,
      items: found.map(({ definition, details, ...one }) => {
        const { factorName, hours, ranHours } = Details.parse(details);
        return {
          id: one.id,
          pattern: definition as (typeof PATTERN_DEFINITIONS)[number],
          day: one.day,
          value: one.value,
          revision: one.revision,
          factorName: factorName ?? null,
          hours: Array.isArray(hours) ? hours : [],
          ranHours: ranHours ?? null,
        };
      }),
    };
  }
}
