import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { readInput } from '#libs/identity/input.js';
import { Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { BulletinDetail, BulletinPage, BulletinQuery, type BulletinView } from './bulletin.api.js';
import { type Bulletin, bulletinsPage, findBulletin } from './bulletin.store.js';

const viewOf = (pack: Pack, bulletin: Bulletin): z.input<typeof BulletinView> => ({
  bulletinId: bulletin.bulletinId,
  name: pack.bulletins.find(({ id }) => id === bulletin.policyId)?.name ?? {
    zh: bulletin.policyId,
    en: bulletin.policyId,
  },
  periodLabel: bulletin.periodLabel,
  cutoff: bulletin.cutoff.toISOString(),
  slot: bulletin.slot.toISOString(),
  state: bulletin.state,
  late: bulletin.late,
  missingSources: [...bulletin.missingSources],
  actId: bulletin.actId,
  assessmentId: bulletin.assessmentId,
  assessmentRevision: bulletin.assessmentRevision,
});

/** Monthly bulletins (月通报). They are about the whole installation, so whoever may read one may read all. */
@ApiTags('bulletins')
@Controller('bulletins')
export class BulletinController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinPage })
  async list(
    @Query({ schema: BulletinQuery }) query: z.infer<typeof BulletinQuery>,
  ): Promise<z.input<typeof BulletinPage>> {
    const key = readCursor(query.cursor, 2);
    const after = key ? { cutoff: new Date(key[0]!), id: key[1]! } : null;
    const bulletins = await bulletinsPage(this.db.manager, after, query.limit);
    const last = bulletins.at(-1);
    return {
      items: bulletins.map((one) => viewOf(this.pack, one)),
      nextCursor:
        last && bulletins.length === query.limit ? writeCursor(last.cutoff.toISOString(), last.bulletinId) : null,
    };
  }

  @Get(':id')
  @Requires('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinDetail })
  async find(@Param('id') id: string): Promise<z.input<typeof BulletinDetail>> {
    const bulletin = await findBulletin(this.db.manager, readInput(z.uuid(), id));
    if (!bulletin) throw new Refusal('BULLETIN_NOT_FOUND', `no bulletin ${id}`);
    return {
      ...viewOf(this.pack, bulletin),
      figures: bulletin.figures.map((figure) => ({
        ...figure,
        parameters: { ...figure.parameters },
        source: { ...figure.source },
      })),
    };
  }
}
