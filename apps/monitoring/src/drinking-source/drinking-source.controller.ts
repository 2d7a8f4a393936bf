import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { PageQuery } from '../register/register.api.js';
import { RecordResult, Result, SaveSource, SourceDetail, SourceOverview, SourceState } from './drinking-source.api.js';
import { shownResult, sourceDetail, sourceOverview } from './drinking-source.view.js';
import { recordResult, saveSource } from './save-source.js';
import { evaluateResult } from './source-figures.js';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const MONTHS_SHOWN = 12;
const OverviewQuery = z.object({
  /** Last month; the present one where absent. */
  to: Month.optional(),
  months: z.coerce.number().int().min(1).max(60).default(MONTHS_SHOWN),
});
const ListQuery = OverviewQuery.extend({ cursor: PageQuery.shape.cursor, limit: PageQuery.shape.limit });

/** Centralised drinking-water sources and what leaves their waterworks. */
@ApiTags('drinking-sources')
@Controller('drinking-sources')
export class DrinkingSourceController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SourceOverview })
  async overview(
    @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
  ): Promise<z.input<typeof SourceOverview>> {
    return sourceOverview(this.db.manager, query, shanghaiDate(await this.clock.now()));
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SourceDetail })
  async find(
    @Param('id') id: string,
    @Query({ schema: OverviewQuery }) query: z.infer<typeof OverviewQuery>,
  ): Promise<z.input<typeof SourceDetail>> {
    return sourceDetail(this.db.manager, id, query, shanghaiDate(await this.clock.now()));
  }

  @Put(':id')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: SourceState })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveSource }) body: z.infer<typeof SaveSource>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof SourceState>> {
    const at = await this.clock.now();
    return this.db.transaction((tx) => saveSource(tx, id, body, at, identity));
  }

  @Put(':id/results')
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Result })
  async record(
    @Param('id') id: string,
    @Body({ schema: RecordResult }) body: z.infer<typeof RecordResult>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Result>> {
    const at = await this.clock.now();
    return this.db.transaction(async (tx) => {
      const { source, result } = await recordResult(tx, id, body, at, identity);
      return shownResult(evaluateResult(source, result));
    });
  }
}
