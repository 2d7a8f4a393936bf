import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { addMonths, monthOf, monthSpan, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { PageQuery } from '../register/register.api.js';
import { RecordResult, Result, SaveSource, SourceDetail, SourceOverview, SourceState } from './drinking-source.api.js';
import { findSource, listSources, resultsBetween } from './drinking-source.store.js';
import { recordResult, saveSource } from './save-source.js';
import { type EvaluatedResult, evaluateResult, periodOf, periodsIn, ratesOf } from './source-figures.js';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const MONTHS_SHOWN = 12;
const OverviewQuery = z.object({
  /** Last month; the present one where absent. */
  to: Month.optional(),
  months: z.coerce.number().int().min(1).max(60).default(MONTHS_SHOWN),
});
const ListQuery = OverviewQuery.extend({ cursor: PageQuery.shape.cursor, limit: PageQuery.shape.limit });

const shown = ({ result, evaluation }: EvaluatedResult): z.input<typeof Result> => ({
  kind: result.kind,
  sampledOn: result.sampledOn,
  values: { ...result.itemValues },
  volume: result.volume,
  version: result.version,
  recordedAt: result.recordedAt.toISOString(),
  recordedBy: result.recordedBy,
  isCompliant: evaluation.isCompliant,
  beyond: evaluation.beyond.map((one) => ({ ...one })),
  reportedApart: evaluation.reportedApart.map((one) => ({ ...one })),
});

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
    const tx = this.db.manager;
    const today = shanghaiDate(await this.clock.now());
    const to = query.to ?? monthOf(today);
    const span = { from: addMonths(to, 1 - query.months), to };
    const sources = await listSources(tx, { retired: false });
    const results = await resultsBetween(tx, {
      sourceIds: sources.map(({ id }) => id),
      from: monthSpan(span.from).from,
      to: monthSpan(to).to,
    });
    const all = sources.map((source) => ({
      source,
      results: results.filter(({ sourceId }) => sourceId === source.id).map((result) => evaluateResult(source, result)),
    }));
    const page = all.filter(({ source }) => source.id > query.cursor).slice(0, query.limit);
    return {
      ...span,
      rates: ratesOf(all),
      nextCursor: page.length === query.limit ? (page.at(-1)?.source.id ?? null) : null,
      items: page.map((one) => {
        const have = new Set(
          one.results
            .filter(({ result }) => result.kind === 'source')
            .map(({ result }) => periodOf(one.source, result.sampledOn)),
        );
        // Nothing is missing before the first sample of all; the running period is not over.
        const [first = ''] = [...have].sort();
        const [newest] = one.results;
        return {
          source: one.source,
          rates: ratesOf([one]),
          newest: newest ? shown(newest) : null,
          missing: periodsIn(one.source, span).filter(
            (period) => period >= first && period < periodOf(one.source, today) && !have.has(period),
          ),
        };
      }),
    };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SourceDetail })
  async find(
    @Param('id') id: string,
    @Query({ schema: OverviewQuery }) query: z.infer<typeof OverviewQuery>,
  ): Promise<z.input<typeof SourceDetail>> {
    const tx = this.db.manager;
    const source = await findSource(tx, id);
    if (!source) throw new Refusal('DRINKING_SOURCE_NOT_FOUND', `no drinking-water source ${id}`);
    const to = query.to ?? monthOf(shanghaiDate(await this.clock.now()));
    const from = monthSpan(addMonths(to, 1 - query.months)).from;
    const results = await resultsBetween(tx, { sourceIds: [id], from, to: monthSpan(to).to });
    return { source, results: results.map((result) => shown(evaluateResult(source, result))) };
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
      const result = await recordResult(tx, id, body, at, identity);
      const source = await findSource(tx, id);
      if (!source) throw new Error(`source ${id} is lost`);
      return shown(evaluateResult(source, result));
    });
  }
}
