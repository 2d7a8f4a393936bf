import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { RatesAnswer, RatesQuery } from '../list/list.api.js';
import { answerRates } from './answer-rates.js';

/** Completion and closure rates at a cut-off on two time axes. Counts only, so they are the same for everybody. */
@ApiTags('rates')
@Controller('rates')
export class RateController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: RatesAnswer })
  async rates(@Query({ schema: RatesQuery }) query: z.infer<typeof RatesQuery>): Promise<z.input<typeof RatesAnswer>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', (tx) => answerRates(tx, query, now));
  }
}
