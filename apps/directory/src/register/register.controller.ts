import { Body, Controller, Get, Inject, Param, Put, Query, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { EventContract } from '#libs/contracts/event.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { recordState } from './record-state.js';
import { requireRegisterReach } from './require-register-reach.js';
import { allStates, findState, type Noun, type RegisterState } from './register.store.js';

type StateContract = EventContract<string, z.ZodObject>;

export interface NounRoutes {
  readonly noun: Noun;
  /** Path of the collection, e.g. `units`. */
  readonly path: string;
  /** Component name in OpenAPI, e.g. `Unit`. */
  readonly component: string;
  readonly contract: StateContract;
  /** Fields the platform works out itself. */
  readonly derived?: readonly string[];
  /** Completes and checks what a client wrote, in its transaction; refuses what contradicts the register. */
  readonly complete?: (
    tx: EntityManager,
    state: Record<string, unknown> & { id: string },
  ) => Promise<Record<string, unknown> & { id: string }>;
}

const ListQuery = z.object({
  knownAt: z.iso.datetime().optional(),
  retired: z.enum(['true', 'false']).default('false'),
});

/** List, look at (also as known earlier) and save the states of one noun. Saving is a whole state with the version it was read at. */
export const registerController = (routes: NounRoutes): Type => {
  const { noun, path, component, contract } = routes;
  const State = contract.data.meta({ id: component });
  const List = z.object({ items: z.array(State) }).meta({ id: `${component}List` });
  const managed = Object.fromEntries(
    ['id', 'version', 'retired', ...(routes.derived ?? [])].map((field) => [field, true as const]),
  );
  const Save = contract.data
    .omit(managed as never)
    .extend({
      retired: z.boolean().default(false),
      expectedVersion: z.int().nonnegative(),
      reason: z.string().max(500).optional(),
    })
    .meta({ id: `Save${component}` });

  @ApiTags(path)
  @Controller(path)
  class RegisterController {
    constructor(
      @Inject(DataSource) private readonly db: DataSource,
      @Inject(CLOCK) private readonly clock: Clock,
    ) {}

    @Get()
    @Requires('directory.read')
    @ApiOkResponse({ standardSchema: List })
    async list(@Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>): Promise<unknown> {
      return {
        items: await allStates(this.db.manager, noun, {
          knownAt: query.knownAt ? new Date(query.knownAt) : null,
          retired: query.retired === 'true',
        }),
      };
    }

    @Get(':id')
    @Requires('directory.read')
    @ApiOkResponse({ standardSchema: State })
    async find(
      @Param('id') id: string,
      @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
    ): Promise<unknown> {
      const state = await findState(this.db.manager, noun, id, query.knownAt ? new Date(query.knownAt) : null);
      if (!state) throw new Refusal(`${noun.toUpperCase()}_NOT_FOUND`, `no ${noun} ${id}`);
      return state;
    }

    @Put(':id')
    @Requires('directory.manage')
    @ApiOkResponse({ standardSchema: State })
    async save(
      @Param('id') id: string,
      @Body({ schema: Save }) body: z.infer<typeof Save>,
      @CurrentIdentity() identity: Identity,
    ): Promise<RegisterState> {
      const at = await this.clock.now();
      const { expectedVersion, reason, ...written } = body as Record<string, unknown> & {
        expectedVersion: number;
        reason?: string;
      };
      return this.db.transaction(async (tx) => {
        const state = { ...written, id };
        const complete = routes.complete ? await routes.complete(tx, state) : state;
        await requireRegisterReach(tx, identity, noun, [await findState(tx, noun, id), complete as never]);
        return recordState(tx, { noun, contract }, complete as never, { at, expectedVersion, reason });
      });
    }
  }
  Object.defineProperty(RegisterController, 'name', { value: `${component}Controller` });
  return RegisterController;
};
