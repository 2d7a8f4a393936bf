import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DispatchIssued } from '#libs/contracts/accountability.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { On } from '#libs/messaging/on.js';
import { keepRows } from './dispatch.store.js';

/** Which records wait for a reply to which weekly sheet. */
@Controller()
export class DispatchConsumer {
  @On(DispatchIssued)
  async issued(event: EventOf<typeof DispatchIssued>, tx: EntityManager): Promise<void> {
    await keepRows(tx, event.data);
  }
}
