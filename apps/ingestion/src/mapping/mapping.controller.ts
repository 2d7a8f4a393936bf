import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { mayFor, scopeRoots } from '#libs/identity/scope.js';
import { Cursor, Limit, pagedBy } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import { MappingList, MappingVersions, MappingView, SaveMapping } from './mapping.api.js';
import { mappingPage, mappingVersions, type SavedMapping } from './mapping.store.js';
import { saveMapping } from './save-mapping.js';

const Page = z.object({ cursor: Cursor, limit: Limit });
const BY_MAPPING = pagedBy(z.uuid());

const viewOf = ({ content, savedAt, unitPath: _path, ...rest }: SavedMapping): z.input<typeof MappingView> => ({
  ...rest,
  mapping: { ...content, code: [...content.code], values: [...content.values] },
  savedAt: savedAt.toISOString(),
});

/** Saved mappings of columns, by which tables of any make are imported. */
@ApiTags('column-mappings')
@Controller('column-mappings')
export class MappingController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: MappingList })
  async list(
    @Query({ schema: Page }) { cursor, limit }: z.infer<typeof Page>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof MappingList>> {
    const roots = scopeRoots(identity, 'feed.deliver');
    const rows = await mappingPage(this.db.manager, { roots, after: BY_MAPPING.after(cursor)?.[0] ?? null, limit });
    return { items: rows.map(viewOf), nextCursor: BY_MAPPING.next(rows, limit, ({ id }) => [id]) };
  }

  @Get(':id')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: MappingVersions })
  async versions(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof MappingVersions>> {
    const rows = await mappingVersions(this.db.manager, id);
    if (!rows[0] || !mayFor(identity, 'feed.deliver', rows[0].unitPath))
      throw new Refusal('MAPPING_NOT_FOUND', `no mapping ${id}`);
    return { items: rows.map(viewOf) };
  }

  @Post()
  @Requires('feed.deliver')
  @ApiCreatedResponse({ standardSchema: MappingView })
  async create(
    @Body({ schema: SaveMapping }) body: SaveMapping,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof MappingView>> {
    const at = await this.clock.now();
    return viewOf(await this.db.transaction((tx) => saveMapping(tx, null, body, at, identity)));
  }

  @Put(':id')
  @Requires('feed.deliver')
  @ApiOkResponse({ standardSchema: MappingView })
  async save(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: SaveMapping }) body: SaveMapping,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof MappingView>> {
    const at = await this.clock.now();
    return viewOf(await this.db.transaction((tx) => saveMapping(tx, id, body, at, identity)));
  }
}
