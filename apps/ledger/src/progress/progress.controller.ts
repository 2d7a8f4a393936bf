import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { openAct } from '../problem/act-on-problem.js';
import { progressView } from '../problem/problem-detail.js';
import { ProgressView } from '../problem/problem.api.js';
import { unitsBelow } from '../reference/directory.store.js';
import { ProgressPage, ProgressQuery, ReportProgress } from './progress.api.js';
import { progressById, progressPage } from './progress.store.js';
import { reportProgress } from './report-progress.js';
import { reportTaskProgress } from './report-task-progress.js';

const PERMISSION = 'progress.report';

/** Progress reports (进展填报). A reply to a weekly sheet is one that carries the sheet's id: a unit reports once. */
@ApiTags('progress')
@Controller('progress-reports')
export class ProgressController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ProgressPage })
  async list(
    @Query({ schema: ProgressQuery }) query: z.infer<typeof ProgressQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProgressPage>> {
    const cursor = readCursor(query.cursor, 2);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const seen = await unitsBelow(tx, scopeRoots(identity, 'problem.read'));
      const before = cursor && { at: cursor[0]!, id: cursor[1]! };
      const rows = await progressPage(tx, query, seen, before, query.limit);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(progressView),
        nextCursor: last ? writeCursor(last.reportedAt.toISOString(), last.id) : null,
      };
    });
  }

  @Post()
  @Requires(PERMISSION)
  @ApiCreatedResponse({ standardSchema: ProgressView })
  async report(
    @Body({ schema: ReportProgress }) body: ReportProgress,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProgressView>> {
    const now = await this.clock.now();
    return this.db.transaction(async (tx) => {
      const { problemId, taskId, expectedVersion, at, backdatingReason, ...report } = body;
      const write = { expectedVersion, at, backdatingReason };
      const id =
        problemId === undefined
          ? await reportTaskProgress(tx, this.pack, taskId!, body, identity, now)
          : await reportProgress(await openAct(tx, this.pack, problemId, PERMISSION, write, identity, now), report);
      return progressView((await progressById(tx, id))!);
    });
  }
}
