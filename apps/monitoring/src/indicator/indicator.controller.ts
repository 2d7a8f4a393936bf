import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { IndicatorData } from '#libs/contracts/indicator.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { finalityOf, indicatorPage } from './indicator.store.js';

const IndicatorQuery = z.object({
  definition: z.string().max(100),
  subjectId: z.string().max(100).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  cursor: Cursor,
  limit: Limit,
});
const Indicator = IndicatorData.extend({
  id: z.uuid(),
  /** `final`: its period is closed and everything it rests on has been reviewed. */
  finality: z.enum(['final', 'provisional']),
  /** Another value was in force when the period was closed. */
  isChangedAfterClosing: z.boolean(),
}).meta({ id: 'MonitoringIndicator' });
const IndicatorList = z
  .object({ items: z.array(Indicator), nextCursor: z.string().nullable() })
  .meta({ id: 'MonitoringIndicatorList' });

/** The numbers this service has published, in their revision in force. */
@ApiTags('monitoring-indicators')
@Controller('monitoring-indicators')
export class IndicatorController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('indicator.read')
  @ApiOkResponse({ standardSchema: IndicatorList })
  async list(
    @Query({ schema: IndicatorQuery }) query: z.infer<typeof IndicatorQuery>,
  ): Promise<z.input<typeof IndicatorList>> {
    const rows = await indicatorPage(this.db.manager, {
      definition: query.definition,
      subjectId: query.subjectId ?? null,
      from: query.from ? new Date(query.from) : null,
      to: query.to ? new Date(query.to) : null,
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    return {
      items: rows.map((row) => ({
        ...row.content,
        id: row.id,
        finality: finalityOf(row),
        isChangedAfterClosing: row.isChangedAfterClosing,
      })),
      nextCursor: nextCursor(rows, query.limit, ({ periodEnd }) => periodEnd),
    };
  }
}
