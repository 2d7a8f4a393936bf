import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { PageQuery, RecordEvaluationPoint, SaveStation, Station, StationList } from './register.api.js';
import { recordEvaluationPoint, saveSubject } from './save-subject.js';
import { findShown, shownPage, shownSubject } from './subject.view.js';

@ApiTags('stations')
@Controller('stations')
export class StationController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: StationList })
  list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof StationList>> {
    return shownPage(this.db.manager, 'station', query);
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: Station })
  find(@Param('id') id: string): Promise<z.input<typeof Station>> {
    return findShown(this.db.manager, 'station', id);
  }

  @Put(':id')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Station })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveStation }) body: z.infer<typeof SaveStation>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Station>> {
    const at = await this.clock.now();
    const { expectedVersion, reason, ...written } = body;
    const state = await this.db.transaction((tx) =>
      saveSubject(
        tx,
        { ...written, id, kind: 'station', water: null, limits: [] },
        { at, expectedVersion, reason },
        { identity, policy: this.policy },
      ),
    );
    return shownSubject(this.db.manager, 'station', state);
  }

  @Put(':id/evaluation-point')
  @Requires('data.review')
  @ApiOkResponse({ standardSchema: Station })
  async recordEvaluationPoint(
    @Param('id') id: string,
    @Body({ schema: RecordEvaluationPoint }) body: z.infer<typeof RecordEvaluationPoint>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Station>> {
    const at = await this.clock.now();
    const { expectedVersion, reason, ...evaluationPoint } = body;
    const state = await this.db.transaction((tx) =>
      recordEvaluationPoint(
        tx,
        id,
        evaluationPoint,
        { at, expectedVersion, reason },
        { identity, policy: this.policy },
      ),
    );
    return shownSubject(this.db.manager, 'station', state);
  }
}
