import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { PageInput } from '../inputs.api.js';
import { openAct } from '../problem/act-on-problem.js';
import { ProblemOutcome } from '../problem/problem-action.api.js';
import { outcomeOf } from '../problem/problem-outcome.js';
import { ratesAt, type RatesAt } from '../rate/rates-at.js';
import { businessTime } from '#libs/identity/write-time.js';
import { addItem } from './add-item.js';
import { createList } from './create-list.js';
import { AddItem, CreateList, ListOutcome, ListPage, ListRow } from './list.api.js';
import { type ListCounts, listPage } from './list.store.js';

const PageQuery = z.object(PageInput);

const viewOf = (list: ListCounts, rates: RatesAt): z.input<typeof ListRow> => ({
  id: list.id,
  version: list.version,
  kind: list.kind,
  source: list.source,
  name: list.name,
  shortName: list.shortName,
  assignDocNo: list.assignDocNo,
  assignedByUnitId: list.assignedByUnitId,
  closingBody: list.closingBody,
  publicNotice: list.publicNotice,
  upperConfirmation: list.upperConfirmation,
  selfFound: list.selfFound,
  year: list.year,
  batch: list.batch,
  items: list.items,
  overdue: list.overdue,
  rates: rates.lists[list.id]!,
});

/** Lists (清单) with their counts and rates; what stands on them is asked for at /problems?listId=. */
@ApiTags('lists')
@Controller('lists')
export class ListController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ListPage })
  async list(@Query({ schema: PageQuery }) query: z.infer<typeof PageQuery>): Promise<z.input<typeof ListPage>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const lists = await listPage(tx, shanghaiDate(now), query.cursor ?? '', query.limit);
      const rates = await ratesAt(tx, { cutoff: now, knownAt: now });
      return {
        items: lists.map((list) => viewOf(list, rates)),
        nextCursor: lists.length === query.limit ? (lists.at(-1)?.id ?? null) : null,
        distinct: rates.distinct,
      };
    });
  }

  @Get(':id')
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: ListRow })
  async find(@Param('id') id: string): Promise<z.input<typeof ListRow>> {
    const now = await this.clock.now();
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const [list] = await listPage(tx, shanghaiDate(now), '', 1, id);
      if (!list) throw new Refusal('LIST_NOT_FOUND', `no list ${id}`);
      return viewOf(list, await ratesAt(tx, { cutoff: now, knownAt: now }, { listId: id }));
    });
  }

  @Post()
  @Requires('list.manage')
  @ApiCreatedResponse({ standardSchema: ListOutcome })
  async create(
    @Body({ schema: CreateList }) body: CreateList,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ListOutcome>> {
    const now = await this.clock.now();
    const at = businessTime(body, identity, { unitPath: null, lastActionAt: null }, now);
    const list = await this.db.transaction((tx: EntityManager) => createList(tx, this.pack, body, at));
    return { listId: list.id, version: list.version };
  }

  @Post(':id/items')
  @HttpCode(200)
  @Requires('list.manage')
  @ApiOkResponse({ standardSchema: ProblemOutcome })
  async add(
    @Param('id') listId: string,
    @Body({ schema: AddItem }) body: z.infer<typeof AddItem>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ProblemOutcome>> {
    const now = await this.clock.now();
    const { problemId, itemNo, dueAt, plannedClosureAt, ...write } = body;
    return this.db.transaction(async (tx) => {
      const context = await openAct(tx, this.pack, problemId, 'list.manage', write, identity, now);
      await addItem(context, { listId, itemNo, dueAt, plannedClosureAt });
      return outcomeOf(context.problem);
    });
  }
}

/** A list belongs to no unit; who dates it back needs the permission for the unit acted from. */
