import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { hidePassword } from '#libs/domain/hj212/hidden-password.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { faultPage } from './fault.store.js';

const FaultQuery = z.object({
  /** Part of what the source is called, whatever its case. */
  source: z.string().max(100).optional(),
  /** A source by its whole name: a device by its number. */
  mn: z.string().max(100).optional(),
  reason: z.string().max(50).optional(),
  cursor: Cursor,
  limit: Limit,
});
const Fault = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    door: z.string().nullable(),
    source: z.string().nullable(),
    reason: z.string(),
    where: z.string(),
    /** The packet it is in, where that was kept as one; otherwise its bytes stand here. */
    packetId: z.string().nullable(),
    /** Whether stars stand in `hex` and `text` for a password; the hash is that of the bytes as they came. */
    isPasswordHidden: z.boolean(),
    text: z.string().nullable(),
    hex: z.string().nullable(),
    sha256: z.string().nullable(),
    kafka: z.object({ topic: z.string(), partition: z.int(), offset: z.string() }),
  })
  .meta({ id: 'DataFault' });
const FaultList = z.object({ items: z.array(Fault), nextCursor: z.string().nullable() }).meta({ id: 'DataFaultList' });

/** What came in and could not be used, with its bytes and the reason. */
@ApiTags('faults')
@Controller('faults')
export class FaultController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: FaultList })
  async list(@Query({ schema: FaultQuery }) query: z.infer<typeof FaultQuery>): Promise<z.input<typeof FaultList>> {
    const rows = await faultPage(this.db.manager, {
      before: readCursor(query.cursor),
      sourcePart: query.source ?? null,
      source: query.mn ?? null,
      reason: query.reason ?? null,
      limit: query.limit,
    });
    return {
      items: rows.map(({ at, place, raw, topic, partition, recordOffset, ...rest }) => {
        const shown = raw && hidePassword(raw);
        return {
          ...rest,
          at: at.toISOString(),
          where: hidePassword(Buffer.from(place)).bytes.toString('utf8'),
          isPasswordHidden: shown?.isHidden ?? false,
          text: shown?.bytes.toString('utf8') ?? null,
          hex: shown?.bytes.toString('hex') ?? null,
          kafka: { topic, partition, offset: recordOffset },
        };
      }),
      nextCursor: nextCursor(rows, query.limit, ({ at }) => at),
    };
  }
}
