import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { sourcesOfSubject } from './numbers.store.js';
import { KIND_NAMES, readingsOf } from './reading.store.js';

const MOST_DAYS = 32;
const DAY_MS = 86_400_000;
const Kind = z.enum(['realtime', 'minute', 'hour', 'day', 'observation']);
const ReadingQuery = z
  .object({
    subjectId: z.string().max(100),
    kind: Kind.default('hour'),
    factor: z.string().max(12).optional(),
    /** Half-open span; a month at most. */
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    limit: z.coerce.number().int().min(1).max(2_000).default(500),
  })
  .refine(
    ({ from, to }) => Date.parse(to) > Date.parse(from) && Date.parse(to) - Date.parse(from) <= MOST_DAYS * DAY_MS,
    {
      message: `has to be later than from, by ${MOST_DAYS} days at most`,
      path: ['to'],
    },
  );
const Reading = z
  .object({
    source: z.object({ door: z.string(), code: z.string() }),
    at: z.iso.datetime(),
    kind: Kind,
    factor: z.string(),
    factorName: z.string(),
    value: z.number().nullable(),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    total: z.number().nullable(),
    mark: z.string().nullable(),
    packetId: z.string(),
    revision: z.int(),
  })
  .meta({ id: 'Reading' });
const ReadingList = z.object({ items: z.array(Reading), isCut: z.boolean() }).meta({ id: 'ReadingList' });

/** What devices and feeds sent about a subject, factor by factor, as it was sent. */
@ApiTags('readings')
@Controller('readings')
export class ReadingController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: ReadingList })
  async list(
    @Query({ schema: ReadingQuery }) query: z.infer<typeof ReadingQuery>,
  ): Promise<z.input<typeof ReadingList>> {
    const rows = await readingsOf(this.db.manager, {
      sources: await sourcesOfSubject(this.db.manager, query.subjectId),
      from: new Date(query.from),
      to: new Date(query.to),
      kind: query.kind,
      factor: query.factor ?? null,
      limit: query.limit,
    });
    return {
      items: rows.map(({ door, code, at, kind, ...row }) => ({
        ...row,
        source: { door, code },
        at: at.toISOString(),
        kind: KIND_NAMES[kind] ?? 'hour',
        factorName: factorName(row.factor),
      })),
      isCut: rows.length === query.limit,
    };
  }
}
