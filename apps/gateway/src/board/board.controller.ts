import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { boardPage } from './board.store.js';

const KINDS = ['problem', 'task', 'project', 'warning', 'act', 'subject'] as const;
const READ = {
  problem: 'problem.read',
  task: 'task.read',
  project: 'project.read',
  warning: 'warning.read',
  act: 'act.read',
  subject: 'monitoring.read',
} as const;

const BoardQuery = z.object({
  kinds: z
    .string()
    .default(KINDS.join(','))
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(KINDS))),
  open: z.enum(['true', 'false']).optional(),
  unitId: z.string().optional(),
  areaId: z.string().optional(),
  listId: z.string().optional(),
  cursor: z.string().default(''),
  limit: z.coerce.number().int().min(1).max(2_000).default(500),
});
const BoardItemView = z
  .object({
    kind: z.enum(KINDS),
    id: z.string(),
    code: z.string(),
    title: z.string(),
    state: z.string(),
    isOpen: z.boolean(),
    leadUnitId: z.string().nullable(),
    areaId: z.string().nullable(),
    subjectKind: z.string().nullable(),
    subjectId: z.string().nullable(),
    dueAt: z.iso.date().nullable(),
    listIds: z.array(z.string()),
    level: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'BoardItem' });
const BoardPage = z
  .object({ items: z.array(BoardItemView), nextCursor: z.string().nullable() })
  .meta({ id: 'BoardPage' });

/** Everything the wall chart (挂图作战) shows, as one list; kinds a person may not read are left out. */
@ApiTags('board')
@Controller('api/board')
export class BoardController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('indicator.read')
  @ApiOkResponse({ standardSchema: BoardPage })
  async page(
    @Query({ schema: BoardQuery }) query: z.infer<typeof BoardQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BoardPage>> {
    const kinds = query.kinds.filter((kind) => identity.grants.some((grant) => grant.permission === READ[kind]));
    const rows = await boardPage(this.db.manager, {
      kinds,
      open: query.open === undefined ? null : query.open === 'true',
      unitId: query.unitId ?? null,
      areaId: query.areaId ?? null,
      listId: query.listId ?? null,
      after: query.cursor,
      limit: query.limit,
    });
    return {
      items: rows.map(({ cursor: _cursor, version: _version, ...row }) => ({
        ...row,
        listIds: [...row.listIds],
        details: row.details as Record<string, unknown>,
        changedAt: row.changedAt.toISOString(),
      })),
      nextCursor: rows.length === query.limit ? (rows.at(-1)?.cursor ?? null) : null,
    };
  }
}
