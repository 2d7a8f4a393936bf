import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { sealedUntil } from '../seal/seal.store.js';
import { airNow, attention, goodDaysOfYear, sectionsOfWeek, silentNow } from './overview.view.js';

const Instant = z.iso.datetime();
const Overview = z
  .object({
    now: Instant,
    /** Last day for which every number has been published. */
    sealedUntil: z.iso.date().nullable(),
    air: z.array(
      z.object({
        areaId: z.string(),
        areaName: z.string(),
        label: Instant.nullable(),
        aqi: z.int().nullable(),
        category: z.string().nullable(),
        primary: z.array(z.string()),
        values: z.record(z.string(), z.number()),
        stations: z.object({ valid: z.int(), of: z.int() }),
      }),
    ),
    goodDays: z.array(
      z.object({
        areaId: z.string(),
        year: z.string(),
        goodDays: z.int(),
        evaluatedDays: z.int(),
        pollutedDays: z.int(),
        heavyDays: z.int(),
        lastDay: z.iso.date(),
        /** The last day with an index; null without any. */
        lastValueDay: z.iso.date().nullable(),
        /** Of the least looked-at day with an index. */
        dataState: z.enum(['realtime', 'preliminary', 'reviewed']).nullable(),
      }),
    ),
    sections: z
      .object({
        label: z.string(),
        byClass: z.record(z.string(), z.int()),
        notEvaluated: z.int(),
        beyondTarget: z.array(z.object({ sectionId: z.string(), className: z.string().nullable() })),
      })
      .nullable(),
    silent: z.array(
      z.object({
        subject: z.object({ kind: z.string(), id: z.string() }),
        network: z.string(),
        lastSeenAt: Instant.nullable(),
        silentSince: Instant,
      }),
    ),
    openExceedances: z.int(),
    heldValues: z.int(),
    faultsOfDay: z.int(),
  })
  .meta({ id: 'MonitoringOverview' });

@ApiTags('monitoring')
@Controller('monitoring-overview')
export class OverviewController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Overview })
  async overview(): Promise<z.input<typeof Overview>> {
    const now = await this.clock.now();
    const tx = this.db.manager;
    const air = await airNow(tx, now);
    const sections = await sectionsOfWeek(tx);
    return {
      now: now.toISOString(),
      sealedUntil: await sealedUntil(tx),
      air: air.map(({ label, primary, ...area }) => ({
        ...area,
        values: { ...area.values },
        primary: [...primary],
        label: label?.toISOString() ?? null,
      })),
      goodDays: await goodDaysOfYear(tx, now),
      sections: sections && { ...sections, byClass: { ...sections.byClass }, beyondTarget: [...sections.beyondTarget] },
      silent: (await silentNow(tx)).map(({ lastSeenAt, silentSince, ...one }) => ({
        ...one,
        lastSeenAt: lastSeenAt?.toISOString() ?? null,
        silentSince: silentSince.toISOString(),
      })),
      ...(await attention(tx, now)),
    };
  }
}
