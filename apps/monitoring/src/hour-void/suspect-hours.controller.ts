import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { suspectGroups } from './suspect-hours.view.js';

const MOST_GROUPS = 500;
const SuspectQuery = z.object({ days: z.coerce.number().int().min(1).max(14).default(3) });
const Suspects = z
  .object({
    days: z.int(),
    /** The newest first; at most 500. */
    items: z.array(
      z.object({
        stationId: z.string(),
        pollutant: z.enum(POLLUTANTS),
        reason: z.enum(['repeats', 'impossible', 'contradicts-neighbours']),
        fromLabel: z.iso.datetime(),
        untilLabel: z.iso.datetime(),
        hours: z.int(),
        value: z.number(),
        /** The highest there can be, PM10 of the hour, or the median of the neighbours. */
        against: z.number().nullable(),
        isLookedAt: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'SuspectHours' });

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
    @Query({ schema: SuspectQuery }) { days }: z.infer<typeof SuspectQuery>,
  ): Promise<z.input<typeof Suspects>> {
    const now = await this.clock.now();
    const rule = this.policy.on(shanghaiDate(now)).suspectHours;
    const groups = rule ? await suspectGroups(this.db.manager, { days, now }, rule) : [];
    return {
      days,
      items: groups.slice(0, MOST_GROUPS).map(({ from, until, ...group }) => ({
        ...group,
        fromLabel: new Date(from).toISOString(),
        untilLabel: new Date(until).toISOString(),
      })),
    };
  }
}
