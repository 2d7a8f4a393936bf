import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import {
  ExceedanceEnded,
  ExceedanceStarted,
  ExceedanceUpdated,
  SilenceEnded,
  SilenceStarted,
} from '#libs/contracts/monitoring.events.js';
import { On } from '#libs/messaging/on.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { noRefusal } from '../no-refusal.js';
import { judgeExceedance } from './judge-exceedance.js';
import { judgeSilence } from './judge-silence.js';

/** Limits passed and things fallen silent, as monitoring tells them. */
@Controller()
export class ExceedanceConsumer {
  constructor(@Inject(PACK) private readonly pack: Pack) {}

  @On(ExceedanceStarted)
  async started(event: EventOf<typeof ExceedanceStarted>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => judgeExceedance(tx, this.pack, event));
  }

  @On(ExceedanceUpdated)
  async updated(event: EventOf<typeof ExceedanceUpdated>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => judgeExceedance(tx, this.pack, event));
  }

  @On(ExceedanceEnded)
  async ended(event: EventOf<typeof ExceedanceEnded>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => judgeExceedance(tx, this.pack, event));
  }

  @On(SilenceStarted)
  async silent(event: EventOf<typeof SilenceStarted>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => judgeSilence(tx, this.pack, event));
  }

  @On(SilenceEnded)
  async heard(event: EventOf<typeof SilenceEnded>, tx: EntityManager): Promise<void> {
    await noRefusal(async () => judgeSilence(tx, this.pack, event));
  }
}
