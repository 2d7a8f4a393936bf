import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { MyWork } from './my-work.api.js';
import { myWork } from './my-work.js';

@ApiTags('my-work')
@Controller('my-work')
export class MyWorkController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: MyWork })
  async mine(@CurrentIdentity() identity: Identity): Promise<z.input<typeof MyWork>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', (tx) => myWork(tx, this.pack, identity, now));
  }
}
