import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Public } from '#libs/identity/permission.guard.js';
import { CLOCK, CONFIG } from '#libs/service/tokens.js';
import type { GatewayConfig } from '../config.js';
import { problem, SESSION_COOKIE } from './session-hook.js';
import { SessionClient } from './session-client.js';

const SignIn = z
  .object({ userName: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: 'SignIn' });
const SignedIn = z.object({ mustChange: z.boolean() }).meta({ id: 'SignedIn' });
const ChangePassword = z
  .object({ current: z.string().max(200), next: z.string().max(200) })
  .meta({ id: 'ChangePassword' });
const Me = z
  .object({
    accountId: z.string(),
    userName: z.string(),
    name: z.string(),
    unitId: z.string().nullable(),
    posts: z.array(z.object({ id: z.string(), title: z.string(), unitId: z.string() })),
    grants: z.array(z.object({ permission: z.string(), unitId: z.string() })),
    mustChange: z.boolean(),
    /** The platform's clock: in the sample it is not today. */
    now: z.iso.datetime(),
  })
  .meta({ id: 'Me' });

@ApiTags('sign-in')
@Controller('api')
export class SignInController {
  constructor(
    @Inject(SessionClient) private readonly sessions: SessionClient,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ standardSchema: SignedIn })
  async signIn(
    @Body({ schema: SignIn }) body: z.infer<typeof SignIn>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof SignedIn> | FastifyReply> {
    const answer = await this.sessions.open(body.userName, body.password, request.ip);
    if (answer.outcome === 'refused')
      return problem(
        reply,
        401,
        'SIGN_IN_REFUSED',
        'Unauthorized',
        'user name or password do not fit, or the account rests',
      );
    reply.setCookie(SESSION_COOKIE, answer.token, {
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      secure: this.config.SECURE_COOKIES === 'true',
    });
    return { mustChange: answer.mustChange };
  }

  @Post('sign-out')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (request.sessionToken) await this.sessions.close(request.sessionToken);
    reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Get('me')
  @Public()
  @ApiOkResponse({ standardSchema: Me })
  async me(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof Me> | FastifyReply> {
    const session = request.session;
    if (!session) return problem(reply, 401, 'NOT_SIGNED_IN', 'Unauthorized');
    return {
      accountId: session.identity.accountId,
      userName: session.userName,
      name: session.identity.name,
      unitId: session.identity.unitId,
      posts: session.posts,
      grants: session.identity.grants,
      mustChange: session.mustChange,
      now: (await this.clock.now()).toISOString(),
    };
  }

  @Post('change-password')
  @HttpCode(204)
  @Public()
  @ApiNoContentResponse()
  async changePassword(
    @Body({ schema: ChangePassword }) body: z.infer<typeof ChangePassword>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    if (!request.session || !request.sessionToken) return problem(reply, 401, 'NOT_SIGNED_IN', 'Unauthorized');
    const refused = await this.sessions.changePassword(request.sessionToken, body.current, body.next);
    return refused
      ? reply.code(refused.status).header('content-type', 'application/problem+json; charset=utf-8').send(refused.body)
      : undefined;
  }
}
