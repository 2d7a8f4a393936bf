import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore } from '#libs/files/file-store.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/time-paging.js';
import { CLOCK, FILES } from '#libs/service/tokens.js';
import { ImportList, ImportOutcome, RefusedList, RequestImport, UndoImport } from './import.api.js';
import { findImport, importPage, refusedPage } from './import.store.js';
import { importOutcome } from './import.view.js';
import { requestImport } from './request-import.js';
import { undoImport } from './undo-import.js';

const Page = z.object({ cursor: Cursor, limit: Limit });
const RefusedPage = Page.extend({ cursor: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });

/** Files with measured values: taken in as a job, reported row by row, taken back as a whole. */
@ApiTags('imports')
@Controller('imports')
export class ImportController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileStore,
  ) {}

  @Post()
  @HttpCode(202)
  @Requires('feed.deliver')
  @ApiAcceptedResponse({ standardSchema: ImportOutcome })
  async request(@Body({ schema: RequestImport }) body: RequestImport): Promise<z.input<typeof ImportOutcome>> {
    if (!(await this.files.has(body.fileSha256)))
      throw new Refusal('IMPORT_FILE_INVALID', `no file ${body.fileSha256} was uploaded`);
    const now = await this.clock.now();
    const id = await this.db.transaction((tx) => requestImport(tx, body, now));
    return this.find(id);
  }

  @Get()
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: ImportList })
  async list(@Query({ schema: Page }) { cursor, limit }: z.infer<typeof Page>): Promise<z.input<typeof ImportList>> {
    const rows = await importPage(this.db.manager, { before: readCursor(cursor), limit });
    return { items: rows.map(importOutcome), nextCursor: nextCursor(rows, limit, ({ requestedAt }) => requestedAt) };
  }

  @Get(':id')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: ImportOutcome })
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof ImportOutcome>> {
    const found = await findImport(this.db.manager, id);
    if (!found) throw new Refusal('IMPORT_NOT_FOUND', `no import ${id}`);
    return importOutcome(found);
  }

  @Get(':id/refused')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: RefusedList })
  async refused(
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: RefusedPage }) { cursor, limit }: z.infer<typeof RefusedPage>,
  ): Promise<z.input<typeof RefusedList>> {
    const items = await refusedPage(this.db.manager, { importId: id, after: cursor, limit });
    return { items, nextCursor: items.length === limit ? String(items.at(-1)!.line) : null };
  }

  @Post(':id/undo')
  @HttpCode(202)
  @Requires('feed.deliver')
  @ApiAcceptedResponse({ standardSchema: ImportOutcome })
  async undo(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: UndoImport }) { reason }: z.infer<typeof UndoImport>,
  ): Promise<z.input<typeof ImportOutcome>> {
    const now = await this.clock.now();
    await this.db.transaction((tx) => undoImport(tx, id, reason, now));
    return this.find(id);
  }
}
