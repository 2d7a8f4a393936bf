import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { ImportUndone } from '#libs/contracts/ingestion.events.js';
import { On } from '#libs/messaging/on.js';
import { wishUndo } from './import.store.js';

/** Imports that are taken back; the work itself is a job. */
@Controller()
export class ImportConsumer {
  @On(ImportUndone)
  async undo({ data }: EventOf<typeof ImportUndone>, tx: EntityManager): Promise<void> {
    await wishUndo(tx, { importId: data.importId, requestedAt: new Date(data.at), reason: data.reason });
  }
}
