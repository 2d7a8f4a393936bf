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
import { latestOfStations } from './subject.view.js';
import { findSubjectOfKind, type SubjectState, subjectPage } from './register.store.js';

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
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof StationList>> {
    const page = {
      kind: 'station',
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
  @ApiOkResponse({ standardSchema: Station })
  async find(@Param('id') id: string): Promise<z.input<typeof Station>> {
    return (await this.view([await findSubjectOfKind(this.db.manager, 'station', id)]))[0]!;
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
    return (await this.view([state]))[0]!;
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
    return (await this.view([state]))[0]!;
  }

  private async view(states: readonly SubjectState[]): Promise<z.input<typeof Station>[]> {
    const latest = await latestOfStations(
      this.db.manager,
      states.map(({ id }) => id),
    );
    return states.map(({ kind: _kind, water: _water, limits: _limits, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  }
}
