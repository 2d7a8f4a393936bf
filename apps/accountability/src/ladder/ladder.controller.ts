import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { requireScope, scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { LadderDetail, LadderPage, LadderQuery } from './ladder.api.js';
import { findLadder } from './ladder.store.js';
import { ladderDetail, ladderPage } from './ladder.view.js';

/** Ladders (梯次督办): where each cause stands, what is owed until when, and what comes next. */
@ApiTags('ladders')
@Controller('ladders')
export class LadderController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('ladder.read')
  @ApiOkResponse({ standardSchema: LadderPage })
  async list(
    @Query({ schema: LadderQuery }) query: z.infer<typeof LadderQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof LadderPage>> {
    const key = readCursor(query.cursor, 2);
    const after = key ? { changedAt: new Date(key[0]!), ladderId: key[1]! } : null;
    const { items, last } = await ladderPage(this.db.manager, query, scopeRoots(identity, 'ladder.read'), after);
    return {
      items,
      nextCursor:
        last && items.length === query.limit ? writeCursor(last.changedAt.toISOString(), last.ladderId) : null,
    };
  }

  @Get(':id')
  @Requires('ladder.read')
  @ApiOkResponse({ standardSchema: LadderDetail })
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof LadderDetail>> {
    const row = await findLadder(this.db.manager, id);
    if (!row) throw new Refusal('LADDER_NOT_FOUND', `no ladder ${id}`);
    requireScope(identity, 'ladder.read', row.unitPath);
    return ladderDetail(this.db.manager, this.pack, row);
  }
}
