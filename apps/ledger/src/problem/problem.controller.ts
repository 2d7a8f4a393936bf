import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { unitsBelow } from '../reference/directory.store.js';
import {
  HistoryQuery,
  ProblemDetail,
  ProblemHistory,
  ProblemPage,
  ProblemQuery,
  RegisterProblem,
} from './problem.api.js';
import { ProblemOutcome } from './problem-action.api.js';
import { problemDetail, rowView, seenProblem } from './problem-detail.js';
import { outcomeOf } from './problem-outcome.js';
import { problemPage } from './problem-views.store.js';
import { registerByHand } from './register-by-hand.js';
import { spansOf } from './span.store.js';

@ApiTags('problems')
@Controller('problems')
export class ProblemController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ProblemPage })
  async list(
    @Query({ schema: ProblemQuery }) query: ProblemQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProblemPage>> {
    const on = shanghaiDate(await this.clock.now());
    const cursor = readCursor(query.cursor, 2);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const seen = await unitsBelow(tx, scopeRoots(identity, 'problem.read'));
      const after = cursor && { key: cursor[0]!, no: cursor[1]! };
      const { rows, counts } = await problemPage(tx, query, on, seen, after);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(({ sortKey: _key, ...row }) => rowView(row)),
        nextCursor: last ? writeCursor(last.sortKey, last.problemNo) : null,
        counts,
      };
    });
  }

  @Post()
  @Requires('problem.register')
  @ApiCreatedResponse({ standardSchema: ProblemOutcome })
  async register(
    @Body({ schema: RegisterProblem }) body: RegisterProblem,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProblemOutcome>> {
    const now = await this.clock.now();
    return outcomeOf(await this.db.transaction((tx) => registerByHand(tx, this.pack, body, identity, now)));
  }

  @Get(':id')
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ProblemDetail })
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProblemDetail>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', (tx) => problemDetail(tx, this.pack, id, identity, now));
  }

  @Get(':id/history')
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ProblemHistory })
  async history(
    @Param('id', ParseUUIDPipe) id: string,
    @Query({ schema: HistoryQuery }) query: z.infer<typeof HistoryQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProblemHistory>> {
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      await seenProblem(tx, id, identity);
      const spans = await spansOf(tx, id, query.knownAt === undefined ? null : new Date(query.knownAt));
      return {
        spans: spans.map((span) => ({
          ...span,
          validFrom: span.validFrom.toISOString(),
          validTo: span.validTo?.toISOString() ?? null,
          recordedAt: span.recordedAt.toISOString(),
          supersededAt: span.supersededAt?.toISOString() ?? null,
        })),
      };
    });
  }
}
