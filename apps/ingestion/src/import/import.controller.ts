import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { mayFor, scopeRoots } from '#libs/identity/scope.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK, FILES } from '#libs/service/tokens.js';
import { FilePreview, ImportList, ImportOutcome, RefusedList, RequestImport, UndoImport } from './import.api.js';
import { findImport, importPage, type ImportView } from './import.store.js';
import { importOutcome, refusedCsv } from './import.view.js';
import { MOST_KEPT, refusalKinds, refusedPage } from './refused.store.js';
import { previewOf } from './preview-file.js';
import { requestImport } from './request-import.js';
import { undoImport } from './undo-import.js';

const Page = z.object({ cursor: Cursor, limit: Limit });
const PreviewQuery = z.object({ fileSha256: z.string().regex(/^[0-9a-f]{64}$/) });
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
  async request(
    @Body({ schema: RequestImport }) body: RequestImport,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ImportOutcome>> {
    if (!(await this.files.has(body.fileSha256)))
      throw new Refusal('IMPORT_FILE_INVALID', `no file ${body.fileSha256} was uploaded`);
    const now = await this.clock.now();
    const id = await this.db.transaction((tx) => requestImport(tx, body, now, identity));
    return this.find(id, identity);
  }

  @Get()
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: ImportList })
  async list(
    @Query({ schema: Page }) { cursor, limit }: z.infer<typeof Page>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ImportList>> {
    const roots = scopeRoots(identity, 'feed.deliver');
    const rows = await importPage(this.db.manager, { roots, before: readCursor(cursor), limit });
    return { items: rows.map(importOutcome), nextCursor: nextCursor(rows, limit, ({ requestedAt }) => requestedAt) };
  }

  @Get('preview')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: FilePreview })
  async preview(
    @Query({ schema: PreviewQuery }) { fileSha256 }: z.infer<typeof PreviewQuery>,
  ): Promise<z.input<typeof FilePreview>> {
    if (!(await this.files.has(fileSha256)))
      throw new Refusal('IMPORT_FILE_INVALID', `no file ${fileSha256} was uploaded`);
    return previewOf(await this.files.get(fileSha256));
  }

  @Get(':id')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: ImportOutcome })
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ImportOutcome>> {
    return importOutcome(await this.seen(id, identity));
  }

  @Get(':id/refused')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: RefusedList })
  async refused(
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: RefusedPage }) { cursor, limit }: z.infer<typeof RefusedPage>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof RefusedList>> {
    const { rowsRefused, rowsKept } = await this.seen(id, identity);
    const kinds = await refusalKinds(this.db.manager, id);
    const items = await refusedPage(this.db.manager, { importId: id, after: cursor, limit });
    const next = items.length === limit ? String(items.at(-1)!.line) : null;
    return { items, kinds, rowsNotKept: rowsRefused - rowsKept, nextCursor: next };
  }

  /** The same rows as a table to be opened, mended and sent again. */
  @Get(':id/refused.csv')
  @Requires('feed.deliver')
  @ApiOkResponse({ description: 'line, column, reason and text of the rows not taken, as CSV' })
  async refusedCsv(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { fileName } = await this.seen(id, identity);
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${fileName}.refused.csv`)}`)
      .header('x-content-type-options', 'nosniff')
      .send(refusedCsv(await refusedPage(this.db.manager, { importId: id, after: 0, limit: MOST_KEPT })));
  }

  @Post(':id/undo')
  @HttpCode(202)
  @Requires('feed.deliver')
  @ApiAcceptedResponse({ standardSchema: ImportOutcome })
  async undo(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: UndoImport }) { reason }: z.infer<typeof UndoImport>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ImportOutcome>> {
    const now = await this.clock.now();
    await this.db.transaction((tx) => undoImport(tx, id, reason, now, identity));
    return this.find(id, identity);
  }

  /** An import of the asker's units or of those below; of others nothing is known. */
  private async seen(id: string, identity: Identity): Promise<ImportView> {
    const found = await findImport(this.db.manager, id);
    if (!found || !mayFor(identity, 'feed.deliver', found.unitPath))
      throw new Refusal('IMPORT_NOT_FOUND', `no import ${id}`);
    return found;
  }
}
