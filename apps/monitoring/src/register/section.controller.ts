import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { PageQuery, SaveSection, Section, SectionList } from './register.api.js';
import { findSubjectOfKind, type SubjectState, subjectPage } from './register.store.js';
import { saveSubject } from './save-subject.js';
import { latestOfSections } from './subject.view.js';

@ApiTags('sections')
@Controller('sections')
export class SectionController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SectionList })
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof SectionList>> {
    const page = {
      kind: 'section',
      after: query.cursor,
      limit: query.limit,
      retired: query.retired === 'true',
    } as const;
    const states = await subjectPage(this.db.manager, page);
    const items = await this.view(states);
    return { items, nextCursor: states.length === query.limit ? (states.at(-1)?.id ?? null) : null };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Section })
  async find(@Param('id') id: string): Promise<z.input<typeof Section>> {
    return (await this.view([await findSubjectOfKind(this.db.manager, 'section', id)]))[0]!;
  }

  @Put(':id')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Section })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveSection }) body: z.infer<typeof SaveSection>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Section>> {
    const at = await this.clock.now();
    const { expectedVersion, reason, ...written } = body;
    const state = await this.db.transaction((tx) =>
      saveSubject(
        tx,
        { ...written, id, kind: 'section', evaluationPoint: null, limits: [] },
        { at, expectedVersion, reason },
        { identity, policy: this.policy },
      ),
    );
    return (await this.view([state]))[0]!;
  }

  private async view(states: readonly SubjectState[]): Promise<z.input<typeof Section>[]> {
    const latest = await latestOfSections(
      this.db.manager,
      states.map(({ id }) => id),
    );
    return states.map(({ kind: _kind, evaluationPoint: _point, limits: _limits, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  }
}
