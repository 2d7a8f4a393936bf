import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addDays, datesOf, shanghaiDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { factorOf } from '#libs/domain/hj212/factor.js';
import { availabilityPercent, receivedOfDue, standingOf, troublesOf } from '#libs/domain/telemetry/device-health.js';
import { repeatingValues } from '#libs/domain/telemetry/repeating-values.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { coverageOf } from '../coverage/coverage.view.js';
import { type Policy, POLICY } from '../policy.js';
import { SUBJECT_KINDS } from '../subject/subject-kind.js';
import { devicesHeard } from './device-health.view.js';
import { valuesAtHours } from './repeating.view.js';

const HOURS_OF_DAY = 24;
const HealthQuery = z.object({
  /** Whole days before today that are looked at, beside today. */
  days: z.coerce.number().int().min(1).max(31).default(7),
});
const HealthList = z
  .object({
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    items: z.array(
      z.object({
        id: z.string(),
        mn: z.string(),
        protocol: z.string(),
        subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), name: z.string() }),
        standing: z.enum(['online', 'late', 'silent', 'never']),
        troubles: z.array(z.enum(['clock', 'password', 'damaged', 'values', 'repeating'])),
        /** Equal values running too long to be measured ones, within the hours the pack looks at. */
        repeating: z.array(
          z.object({
            factor: z.string(),
            name: z.string(),
            value: z.number(),
            unit: z.string(),
            from: z.iso.datetime(),
            until: z.iso.datetime(),
            times: z.int(),
          }),
        ),
        lastLabel: z.iso.datetime().nullable(),
        silentSince: z.iso.datetime().nullable(),
        lastPacketAt: z.iso.datetime().nullable(),
        lastPacketId: z.string().nullable(),
        packets: z.int(),
        faults: z.record(z.string(), z.int()),
        /** Of the whole days: what came of what was due, in percent. */
        availability: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DeviceHealth' });

/** How the network of devices is doing. */
@ApiTags('device-health')
@Controller('device-health')
export class DeviceHealthController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: HealthList })
  async list(
    @Query({ schema: HealthQuery }) { days }: z.infer<typeof HealthQuery>,
  ): Promise<z.input<typeof HealthList>> {
    const now = await this.clock.now();
    const today = shanghaiDate(now);
    const from = addDays(today, -days);
    const { cadence, repeating } = this.policy.on(today);
    const tx = this.db.manager;
    const devices = await devicesHeard(tx, shanghaiInstant(from), now);
    const numbers = devices.map(({ mn }) => mn);
    const values = repeating ? await valuesAtHours(tx, { numbers, hours: repeating.withinHours, now }) : null;
    const span = { from, to: addDays(today, -1) };
    const covered = await coverageOf(tx, SUBJECT_KINDS, span.from, span.to);
    const coverage = new Map(covered.map((one) => [one.subject.id, one]));
    return {
      from: shanghaiInstant(from).toISOString(),
      until: now.toISOString(),
      items: devices.map(({ lastLabel, silentSince, lastPacketAt, units, ...device }) => {
        const repeats = repeatingValues(values?.get(device.mn) ?? [], units, repeating?.rules ?? []);
        const { everyHours, lateAfterHours } = cadence[device.subject.kind];
        const counted = coverage.get(device.subject.id) ?? { received: [], since: null };
        const { received, due } = receivedOfDue({ ...counted, duePerDay: HOURS_OF_DAY / everyHours }, datesOf(span));
        return {
          ...device,
          faults: { ...device.faults },
          standing: standingOf({ lastLabel, silentSince }, lateAfterHours, now),
          troubles: troublesOf(device.faults, repeats.length > 0),
          repeating: repeats.map((one) => ({
            ...one,
            name: factorOf(one.factor)?.name ?? one.factor,
            unit: units[one.factor] ?? '',
            from: new Date(one.from).toISOString(),
            until: new Date(one.until).toISOString(),
          })),
          lastLabel: lastLabel?.toISOString() ?? null,
          silentSince: silentSince?.toISOString() ?? null,
          lastPacketAt: lastPacketAt?.toISOString() ?? null,
          availability: availabilityPercent(received, due),
        };
      }),
    };
  }
}
