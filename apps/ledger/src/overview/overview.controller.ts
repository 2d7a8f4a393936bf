import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { ledgerOverview } from './ledger-overview.js';
import { LedgerOverview } from './overview.api.js';

@ApiTags('overview')
@Controller('ledger-overview')
export class OverviewController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: LedgerOverview })
  async overview(@CurrentIdentity() identity: Identity): Promise<z.input<typeof LedgerOverview>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', (tx) => ledgerOverview(tx, identity, now));
  }
}
