import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { WarningEnded, WarningRaised, WarningUpdated } from '#libs/contracts/accountability.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { On } from '#libs/messaging/on.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { endWarning } from './end-warning.js';
import { openRecord } from './open-record.js';

/** Warnings open problems and tasks; what they opened shows them. */
@Controller()
export class WarningConsumer {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @On(WarningRaised)
  async raised(event: EventOf<typeof WarningRaised>, tx: EntityManager): Promise<void> {
    await openRecord(tx, this.pack, event.data, event.occurredAt, await this.clock.now());
  }

  @On(WarningUpdated)
  async updated(event: EventOf<typeof WarningUpdated>, tx: EntityManager): Promise<void> {
    await openRecord(tx, this.pack, event.data, event.occurredAt, await this.clock.now());
  }

  @On(WarningEnded)
  async ended(event: EventOf<typeof WarningEnded>, tx: EntityManager): Promise<void> {
    await endWarning(tx, event.data, event.occurredAt, await this.clock.now());
  }
}
