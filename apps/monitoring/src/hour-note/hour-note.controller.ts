import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { HourSpan, isHourSpan, SPAN_FAULT } from '../hour-void/hour-span.js';
import { annotateHours } from './annotate-hours.js';
import { type HourNote as Row, notePage } from './hour-note.store.js';

const HourNote = z
  .object({
    id: z.uuid(),
    stationId: z.string(),
    fromLabel: z.iso.datetime(),
    untilLabel: z.iso.datetime(),
    note: z.string(),
    notedBy: z.string(),
    notedAt: z.iso.datetime(),
  })
  .meta({ id: 'HourNote' });
const HourNoteList = z
  .object({ items: z.array(HourNote), nextCursor: z.string().nullable() })
  .meta({ id: 'HourNoteList' });
const AnnotateHours = z
  .object({ stationId: z.string().max(100), ...HourSpan, note: z.string().trim().min(2).max(1000) })
  .refine(isHourSpan, SPAN_FAULT)
  .meta({ id: 'AnnotateHours' });
const NoteQuery = z.object({
  stationId: z.string().max(100),
  label: z.iso.datetime().optional(),
  cursor: Cursor,
  limit: Limit,
});

const shown = (row: Row): z.input<typeof HourNote> => ({
  ...row,
  fromLabel: row.fromLabel.toISOString(),
  untilLabel: row.untilLabel.toISOString(),
  notedAt: row.notedAt.toISOString(),
});

/** Notes beside hours of stations: the only thing that may be done to values of a network of others. */
@ApiTags('hour-notes')
@Controller('hour-notes')
export class HourNoteController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: HourNoteList })
  async list(@Query({ schema: NoteQuery }) query: z.infer<typeof NoteQuery>): Promise<z.input<typeof HourNoteList>> {
    const { stationId, label, cursor, limit } = query;
    const page = { stationId, label: label ? new Date(label) : null, before: readCursor(cursor), limit };
    const rows = await notePage(this.db.manager, page);
    return { items: rows.map(shown), nextCursor: nextCursor(rows, limit, ({ notedAt }) => notedAt) };
  }

  @Post()
  @HttpCode(201)
  @Requires('data.annotate')
  @ApiCreatedResponse({ standardSchema: HourNote })
  async annotate(
    @Body({ schema: AnnotateHours }) body: z.infer<typeof AnnotateHours>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof HourNote>> {
    const at = await this.clock.now();
    const wish = { ...body, fromLabel: new Date(body.fromLabel), untilLabel: new Date(body.untilLabel) };
    return shown(await this.db.transaction((tx) => annotateHours(tx, wish, at, identity)));
  }
}
