import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addDays, shanghaiDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { factorOf } from '#libs/domain/hj212/factor.js';
import { DEVICE_STANDINGS, DEVICE_TROUBLES } from '#libs/domain/telemetry/device-health.js';
import { Cursor, Limit, pagedBy } from '#libs/identity/paging.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { SUBJECT_KINDS } from '../subject/subject-kind.js';
import { type DeviceHealth, type HealthPlace, healthPage } from './health-page.view.js';

const HealthQuery = z.object({
  /** Whole days before today that are looked at, beside today. */
  days: z.coerce.number().int().min(1).max(31).default(7),
  deviceId: z.string().min(1).max(200).optional(),
  subjectId: z.string().min(1).max(200).optional(),
  standing: z.enum(DEVICE_STANDINGS).optional(),
  trouble: z.enum(DEVICE_TROUBLES).optional(),
  cursor: Cursor,
  limit: Limit,
});
const BY_STANDING = pagedBy(z.enum(DEVICE_STANDINGS), z.string());
const HealthList = z
  .object({
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    /** Devices by standing, whichever standing, trouble or page is asked for. */
    standings: z.object({ silent: z.int(), late: z.int(), never: z.int(), online: z.int() }),
    /** Who is silent first, then by number. */
    items: z.array(
      z.object({
        id: z.string(),
        mn: z.string(),
        protocol: z.string(),
        subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), name: z.string() }),
        standing: z.enum(DEVICE_STANDINGS),
        troubles: z.array(z.enum(DEVICE_TROUBLES)),
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
        /** The one that came last of those; where there are none, the one that brought its newest values, however old. */
        lastPacketAt: z.iso.datetime().nullable(),
        lastPacketId: z.string().nullable(),
        /** Packets with values of the last 24 hours, by the time of the values. */
        packets: z.int(),
        faults: z.record(z.string(), z.int()),
        /** Of the whole days: what came of what was due, in percent. */
        availability: z.string().nullable(),
      }),
    ),
    /** A page of devices whose values repeat may be short and have others behind it. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeviceHealth' });

const placeOf = (cursor: string | undefined): HealthPlace | null => {
  const key = BY_STANDING.after(cursor);
  return key && { standing: key[0], mn: key[1] };
};

const shown = (device: DeviceHealth): z.input<typeof HealthList>['items'][number] => ({
  id: device.id,
  mn: device.mn,
  protocol: device.protocol,
  subject: device.subject,
  standing: device.standing,
  troubles: [...device.troubles],
  repeating: device.repeating.map((one) => ({
    ...one,
    name: factorOf(one.factor)?.name ?? one.factor,
    from: new Date(one.from).toISOString(),
    until: new Date(one.until).toISOString(),
  })),
  lastLabel: device.lastLabel?.toISOString() ?? null,
  silentSince: device.silentSince?.toISOString() ?? null,
  lastPacketAt: device.lastPacketAt?.toISOString() ?? null,
  lastPacketId: device.lastPacketId,
  packets: device.packets,
  faults: { ...device.faults },
  availability: device.availability,
});

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
  async list(@Query({ schema: HealthQuery }) query: z.infer<typeof HealthQuery>): Promise<z.input<typeof HealthList>> {
    const now = await this.clock.now();
    const rules = this.policy.on(shanghaiDate(now));
    const { standings, items, next } = await healthPage(
      this.db.manager,
      { ...query, after: placeOf(query.cursor) },
      rules,
      now,
    );
    return {
      from: shanghaiInstant(addDays(shanghaiDate(now), -query.days)).toISOString(),
      until: now.toISOString(),
      standings: { ...standings },
      items: items.map(shown),
      nextCursor: next && BY_STANDING.behind([next.standing, next.mn]),
    };
  }
}
