import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { accountPage, rolesOn } from './account.store.js';
import { assignRoles } from './assign-roles.js';
import { resetPassword } from './change-password.js';
import { createAccount } from './create-account.js';
import { requireReach } from './require-reach.js';

const Roles = z.array(z.object({ roleId: z.string(), unitId: z.string() })).max(50);
const Account = z
  .object({
    id: z.string(),
    userName: z.string(),
    personId: z.string().nullable(),
    displayName: z.string(),
    state: z.enum(['active', 'disabled']),
    mustChange: z.boolean(),
    version: z.int(),
    roles: z.array(
      z.object({ roleId: z.string(), unitId: z.string(), from: z.iso.date(), to: z.iso.date().nullable() }),
    ),
  })
  .meta({ id: 'Account' });
const AccountList = z
  .object({ items: z.array(Account), nextCursor: z.string().nullable() })
  .meta({ id: 'AccountList' });
const PageQuery = z.object({
  cursor: z.string().default(''),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const CreateAccount = z
  .object({
    userName: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,60}$/, 'small letters, digits, dots and hyphens'),
    displayName: z.string().min(1).max(100),
    personId: z.string().nullable().default(null),
    password: z.string().max(200),
    mustChange: z.boolean().default(true),
    roles: Roles,
  })
  .meta({ id: 'CreateAccount' });
const Created = z.object({ id: z.string() }).meta({ id: 'CreatedAccount' });
const AssignRoles = z.object({ roles: Roles }).meta({ id: 'AssignRoles' });
const ResetPassword = z.object({ password: z.string().max(200) }).meta({ id: 'ResetPassword' });

@ApiTags('accounts')
@Controller('accounts')
export class AccountController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('account.manage')
  @ApiOkResponse({ standardSchema: AccountList })
  async list(@Query({ schema: PageQuery }) query: z.infer<typeof PageQuery>): Promise<z.input<typeof AccountList>> {
    const items = await accountPage(this.db.manager, query.cursor, query.limit);
    return { items, nextCursor: items.length === query.limit ? (items.at(-1)?.userName ?? null) : null };
  }

  @Post()
  @Requires('account.manage')
  @ApiCreatedResponse({ standardSchema: Created })
  async create(
    @Body({ schema: CreateAccount }) body: z.infer<typeof CreateAccount>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Created>> {
    const now = await this.clock.now();
    const id = await this.db.transaction(async (tx) => {
      const created = await createAccount(tx, body, now);
      await requireReach(tx, identity, body.roles);
      return created;
    });
    return { id };
  }

  @Put(':id/roles')
  @HttpCode(204)
  @Requires('account.manage')
  @ApiNoContentResponse()
  async assign(
    @Param('id') id: string,
    @Body({ schema: AssignRoles }) body: z.infer<typeof AssignRoles>,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    const now = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await requireReach(tx, identity, await rolesOn(tx, id, shanghaiDate(now)));
      await assignRoles(tx, id, body.roles, now);
      await requireReach(tx, identity, body.roles);
    });
  }

  @Post(':id/password')
  @HttpCode(204)
  @Requires('account.manage')
  @ApiNoContentResponse()
  async reset(
    @Param('id') id: string,
    @Body({ schema: ResetPassword }) body: z.infer<typeof ResetPassword>,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    const now = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await requireReach(tx, identity, await rolesOn(tx, id, shanghaiDate(now)));
      await resetPassword(tx, id, body.password, now);
    });
  }
}
