import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { type ProblemAction, TRANSITIONS } from '#libs/domain/problem/transitions.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import type { WriteInput } from '#libs/identity/write-time.js';
import { actOnProblem } from './act-on-problem.js';
import { ACTION_FORMS, actionBody, ProblemOutcome } from './problem-action.api.js';
import { outcomeOf } from './problem-outcome.js';

/** One route for every action of the lifecycle table: `POST /problems/{id}/{action}`, with its own body and permission. */
@ApiTags('problems')
@Controller('problems')
export class ProblemActionController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  async act(
    action: ProblemAction,
    problemId: string,
    body: WriteInput & Record<string, unknown>,
    identity: Identity,
  ): Promise<z.input<typeof ProblemOutcome>> {
    const now = await this.clock.now();
    const { expectedVersion, at, backdatingReason, ...given } = body;
    const input = { action, given, expectedVersion, at, backdatingReason };
    return outcomeOf(await this.db.transaction((tx) => actOnProblem(tx, this.pack, problemId, input, identity, now)));
  }
}

const camel = (action: string): string => action.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

for (const [action, form] of Object.entries(ACTION_FORMS) as [ProblemAction, { permission: string }][]) {
  const prototype = ProblemActionController.prototype;
  const name = camel(action);
  const descriptor: PropertyDescriptor = {
    configurable: true,
    writable: true,
    value: function (
      this: ProblemActionController,
      id: string,
      body: WriteInput & Record<string, unknown>,
      identity: Identity,
    ) {
      return this.act(action, id, body, identity);
    },
  };
  Object.defineProperty(prototype, name, descriptor);
  const { zh, en } = TRANSITIONS.find((row) => row.action === action)!;
  // What the compiler emits for a written method; Nest and the OpenAPI document read it.
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object], prototype, name);
  Param('id', ParseUUIDPipe)(prototype, name, 0);
  Body({ schema: actionBody(action) })(prototype, name, 1);
  CurrentIdentity()(prototype, name, 2);
  for (const decorate of [
    Post(`:id/${action}`),
    HttpCode(200),
    Requires(form.permission),
    ApiOperation({ summary: `${zh} (${en})` }),
    ApiOkResponse({ standardSchema: ProblemOutcome }),
  ]) {
    decorate(prototype, name, descriptor);
  }
}
