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
import { AssessmentPage, AssessmentQuery, AssessmentView } from './assessment.api.js';
import { assessmentPageOf, findAssessment } from './assessment.store.js';
import { assessmentView } from './assessment.view.js';

const RevisionQuery = z.object({ revision: z.coerce.number().int().positive().optional() });

/** Rankings (考核排名). They compare everybody, so whoever may read one may read all of it. */
@ApiTags('assessments')
@Controller('assessments')
export class AssessmentController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('assessment.read')
  @ApiOkResponse({ standardSchema: AssessmentPage })
  async list(
    @Query({ schema: AssessmentQuery }) query: z.infer<typeof AssessmentQuery>,
  ): Promise<z.input<typeof AssessmentPage>> {
    const key = readCursor(query.cursor, 3);
    const assessments = await assessmentPageOf(this.db.manager, {
      scheme: query.scheme,
      periodLabel: query.periodLabel,
      currentOnly: query.revisions === 'current',
      after: key ? { end: new Date(key[0]!), id: key[1]!, revision: Number(key[2]) } : null,
      limit: query.limit,
    });
    const items: z.input<typeof AssessmentView>[] = [];
    for (const one of assessments) items.push(await assessmentView(this.db.manager, this.pack, one));
    const last = assessments.at(-1);
    return {
      items,
      nextCursor:
        last && assessments.length === query.limit
          ? writeCursor(last.period.end.toISOString(), last.assessmentId, String(last.revision))
          : null,
    };
  }

  @Get(':id')
  @Requires('assessment.read')
  @ApiOkResponse({ standardSchema: AssessmentView })
  async find(
    @Param('id') id: string,
    @Query({ schema: RevisionQuery }) query: z.infer<typeof RevisionQuery>,
  ): Promise<z.input<typeof AssessmentView>> {
    const found = await findAssessment(this.db.manager, readInput(z.uuid(), id), query.revision ?? null);
    if (!found) throw new Refusal('ASSESSMENT_NOT_FOUND', `no assessment ${id}`);
    return assessmentView(this.db.manager, this.pack, found);
  }
}
