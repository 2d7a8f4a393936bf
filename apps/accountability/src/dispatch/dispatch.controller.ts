import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Identity } from '#libs/identity/identity.js';
import { readInput } from '#libs/identity/input.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { requireScope, scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, FILES, PACK } from '#libs/service/tokens.js';
import { businessTime } from '#libs/identity/write-time.js';
import { DispatchDetail, DispatchPage, DispatchQuery, IssueDispatch } from './dispatch.api.js';
import { findDispatch, rowsOf } from './dispatch.store.js';
import { dispatchDetail, dispatchPage } from './dispatch.view.js';
import { issueDispatch } from './issue-dispatch.js';

const notFound = (id: string): Refusal => new Refusal('DISPATCH_NOT_FOUND', `no dispatch ${id}`);

/** The weekly dispatch (周调度): its sheets, their rows and answers. */
@ApiTags('dispatches')
@Controller('dispatches')
export class DispatchController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileStore,
  ) {}

  @Get()
  @Requires('dispatch.read')
  @ApiOkResponse({ standardSchema: DispatchPage })
  async list(
    @Query({ schema: DispatchQuery }) query: z.infer<typeof DispatchQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DispatchPage>> {
    return dispatchPage(this.db.manager, this.pack, query, scopeRoots(identity, 'dispatch.read'));
  }

  @Get(':id')
  @Requires('dispatch.read')
  @ApiOkResponse({ standardSchema: DispatchDetail })
  async find(@Param('id') id: string, @CurrentIdentity() identity: Identity): Promise<z.input<typeof DispatchDetail>> {
    const roots = scopeRoots(identity, 'dispatch.read');
    const detail = await dispatchDetail(this.db.manager, this.pack, readInput(z.uuid(), id), roots);
    if (!detail) throw notFound(id);
    return detail;
  }

  /** The whole sheet as `.xlsx`, for those who may see every row on it. */
  @Get(':id/sheet')
  @Requires('dispatch.read')
  @ApiOkResponse({ description: 'the sheet as .xlsx' })
  async sheet(
    @Param('id') id: string,
    @CurrentIdentity() identity: Identity,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const dispatch = await findDispatch(this.db.manager, readInput(z.uuid(), id));
    if (!dispatch?.sheetSha256) throw notFound(id);
    for (const row of await rowsOf(this.db.manager, dispatch.dispatchId))
      if (row.position !== null) requireScope(identity, 'dispatch.read', row.unitPath);
    const bytes = await this.files.read(dispatch.sheetSha256);
    return reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="weekly-sheet-${dispatch.issueNo}.xlsx"`)
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
  }

  @Post(':id/issue')
  @HttpCode(200)
  @Requires('dispatch.issue')
  @ApiOkResponse({ standardSchema: DispatchDetail })
  async issue(
    @Param('id') id: string,
    @Body({ schema: IssueDispatch }) body: z.infer<typeof IssueDispatch>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DispatchDetail>> {
    const now = await this.clock.now();
    const dispatchId = readInput(z.uuid(), id);
    const at = businessTime(body, identity, { unitPath: null, lastActionAt: null }, now);
    await this.db.transaction((tx) =>
      issueDispatch(tx, dispatchId, { by: identity, opinion: body.opinion, reason: body.backdatingReason ?? null }, at),
    );
    const detail = await dispatchDetail(this.db.manager, this.pack, dispatchId, scopeRoots(identity, 'dispatch.read'));
    if (!detail) throw notFound(id);
    return detail;
  }
}
