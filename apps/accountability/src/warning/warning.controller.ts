import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { readInput } from '#libs/identity/input.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { requireScope, scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { WarningDetail, WarningPage, WarningQuery, WarningSummary } from './warning.api.js';
import { warningDetail, warningPage, warningSummary } from './warning.view.js';

/** Warnings (预警): one for every cause that lasts. */
@ApiTags('warnings')
@Controller()
export class WarningController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('warnings')
  @Requires('warning.read')
  @ApiOkResponse({ standardSchema: WarningPage })
  async list(
    @Query({ schema: WarningQuery }) query: z.infer<typeof WarningQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof WarningPage>> {
    return warningPage(this.db.manager, this.pack, query, scopeRoots(identity, 'warning.read'));
  }

  @Get('warnings/:id')
  @Requires('warning.read')
  @ApiOkResponse({ standardSchema: WarningDetail })
  async find(@Param('id') id: string, @CurrentIdentity() identity: Identity): Promise<z.input<typeof WarningDetail>> {
    const found = await warningDetail(this.db.manager, this.pack, readInput(z.uuid(), id));
    if (!found) throw new Refusal('WARNING_NOT_FOUND', `no warning ${id}`);
    requireScope(identity, 'warning.read', found.warning.unitPath);
    return found.view;
  }

  @Get('warning-summary')
  @Requires('warning.read')
  @ApiOkResponse({ standardSchema: WarningSummary })
  async summary(@CurrentIdentity() identity: Identity): Promise<z.input<typeof WarningSummary>> {
    const at = await this.clock.now();
    return warningSummary(this.db.manager, this.pack, scopeRoots(identity, 'warning.read'), at);
  }
}
