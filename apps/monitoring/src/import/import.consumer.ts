import { Controller } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { ImportComplete, ImportUndone } from '#libs/contracts/ingestion.events.js';
import { On } from '#libs/messaging/on.js';
import { wishAssessment, wishUndo } from './import.store.js';

/** Imports that are complete or taken back; the work itself is a job. */
@Controller()
export class ImportConsumer {
  @On(ImportComplete)
  async assess({ data }: EventOf<typeof ImportComplete>, tx: EntityManager): Promise<void> {
    await wishAssessment(tx, { importId: data.importId, sourceId: data.sourceId, requestedAt: new Date(data.at) });
  }

  @On(ImportUndone)
  async undo({ data }: EventOf<typeof ImportUndone>, tx: EntityManager): Promise<void> {
    await wishUndo(tx, { importId: data.importId, requestedAt: new Date(data.at), reason: data.reason });
  }
}
