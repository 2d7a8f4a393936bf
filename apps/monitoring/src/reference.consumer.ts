import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';

/** Areas and units, as the directory knows them. */
@Controller()
export class ReferenceConsumer {
  @OnBatch(AreaState, 200)
  async keepAreas(events: EventOf<typeof AreaState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      AreaState,
      events.map(({ data }) => data),
    );
  }

  @OnBatch(UnitState, 200)
  async keepUnits(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map(({ data }) => data),
    );
  }
}
