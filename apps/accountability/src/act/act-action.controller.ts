import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { WriteInput } from '#libs/identity/write-time.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, CONFIG, PACK } from '#libs/service/tokens.js';
import type { AccountabilityConfig } from '../config.js';
import { runAct } from './act.edge.js';
import { ACT_FORMS, type ActActionName, actBody, ActOutcome } from './act-action.api.js';
import { performAction } from './perform-action.js';

/** One route for every action on an act: `POST /acts/{id}/{action}`, with its own body and permission. */
@ApiTags('acts')
@Controller('acts')
export class ActActionController {
  constructor(
    @Inject(DataSource) readonly db: DataSource,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PACK) readonly pack: Pack,
    @Inject(CONFIG) readonly config: AccountabilityConfig,
  ) {}

  act(
    action: ActActionName,
    actId: string,
    body: WriteInput & Readonly<Record<string, unknown>>,
    identity: Identity,
  ): Promise<z.input<typeof ActOutcome>> {
    const { expectedVersion, at, backdatingReason, ...given } = body;
    const write = { expectedVersion, at, backdatingReason };
    return runAct(this, { actId, identity, write }, (context, act) => performAction(context, act!, action, given));
  }
}

const camel = (action: string): string => action.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

for (const [action, { permission, zh, en }] of Object.entries(ACT_FORMS) as [
  ActActionName,
  { permission: string; zh: string; en: string },
][]) {
  const prototype = ActActionController.prototype;
  const name = camel(action);
  const descriptor: PropertyDescriptor = {
    configurable: true,
    writable: true,
    value: function (
      this: ActActionController,
      id: string,
      body: WriteInput & Readonly<Record<string, unknown>>,
      identity: Identity,
    ) {
      return this.act(action, id, body, identity);
    },
  };
  Object.defineProperty(prototype, name, descriptor);
  // What the compiler emits for a written method; Nest and the OpenAPI document read it.
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object], prototype, name);
  Param('id', ParseUUIDPipe)(prototype, name, 0);
  Body({ schema: actBody(action) })(prototype, name, 1);
  CurrentIdentity()(prototype, name, 2);
  for (const decorate of [
    Post(`:id/${action}`),
    HttpCode(200),
    Requires(permission),
    ApiOperation({ summary: `${zh} (${en})` }),
    ApiOkResponse({ standardSchema: ActOutcome }),
  ]) {
    decorate(prototype, name, descriptor);
  }
}
