import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';

@Controller()
export class ReferenceConsumer {
  @OnBatch(UnitState, 200)
  async units(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map((event) => event.data),
    );
  }
}
