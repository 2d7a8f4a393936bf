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
import { findSubjectOfKind, type SubjectState, subjectPage } from './register.store.js';
import { saveSubject } from './save-subject.js';
import { latestOfOutlets } from './subject.view.js';

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
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof OutletList>> {
    const page = {
      kind: 'outlet',
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
  @ApiOkResponse({ standardSchema: Outlet })
  async find(@Param('id') id: string): Promise<z.input<typeof Outlet>> {
    return (await this.view([await findSubjectOfKind(this.db.manager, 'outlet', id)]))[0]!;
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
    return (await this.view([state]))[0]!;
  }

  private async view(states: readonly SubjectState[]): Promise<z.input<typeof Outlet>[]> {
    const latest = await latestOfOutlets(
      this.db.manager,
      states.map(({ id }) => id),
    );
    return states.map(({ kind: _kind, evaluationPoint: _point, water: _water, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  }
}
