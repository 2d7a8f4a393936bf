import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { Outlet, OutletList, PageQuery, SaveOutlet } from './register.api.js';
import { findShown, shownPage, shownSubject } from './subject.view.js';
import { saveSubject } from './save-subject.js';

@ApiTags('outlets')
@Controller('outlets')
export class OutletController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: OutletList })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof OutletList>> {
    return shownPage(this.db.manager, 'outlet', query);
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Outlet })
  find(@Param('id') id: string): Promise<z.input<typeof Outlet>> {
    return findShown(this.db.manager, 'outlet', id);
  }

  @Put(':id')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Outlet })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveOutlet }) body: z.infer<typeof SaveOutlet>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Outlet>> {
    const at = await this.clock.now();
    const { expectedVersion, reason, ...written } = body;
    const state = await this.db.transaction((tx) =>
      saveSubject(
        tx,
        { ...written, id, kind: 'outlet', evaluationPoint: null, water: null },
        { at, expectedVersion, reason },
        { identity, policy: this.policy },
      ),
    );
    return shownSubject(this.db.manager, 'outlet', state);
  }
}
