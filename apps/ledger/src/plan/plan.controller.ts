import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { openAct } from '../problem/act-on-problem.js';
import type { ActionContext } from '../problem/action-context.js';
import { ProblemOutcome } from '../problem/problem-action.api.js';
import { outcomeOf } from '../problem/problem-outcome.js';
import type { WriteInput } from '#libs/identity/write-time.js';
import { confirmMilestone, judgeDeadline, rejectMilestone } from './confirm-milestone.js';
import { ConfirmMilestone, JudgeDeadline, RejectMilestone } from './plan.api.js';

const PERMISSION = 'progress.confirm';
type Outcome = z.input<typeof ProblemOutcome>;

/** What the supervising unit says of the running work. */
@ApiTags('problems')
@Controller('problems')
export class PlanController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Post(':id/confirm-milestone')
  @HttpCode(200)
  @Requires(PERMISSION)
  @ApiOkResponse({ standardSchema: ProblemOutcome })
  confirm(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: ConfirmMilestone }) body: z.infer<typeof ConfirmMilestone>,
    @CurrentIdentity() identity: Identity,
  ): Promise<Outcome> {
    return this.act(id, body, identity, (context, given) => confirmMilestone(context, given));
  }

  @Post(':id/reject-milestone')
  @HttpCode(200)
  @Requires(PERMISSION)
  @ApiOkResponse({ standardSchema: ProblemOutcome })
  reject(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: RejectMilestone }) body: z.infer<typeof RejectMilestone>,
    @CurrentIdentity() identity: Identity,
  ): Promise<Outcome> {
    return this.act(id, body, identity, (context, given) => rejectMilestone(context, given));
  }

  @Post(':id/judge-deadline')
  @HttpCode(200)
  @Requires(PERMISSION)
  @ApiOkResponse({ standardSchema: ProblemOutcome })
  judge(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: JudgeDeadline }) body: z.infer<typeof JudgeDeadline>,
    @CurrentIdentity() identity: Identity,
  ): Promise<Outcome> {
    return this.act(id, body, identity, (context, given) => judgeDeadline(context, given));
  }

  private async act<G extends WriteInput>(
    id: string,
    body: G,
    identity: Identity,
    work: (context: ActionContext, given: Omit<G, keyof WriteInput>) => Promise<void>,
  ): Promise<Outcome> {
    const now = await this.clock.now();
    const { expectedVersion, at, backdatingReason, ...given } = body;
    return this.db.transaction(async (tx) => {
      const write = { expectedVersion, at, backdatingReason };
      const context = await openAct(tx, this.pack, id, PERMISSION, write, identity, now);
      await work(context, given);
      return outcomeOf(context.problem);
    });
  }
}
