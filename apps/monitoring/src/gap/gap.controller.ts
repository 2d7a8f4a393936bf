import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, nextInstantCursor, readInstantCursor } from '#libs/identity/paging.js';
import { askingsOf } from './gap.store.js';

const GapQuery = z.object({
  deviceId: z.string().min(1).max(200),
  cursor: Cursor,
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
const GapList = z
  .object({
    items: z.array(
      z.object({
        /** Start of the hour, or of the minutes where hours are built from them. */
        start: z.iso.datetime(),
        askings: z.int(),
        lastAskedAt: z.iso.datetime(),
        /** The device said it has nothing: it is not asked again. */
        isAbsent: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeviceGapList' });

/** Hours a device did not send and was asked for again, the newest first. */
@ApiTags('device-gaps')
@Controller('device-gaps')
export class GapController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: GapList })
  async list(
    @Query({ schema: GapQuery }) { deviceId, cursor, limit }: z.infer<typeof GapQuery>,
  ): Promise<z.input<typeof GapList>> {
    const askings = await askingsOf(this.db.manager, { deviceId, before: readInstantCursor(cursor), limit });
    return {
      items: askings.map(({ periodStart, askings: count, lastAskedAt, isAbsent }) => ({
        start: periodStart.toISOString(),
        askings: count,
        lastAskedAt: lastAskedAt.toISOString(),
        isAbsent,
      })),
      nextCursor: nextInstantCursor(askings, limit, ({ periodStart }) => periodStart),
    };
  }
}
