import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextInstantCursor, readInstantCursor } from '#libs/identity/paging.js';
import { sectionRowRecord } from '../evidence/record-id.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { heldEpisodes } from '../held-value/held-value.store.js';
import { sectionRowPage } from './section-row.store.js';

const RowQuery = z.object({ cursor: Cursor, limit: Limit });
const RowList = z
  .object({
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        values: z.record(z.string(), z.string()),
        /** Items kept out of the means. */
        heldItems: z.array(z.string()),
        revision: z.int(),
        dataState: z.string(),
        packetId: z.string(),
        /** Under which the row can be followed to its bytes. */
        recordId: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SectionRowList' });

/** What came of a section, row by row. */
@ApiTags('sections')
@Controller('sections/:id/rows')
export class SectionRowController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: RowList })
  async list(
    @Param('id') id: string,
    @Query({ schema: RowQuery }) query: z.infer<typeof RowQuery>,
  ): Promise<z.input<typeof RowList>> {
    const tx = this.db.manager;
    await findSubjectOfKind(tx, 'section', id);
    const rows = await sectionRowPage(tx, {
      sectionId: id,
      before: readInstantCursor(query.cursor),
      limit: query.limit,
    });
    const [newest, oldest] = [rows[0]?.at, rows.at(-1)?.at];
    const held =
      newest && oldest ? await heldEpisodes(tx, { sectionId: id, item: null, from: oldest, to: newest }) : [];
    return {
      items: rows.map((row) => ({
        at: row.at.toISOString(),
        values: { ...row.itemValues },
        heldItems: held
          .filter(({ state, at }) => (state === 'held' || state === 'excluded') && at.some((one) => +one === +row.at))
          .map(({ item }) => item),
        revision: row.revision,
        dataState: row.dataState,
        packetId: row.packetId,
        recordId: sectionRowRecord(id, row.at, row.revision).id,
      })),
      nextCursor: nextInstantCursor(rows, query.limit, ({ at }) => at),
    };
  }
}
