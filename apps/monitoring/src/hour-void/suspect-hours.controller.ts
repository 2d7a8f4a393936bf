import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, pagedBy } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { type SuspectPlace, suspectPage } from './suspect-hours.view.js';

const Reason = z.enum(['repeats', 'impossible', 'contradicts-neighbours']);
const SuspectQuery = z.object({
  days: z.coerce.number().int().min(1).max(14).default(3),
  cursor: Cursor,
  limit: Limit,
});
const BY_PLACE = pagedBy(z.iso.datetime(), z.string(), z.enum(POLLUTANTS), Reason);
const Suspects = z
  .object({
    days: z.int(),
    /** The newest first. */
    items: z.array(
      z.object({
        stationId: z.string(),
        pollutant: z.enum(POLLUTANTS),
        reason: Reason,
        fromLabel: z.iso.datetime(),
        untilLabel: z.iso.datetime(),
        hours: z.int(),
        value: z.number(),
        /** The highest there can be, PM10 of the hour, or the median of the neighbours. */
        against: z.number().nullable(),
        isLookedAt: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SuspectHours' });

const placeOf = (cursor: string | undefined): SuspectPlace | null => {
  const key = BY_PLACE.after(cursor);
  if (!key) return null;
  const [until, stationId, pollutant, reason] = key;
  return { until: Date.parse(until), stationId, pollutant, reason };
};

/** Hours that repeat, cannot be, or contradict the neighbours: pointed out, never taken out of a figure by themselves. */
@ApiTags('suspect-hours')
@Controller('suspect-hours')
export class SuspectHoursController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Suspects })
  async list(
    @Query({ schema: SuspectQuery }) { days, cursor, limit }: z.infer<typeof SuspectQuery>,
  ): Promise<z.input<typeof Suspects>> {
    const now = await this.clock.now();
    const rule = this.policy.on(shanghaiDate(now)).suspectHours;
    const of = { days, now, after: placeOf(cursor), limit };
    const groups = rule ? await suspectPage(this.db.manager, of, rule) : [];
    return {
      days,
      items: groups.map(({ from, until, ...group }) => ({
        ...group,
        fromLabel: new Date(from).toISOString(),
        untilLabel: new Date(until).toISOString(),
      })),
      nextCursor: BY_PLACE.next(groups, limit, ({ until, stationId, pollutant, reason }) => [
        new Date(until).toISOString(),
        stationId,
        pollutant,
        reason,
      ]),
    };
  }
}
