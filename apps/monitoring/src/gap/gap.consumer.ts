import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { DeviceCommandEnded } from '#libs/contracts/ingestion.events.js';
import { On } from '#libs/messaging/on.js';
import { markAbsent } from './gap.store.js';

/** What became of asking for missing hours. Data come by the packet door; only that there are none is told here. */
@Controller()
export class GapConsumer {
  @On(DeviceCommandEnded)
  async ended({ data }: EventOf<typeof DeviceCommandEnded>, tx: EntityManager): Promise<void> {
    if (data.askingId !== null && data.result === 'noData') await markAbsent(tx, data.askingId);
  }
}
