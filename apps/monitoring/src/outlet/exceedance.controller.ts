import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { exceedancePage, type ExceedanceRow, exceedanceVersion } from './outlet.store.js';

const ExceedanceQuery = z.object({
  outletId: z.string().max(100).optional(),
  open: z.enum(['true', 'false']).optional(),
  cursor: Cursor,
  limit: Limit,
});
const Exceedance = z
  .object({
    id: z.uuid(),
    outletId: z.string(),
    factor: z.string(),
    factorName: z.string(),
    limit: z.string(),
    unit: z.string(),
    limitBasis: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    hours: z.array(z.object({ label: z.iso.datetime(), value: z.string() })),
    peak: z.string(),
    withdrawn: z.enum(['merged', 'corrected']).nullable(),
  })
  .meta({ id: 'Exceedance' });
const ExceedanceList = z
  .object({ items: z.array(Exceedance), nextCursor: z.string().nullable() })
  .meta({ id: 'ExceedanceList' });

const shown = (row: ExceedanceRow): z.input<typeof Exceedance> => ({
  id: row.id,
  outletId: row.outletId,
  factor: row.factor,
  factorName: factorName(row.factor),
  limit: row.limitValue,
  unit: row.unit,
  limitBasis: row.limitBasis,
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  hours: row.hours.map(({ label, value }) => ({ label, value })),
  peak: row.peak,
  withdrawn: row.withdrawn,
});

@ApiTags('exceedances')
@Controller('exceedances')
export class ExceedanceController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ExceedanceList })
  async list(
    @Query({ schema: ExceedanceQuery }) query: z.infer<typeof ExceedanceQuery>,
  ): Promise<z.input<typeof ExceedanceList>> {
    const rows = await exceedancePage(this.db.manager, {
      outletId: query.outletId ?? null,
      open: query.open === undefined ? null : query.open === 'true',
      before: readCursor(query.cursor),
      limit: query.limit,
    });
    return { items: rows.map(shown), nextCursor: nextCursor(rows, query.limit, ({ startedAt }) => startedAt) };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Exceedance })
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof Exceedance>> {
    const row = await exceedanceVersion(this.db.manager, id, null);
    if (!row) throw new Refusal('EXCEEDANCE_NOT_FOUND', `no exceedance ${id}`);
    return shown(row);
  }
}
