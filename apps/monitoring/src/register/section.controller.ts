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
import { findShown, shownPage, shownSubject } from './subject.view.js';
import { saveSubject } from './save-subject.js';

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
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof SectionList>> {
    return shownPage(this.db.manager, 'section', query);
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Section })
  find(@Param('id') id: string): Promise<z.input<typeof Section>> {
    return findShown(this.db.manager, 'section', id);
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
    return shownSubject(this.db.manager, 'section', state);
  }
}
