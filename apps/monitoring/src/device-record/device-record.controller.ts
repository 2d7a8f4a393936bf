import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { findDevice } from '../register/register.store.js';
import { deviceRecordPage } from './device-record.store.js';

const Kind = z.enum(['equipmentState', 'runTime', 'alarm', 'restart', 'sampling', 'log']);
const RecordQuery = z.object({
  deviceId: z.string().min(1).max(200),
  kind: Kind.optional(),
  cursor: Cursor,
  limit: Limit,
});
const RecordList = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        kind: Kind,
        at: z.iso.datetime(),
        /** The words of the record as sent: equipment and state, hours, factor and value, number of the vase, code and text. */
        content: z.record(z.string(), z.string().nullable()),
        packetId: z.string(),
        receivedAt: z.iso.datetime(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeviceRecordList' });

/** What a device said beside values: its facilities' states and running times, alarms, restarts, samples, logs. */
@ApiTags('device-records')
@Controller('device-records')
export class DeviceRecordController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: RecordList })
  async list(
    @Query({ schema: RecordQuery }) { deviceId, kind, cursor, limit }: z.infer<typeof RecordQuery>,
  ): Promise<z.input<typeof RecordList>> {
    if (!(await findDevice(this.db.manager, deviceId))) throw new Refusal('DEVICE_NOT_FOUND', `no device ${deviceId}`);
    const rows = await deviceRecordPage(this.db.manager, {
      deviceId,
      kind: kind ?? null,
      before: readCursor(cursor),
      limit,
    });
    return {
      items: rows.map(({ at, receivedAt, content, ...row }) => ({
        ...row,
        content: { ...content },
        at: at.toISOString(),
        receivedAt: receivedAt.toISOString(),
      })),
      nextCursor: nextCursor(rows, limit, ({ at }) => at),
    };
  }
}
