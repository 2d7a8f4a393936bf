import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExtension, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { systemClock, type Clock } from '#libs/clock/clock.js';
import { Identity } from '#libs/identity/identity.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK, CONFIG } from '#libs/service/tokens.js';
import { changePassword } from '../account/change-password.js';
import type { DirectoryConfig } from '../config.js';
import { identityOfSession } from './identity-of-session.js';
import { openSession, tokenHashOf } from './open-session.js';
import { SessionEntity } from './session.entity.js';

const OpenSession = z
  .object({ userName: z.string().max(100), password: z.string().max(200), address: z.string().nullable() })
  .meta({ id: 'OpenSession' });
const Opened = z
  .discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('opened'), token: z.string(), mustChange: z.boolean() }),
    z.object({ outcome: z.literal('refused') }),
  ])
  .meta({ id: 'OpenedSession' });
const Token = z.object({ token: z.string().max(200) }).meta({ id: 'SessionToken' });
const ChangePassword = Token.extend({ current: z.string().max(200), next: z.string().max(200) }).meta({
  id: 'ChangePasswordOfSession',
});
const Verified = z
  .object({
    session: z
      .object({
        identity: Identity,
        userName: z.string(),
        mustChange: z.boolean(),
        posts: z.array(z.object({ id: z.string(), title: z.string(), unitId: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: 'VerifiedSession' });

/** Sessions are opened and asked about by the gateway only; nothing of this is public. */
@ApiTags('sessions')
@ApiExtension('x-internal', true)
@Controller('sessions')
export class SessionController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: DirectoryConfig,
  ) {}

  @Post()
  @HttpCode(200)
  @Requires('session.manage')
  @ApiOkResponse({ standardSchema: Opened })
  async open(@Body({ schema: OpenSession }) body: z.infer<typeof OpenSession>): Promise<z.input<typeof Opened>> {
    const times = await this.times();
    const policy = {
      hours: this.config.SESSION_HOURS,
      attempts: this.config.SIGN_IN_ATTEMPTS,
      restMinutes: this.config.SIGN_IN_REST_MINUTES,
    };
    return this.db.transaction((tx) => openSession(tx, body, policy, times));
  }

  @Post('verify')
  @HttpCode(200)
  @Requires('session.manage')
  @ApiOkResponse({ standardSchema: Verified })
  async verify(@Body({ schema: Token }) body: z.infer<typeof Token>): Promise<z.input<typeof Verified>> {
    return { session: await identityOfSession(this.db.manager, tokenHashOf(body.token), await this.times()) };
  }

  @Post('close')
  @HttpCode(204)
  @Requires('session.manage')
  @ApiNoContentResponse()
  async close(@Body({ schema: Token }) body: z.infer<typeof Token>): Promise<void> {
    await this.db.manager.delete(SessionEntity, { tokenHash: tokenHashOf(body.token) });
  }

  @Post('change-password')
  @HttpCode(204)
  @Requires('session.manage')
  @ApiNoContentResponse()
  async changePassword(@Body({ schema: ChangePassword }) body: z.infer<typeof ChangePassword>): Promise<void> {
    const now = await this.clock.now();
    const keepTokenHash = tokenHashOf(body.token);
    await this.db.transaction(async (tx) => {
      const session = await tx.findOneByOrFail(SessionEntity, { tokenHash: keepTokenHash });
      await changePassword(
        tx,
        { accountId: session.accountId, current: body.current, next: body.next, keepTokenHash },
        now,
      );
    });
  }

  private async times(): Promise<{ system: Date; business: Date }> {
    return { system: await systemClock.now(), business: await this.clock.now() };
  }
}
